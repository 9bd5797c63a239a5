"""One deploy: plan, guard, send in a safe order, remember."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autoblog.config import DeployConfig
from autoblog.deploy.folder import FolderTarget
from autoblog.deploy.git_branch import GitTarget
from autoblog.deploy.local import uploads_of, variants_of
from autoblog.deploy.object_store import ObjectStoreTarget
from autoblog.deploy.plan import DeployPlan, make_plan, read_manifest, write_manifest
from autoblog.deploy.rsync import RsyncTarget
from autoblog.deploy.s3_redirects import led_on
from autoblog.deploy.target import Target
from autoblog.problems import ConfigError, DeployError, nearest

Tell = Callable[[str, int, int], None]
"""Told of progress: what, how many are done, of how many."""

_TARGETS: Mapping[str, Callable[[DeployConfig, Path], Target]] = {
    "s3": ObjectStoreTarget,
    "gs": ObjectStoreTarget,
    "az": ObjectStoreTarget,
    "rsync": RsyncTarget,
    "git": GitTarget,
    "folder": FolderTarget,
}
_AT_ONCE = 200  # files handed to a target together; progress is told in between


@dataclass(frozen=True, slots=True)
class Deploy:
    """A deploy that is planned and can be carried out."""

    config: DeployConfig
    target: Target
    plan: DeployPlan

    @property
    def deletion_percent(self) -> float:
        """How much of what the target has of ours would be removed."""
        return 100 * len(self.plan.deletions) / max(1, self.plan.known)

    def run(self, *, max_deletes: int, tell: Tell) -> None:
        """Do it. max_deletes: in percent of the files of ours that are there.

        Raises DeployError when more would be removed, with nothing changed, or when the target
        fails; a further deploy then goes on where this one stopped.
        """
        plan = self.plan
        if self.deletion_percent > max_deletes:
            raise DeployError(
                f"{len(plan.deletions)} of {plan.known} files would be removed, which is more than"
                f" {max_deletes} %; look at --dry-run, then allow it with --max-deletes"
            )
        if plan.is_empty:
            return
        self.target.begin(write_manifest(plan.pending))
        done, count = 0, len(plan.uploads)
        for phase in plan.phases:
            for start in range(0, len(phase), _AT_ONCE):
                batch = phase[start : start + _AT_ONCE]
                self.target.send(batch)
                done += len(batch)
                tell("Sending", done, count)
        if plan.deletions:
            self.target.remove(plan.deletions)
        self.target.finish(write_manifest(plan.final))


def target_named(targets: tuple[DeployConfig, ...], name: str) -> DeployConfig:
    """Find a target of the settings. Raises ConfigError when there is none of that name."""
    for target in targets:
        if target.name == name:
            return target
    names = [target.name for target in targets]
    near = nearest(name, names)
    hint = f'did you mean "{near}"?' if near else f"known: {', '.join(names)}" if names else ""
    hint = hint or "name one under `deploy` in site.yaml"
    raise ConfigError(f'there is no target "{name}"; {hint}')


@contextmanager
def prepared(config: DeployConfig, output: Path, root: Path) -> Iterator[Deploy]:
    """Look at a built site and at a target, and plan. Nothing is changed yet.

    Raises DeployError when there is no built site, or when the target cannot be reached.
    """
    target = _TARGETS[config.kind](config, root)
    with tempfile.TemporaryDirectory() as scratch:
        known, there = read_manifest(target.manifest()), target.sizes()
        uploads = uploads_of(output)
        if config.kind == "s3":
            uploads = led_on(uploads, output)
        still = {path: d for path, d in (known or {}).items() if there is None or path in there}
        uploads += variants_of(uploads, config.precompress, Path(scratch), known=still)
        yield Deploy(config, target, make_plan(uploads, known, there))
