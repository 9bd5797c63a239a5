"""`autoblog deploy` and `autoblog rollback`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from autoblog.cli.build import run_build
from autoblog.cli.looking import errors_told, look_at, root_option
from autoblog.cli.show import print_problems, progress_bar
from autoblog.config import Config, DeployConfig
from autoblog.config_file import load_config
from autoblog.deploy.folder import FolderTarget
from autoblog.deploy.upload import Deploy, prepared, target_named
from autoblog.layout import LEDGER_FILE
from autoblog.permalinks import record
from autoblog.problems import ConfigError, counted, escaped

MAX_DELETES = 25
_AS_BUILD: dict[str, Any] = {
    "base_url": None, "drafts": False, "future": False, "as_of": None, "workers": None,
    "fresh": False, "wait": 600, "as_json": False,
}  # fmt: skip


@click.command("deploy")
@click.argument("target")
@click.option("--dry-run", is_flag=True, help="Print what would be sent and removed; do nothing.")
@click.option("--no-build", is_flag=True, help="Publish public/ as it is.")
@click.option(
    "--max-deletes",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    default=MAX_DELETES,
    help=f"How much of what is there may be removed. Default: {MAX_DELETES}.",
)
@root_option
def deploy_command(
    root: Path, target: str, dry_run: bool, no_build: bool, max_deletes: int
) -> None:
    """Build the site and publish it to a target of site.yaml.

    Only what changed is sent: assets first, then pages, then feeds and sitemaps; what is no longer
    part of the site is removed last. Files that autoblog did not put there stay. A deploy that was
    interrupted is completed by the next one.

    \b
    autoblog deploy production --dry-run
    autoblog deploy production
    """
    with errors_told(root):
        config = load_config(root)
        chosen = target_named(config.deploy, target)
        if not no_build:
            report = run_build(root / "public", root=root, **_AS_BUILD)
            print_problems(report.warnings, root)
        with prepared(chosen, root / "public", root) as deploy:
            if dry_run:
                _print_plan(deploy)
                return
            with progress_bar(is_wanted=True) as tell:
                deploy.run(max_deletes=max_deletes, tell=tell)
        _print_done(deploy)
        _record(root, config, chosen)


@click.command("rollback")
@click.argument("target")
@root_option
def rollback_command(root: Path, target: str) -> None:
    """Serve the release before the current one again; for targets of the kind folder.

    \b
    autoblog rollback production
    """
    with errors_told(root):
        chosen = target_named(load_config(root).deploy, target)
        if chosen.kind != "folder":
            raise ConfigError(f"{chosen.to} keeps no releases; only targets of the kind folder do")
        name = FolderTarget(chosen, root).roll_back()
        click.echo(f"release {name} is served again")


def _record(root: Path, config: Config, target: DeployConfig) -> None:
    """Enter the new addresses into the ledger: from now on they may not die."""
    new = record(root, look_at(root).site)
    if new:
        count = "1 new address" if len(new) == 1 else f"{len(new)} new addresses"
        click.echo(f"{count} in {LEDGER_FILE}; commit it")


def _print_plan(deploy: Deploy) -> None:
    for upload in deploy.plan.uploads:
        click.echo(escaped(f"send    {upload.path}"))
    for path in deploy.plan.deletions:
        click.echo(escaped(f"remove  {path}"))
    click.echo(_summary(deploy, "to send", "to remove"))


def _print_done(deploy: Deploy) -> None:
    click.echo(f"{deploy.config.name}: {_summary(deploy, 'sent', 'removed')}")


def _summary(deploy: Deploy, sent: str, removed: str) -> str:
    plan = deploy.plan
    size = sum(max(0, upload.size_bytes) for upload in plan.uploads)
    return (
        f"{counted(len(plan.uploads), 'file')} {sent} ({_size_text(size)}),"
        f" {len(plan.deletions)} {removed}, {plan.unchanged} unchanged"
    )


def _size_text(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1e6 else f"{size_bytes / 1e3:.1f} kB"
