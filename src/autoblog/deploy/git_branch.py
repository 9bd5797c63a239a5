"""A branch of a git repository, as GitHub and GitLab Pages publish it.

The commit is made in a repository of its own below `.autoblog/`, without a working tree; the push
is the one step that readers see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from autoblog.config import DeployConfig
from autoblog.deploy.programs import run
from autoblog.deploy.target import MANIFEST, Upload
from autoblog.problems import DeployError

_AUTHOR = {
    "GIT_AUTHOR_NAME": "autoblog", "GIT_AUTHOR_EMAIL": "autoblog@localhost",
    "GIT_COMMITTER_NAME": "autoblog", "GIT_COMMITTER_EMAIL": "autoblog@localhost",
}  # fmt: skip
_MODE = "100644"


class GitTarget:
    """A branch: `git:origin#gh-pages`, or with the address of a repository for `origin`."""

    def __init__(self, config: DeployConfig, root: Path) -> None:
        """config: `to` names a remote of the site's own repository, or any repository.

        Raises DeployError when it cannot be reached.
        """
        remote, _, self._branch = config.place.partition("#")
        self._remote = _address_of(remote, root)
        self._repository = (root / ".autoblog" / "deploy" / f"{config.name}.git").absolute()
        self._repository.parent.mkdir(parents=True, exist_ok=True)
        run(["git", "init", "--quiet", "--bare", str(self._repository)])
        self._parent = self._fetch()

    def manifest(self) -> bytes | None:
        """Read what the last deploy said it put there."""
        if self._parent is None or MANIFEST not in (self.sizes() or {}):
            return None
        return self._git("cat-file", "blob", f"{self._parent}:{MANIFEST}")

    def sizes(self) -> Mapping[str, int] | None:
        """List the files of the branch, with sizes in bytes."""
        if self._parent is None:
            return {}
        rows = self._git("ls-tree", "-r", "-l", "-z", self._parent).split(b"\0")
        found = {}
        for row in filter(None, rows):
            facts, _, path = row.partition(b"\t")
            size = facts.split()[-1]
            found[path.decode("utf-8", "surrogateescape")] = int(size) if size != b"-" else 0
        return found

    def begin(self, manifest: bytes) -> None:
        """Begin with the branch as it is, foreign files included."""
        self._git("read-tree", *([self._parent] if self._parent else ["--empty"]))

    def send(self, uploads: Sequence[Upload]) -> None:
        """Add files to the commit to be."""
        sources = "".join(f"{upload.source.absolute()}\n" for upload in uploads).encode()
        hashes = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", data=sources)
        names = (upload.path for upload in uploads)
        self._index(zip(hashes.decode("ascii").split(), names, strict=True))

    def remove(self, paths: Iterable[str]) -> None:
        """Leave files out of the commit to be."""
        rows = "".join(f"0 {'0' * 40}\t{path}\0" for path in paths)
        self._git("update-index", "-z", "--index-info", data=rows.encode())

    def finish(self, manifest: bytes) -> None:
        """Commit and push. Raises DeployError when somebody else pushed meanwhile."""
        name = self._git("hash-object", "-w", "--stdin", data=manifest).decode("ascii").strip()
        self._index([(name, MANIFEST)])
        tree = self._git("write-tree").decode("ascii").strip()
        parent = ["-p", self._parent] if self._parent else []
        commit = self._git("commit-tree", tree, *parent, "-m", "Publish the site").decode("ascii")
        self._git("push", "--quiet", self._remote, f"{commit.strip()}:refs/heads/{self._branch}")

    def _index(self, rows: Iterable[tuple[str, str]]) -> None:
        text = "".join(f"{_MODE} {name}\t{path}\0" for name, path in rows)
        self._git("update-index", "--add", "-z", "--index-info", data=text.encode())

    def _fetch(self) -> str | None:
        """Fetch the branch's newest commit; None where there is no such branch yet."""
        listed = self._git("ls-remote", self._remote, f"refs/heads/{self._branch}")
        if not listed.strip():
            return None
        self._git("fetch", "--quiet", "--depth=1", self._remote, f"refs/heads/{self._branch}")
        return self._git("rev-parse", "FETCH_HEAD").decode("ascii").strip()

    def _git(self, *arguments: str, data: bytes = b"") -> bytes:
        environment = {
            **_AUTHOR,
            "GIT_DIR": str(self._repository),
            "GIT_INDEX_FILE": str(self._repository / "index"),
            "GIT_TERMINAL_PROMPT": "0",  # nobody is there to answer
        }
        return run(["git", *arguments], data=data, environment=environment)[1]


def _address_of(remote: str, root: Path) -> str:
    """Turn the name of a remote into its address; an address stays. Raises DeployError."""
    if any(sign in remote for sign in ":/\\"):
        return remote
    try:
        address = run(["git", "-C", str(root), "remote", "get-url", "--push", remote])[1]
    except DeployError as error:
        raise DeployError(f"this repository has no remote of the name {remote}") from error
    return address.decode("utf-8", "surrogateescape").strip()
