"""The table of odd files in docs/security.md is true: each is made, and the outcome compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import autoblog
from autoblog.build import Request, build
from autoblog.cache import Cache
from autoblog.problems import AutoblogError, format_problem

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WriteSite = Callable[[Mapping[str, str | bytes]], Path]
PostText = Callable[..., str]
REPOSITORY = Path(__file__).parents[1]
SOURCE = str(Path(autoblog.__file__).parents[1])
FOLDER = "content/knowledge"
FORMS = [unicodedata.normalize(form, "\u00e9") for form in ("NFC", "NFD")]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
SECRET = "not to be published"

Make = Callable[[Path, PostText], None]


def files(*names: str, **texts: str | bytes) -> Make:
    """Make posts of those names, or files of those texts where they are given."""

    def make(root: Path, post: PostText) -> None:
        for number, name in enumerate(names):
            text = texts.get("text", post(f"Post {number}", body=f"The odd one, {number}.\n"))
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    return make


def changed(change: Callable[[bytes], bytes]) -> Make:
    def make(root: Path, post: PostText) -> None:
        text = post("Odd", more="aliases: [/old/]\n", body="The odd one, 0.\n")
        (root / FOLDER / "odd.md").write_bytes(change(text.encode()))

    return make


def linked(name: str, to: str) -> Make:
    return lambda root, _: (root / name).symlink_to(root.parent / to)


def shown(picture: str, text: str) -> Make:
    def make(root: Path, post: PostText) -> None:
        (root / FOLDER / picture).write_text(text, "utf-8")
        (root / FOLDER / "odd.md").write_text(post(body=f"![a]({picture})\n"), "utf-8")

    return make


def unreadable(root: Path, post: PostText) -> None:
    files(f"{FOLDER}/odd.md")(root, post)
    (root / FOLDER / "odd.md").chmod(0)


def in_latin_1(root: Path, post: PostText) -> None:
    name = os.fsencode(root / FOLDER) + b"/\xe9.md"
    with open(name, "wb") as stream:  # noqa: PTH123 - a path of bytes
        stream.write(post(body=SECRET).encode())


CASES: dict[str, Make] = {
    "a symbolic link to a file outside": linked(f"{FOLDER}/odd.md", "secret/secret.md"),
    "a symbolic link to a folder outside": linked("static/odd", "secret"),
    "a named pipe, a device or a socket": lambda root, _: os.mkfifo(root / FOLDER / "odd.md"),
    "a file that may not be read": unreadable,
    "`aux.md`, a name of Windows' devices": files(f"{FOLDER}/aux.md"),
    "a slug or an alias that is such a name": changed(
        lambda data: data.replace(b"[/old/]", b"[/old/nul.html]\nslug: con")
    ),
    "`who?.md`, a character that Windows refuses": files(f"{FOLDER}/who?.md"),
    "a folder whose name ends with a dot": files(f"{FOLDER}/odd./odd.md"),
    "two posts whose names differ by case": files(f"{FOLDER}/odd.md", f"{FOLDER}/Odd.md"),
    "two posts whose names differ by Unicode form": files(*(f"{FOLDER}/{f}.md" for f in FORMS)),
    "two static files whose names differ by case": files("static/a.txt", "static/A.txt"),
    "two static files whose names differ by Unicode form": files(
        *(f"static/{form}.txt" for form in FORMS)
    ),
    "a post with a name of 255 bytes": files(f"{FOLDER}/{'odd ' * 63}.md"),
    "a static file whose hashed name passes 255 bytes": files(f"static/css/{'x' * 251}.txt"),
    "an alias with a part of 255 bytes": changed(
        lambda data: data.replace(b"/old/", b"/%b/" % (b"x" * 255))
    ),
    "an alias with a part of more than 255 bytes": changed(
        lambda data: data.replace(b"/old/", b"/%b/" % (b"x" * 256))
    ),
    "a name in Latin-1": in_latin_1,
    "a line end in a name": files(f"{FOLDER}/odd\none.md", text=SECRET),
    "a hidden file, or one an editor left": files(
        *(f"{FOLDER}/{name}" for name in (".odd.md", "odd.md~", "odd.md.swp", "#odd.md#")),
        text=SECRET,
    ),
    "a text in Latin-1": changed(lambda data: data + b"caf\xe9\n"),
    "a NUL in the front matter": changed(lambda data: data.replace(b"What", b"\0hat")),
    "a NUL in the text": changed(lambda data: data + b"\0"),
    "a byte order mark": changed(lambda data: b"\xef\xbb\xbf" + data),
    "lines that end as on Windows": changed(lambda data: data.replace(b"\n", b"\r\n")),
    "lines that end as on old Macs": changed(lambda data: data.replace(b"\n", b"\r")),
    "an empty post": changed(lambda _: b""),
    "a post larger than `limits.post_kib`": changed(lambda data: data + b"word\n" * 1_700_000),
    "a picture that is none": shown("odd.png", "no picture"),
    "an SVG with a script": shown("odd.svg", SVG.format("<script>x</script>")),
}


def table() -> dict[str, tuple[str, str]]:
    """Read the rows: name -> what comes of it, code."""
    text = (REPOSITORY / "docs/security.md").read_text("utf-8")
    section = text.partition("\n## Odd files\n")[2].partition("\n## ")[0]
    rows = [[c.strip() for c in line.split("|")[1:-1]] for line in section.splitlines()]
    return {row[0]: (row[1], row[2].strip("`")) for row in rows[:] if len(row) == 3}


ROWS = {name: row for name, row in table().items() if row[1] not in ("Code", "---")}


def test_the_table_and_the_cases_are_the_same() -> None:
    assert [*ROWS] == [*CASES]


def built(root: Path) -> tuple[bool, list[str]]:
    """Build; tell whether there is a site, and what was said."""
    cache = Cache(root / ".autoblog/cache.sqlite")
    try:
        problems = build(Request(root, root / "public", root.parent, NOW), cache).warnings
        is_built = True
    except AutoblogError as error:
        problems, is_built = error.problems, False
    finally:
        cache.close()
    return is_built, [format_problem(problem) for problem in problems]


def built_by_another(root: Path) -> tuple[bool, list[str]]:
    """Build as one who may not read everything, as the superuser may."""
    command = [sys.executable, "-m", "autoblog", "build", "--as-of", "2026-01-01"]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("the superuser may read everything")
        denied = "-dac_override,-dac_read_search"
        command = ["setpriv", "--bounding-set", denied, *command]
    environment = {**os.environ, "PYTHONPATH": SOURCE, "HOME": str(root.parent)}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode == 0, (done.stdout + done.stderr).splitlines()


@pytest.mark.skipif(os.name == "nt", reason="names and files that Windows cannot hold")
@pytest.mark.parametrize("name", CASES)
def test_of_an_odd_file_comes_what_the_table_says(
    write_site: WriteSite, post: PostText, name: str
) -> None:
    outcome, code = ROWS[name]
    root = write_site({f"{FOLDER}/plain.md": post("Plain")})
    (root.parent / "secret").mkdir()
    (root.parent / "secret/secret.md").write_text(post(body=SECRET), "utf-8")
    CASES[name](root, post)

    is_built, lines = (built_by_another if code == "unreadable" else built)(root)

    text = "\n".join(lines)
    told = set(re.findall(r"^\S.*?: (?:warning: )?([a-z0-9-]+): ", text, re.MULTILINE))
    pages = (path.read_text("utf-8", "replace") for path in (root / "public").rglob("*.html"))
    published = "".join(pages)
    assert told == ({code} if code else set()), text
    assert is_built != outcome.startswith("an error")
    if "at its line" in outcome or "at the byte" in outcome:
        assert re.search(
            rf"^content/knowledge/odd.md:\d+:\d+: (warning: )?{code}: ", text, re.MULTILINE
        )
    assert outcome.startswith("a page") == ("The odd one, 0." in published)
    assert SECRET not in published
