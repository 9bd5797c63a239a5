"""Renditions and their shelf, `.autoblog/renditions/`: each is made once, on any of the workers.

A file of the shelf is named by the digest of all that shapes it, and begins with the digest of the
rest of it: one that was cut short or changed counts as absent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from autoblog.digest import Digest, digest, digest_bytes, installed_version, module_digest
from autoblog.layout import SETTINGS_FILE, SHELF
from autoblog.model import Asset, Output, Post
from autoblog.problems import ContentError, Problem, Severity, in_order, problem_at, shown
from autoblog.read.rasters import library_versions
from autoblog.read.sources import read_bytes
from autoblog.render.cards import PACKAGES, has_font, make_card, undrawable
from autoblog.render.pages import write_asset
from autoblog.render.renditions import make_renditions
from autoblog.workers import Team

POOL_FROM_PICTURES = 3
"""One picture keeps a worker busy for a second or so."""


def shelf_of(cache_path: Path) -> Path:
    """Name the folder that keeps renditions between builds, beside a cache's file."""
    return cache_path.parent / SHELF


def write_renditions(
    assets: Sequence[Asset], shelf: Path, staging: Path, team: Team, *, root: Path
) -> Mapping[str, Output]:
    """Write renditions into the staging tree; those on the shelf are not made again.

    Raises ContentError when a picture changed meanwhile.
    """
    jobs: dict[str, list[Asset]] = {}
    for asset in assets:
        jobs.setdefault(asset.source_path, []).append(asset)
    if not jobs:
        return {}
    shelf.mkdir(parents=True, exist_ok=True)
    team = replace(team, pool_from_items=min(team.pool_from_items, POOL_FROM_PICTURES))
    setup = partial(_studio, root, shelf, staging)
    made: dict[str, Output] = {}
    problems: list[Problem] = []
    for result in team.map("Pictures", _write_one, list(jobs.values()), setup=setup):
        if isinstance(result, Problem):
            problems.append(result)
        else:
            made.update((output.path, output) for output in result)
    if problems:
        raise ContentError("pictures have problems", in_order(problems))
    return made


def write_cards(
    assets: Sequence[Asset], shelf: Path, staging: Path, team: Team
) -> Mapping[str, Output]:
    """Write social cards into the staging tree; those on the shelf are not drawn again."""
    if not assets:
        return {}
    shelf.mkdir(parents=True, exist_ok=True)
    setup = partial(_studio, shelf, shelf, staging)
    made = team.map("Cards", _write_card, assets, setup=setup)
    return {output.path: output for output in made}


def card_stamp(*, is_wanted: bool) -> str:
    """Digest all that shapes how cards look; "" where there shall be none, or no font is here."""
    if not is_wanted or not has_font():
        return ""
    fonts = [(name, installed_version(name)) for name in PACKAGES]
    return digest((module_digest("render/cards.py"), library_versions(), fonts))


def find_undrawable(
    planned: Iterable[object], posts: Iterable[Post], *, is_wanted: bool
) -> Iterator[Problem]:
    """Warn of titles that no font at hand can show on a card, and of cards without a font."""
    cards = [one for one in planned if isinstance(one, Asset) and one.card is not None]
    if is_wanted and not has_font():
        message = f"social cards need the package {PACKAGES[0]}"
        hint = f"pip install {PACKAGES[0]}, or write `cards: {{enabled: false}}`"
        yield Problem("card-font", SETTINGS_FILE, message, hint=hint, severity=Severity.WARNING)
    places = {post.source_path: post.title_place for post in posts}
    for asset in cards:
        lost = undrawable(asset.card.title) if asset.card else ""
        if lost:
            message = f"no font at hand has {shown(lost, 20)}, so the social card lacks the title"
            yield problem_at(
                places[asset.source_path],
                "card-letters",
                asset.source_path,
                message,
                'install Chinese letters: pip install "autoblog[chinese]"',
                severity=Severity.WARNING,
            )


def forget_renditions(cache_path: Path) -> None:
    """Empty the shelf beside a cache's file."""
    if shelf_of(cache_path).is_dir():
        tidy_shelf(shelf_of(cache_path), ())


def tidy_shelf(shelf: Path, kept: Collection[str]) -> None:
    """Remove the renditions that no output folder shows. kept: their fingerprints."""
    for path in sorted(shelf.iterdir()):
        if path.name not in kept:
            path.unlink()


def _studio(root: Path, shelf: Path, staging: Path) -> tuple[Path, Path, Path]:
    return root, shelf, staging


def _write_one(
    folders: tuple[Path, Path, Path], assets: Sequence[Asset]
) -> tuple[Output, ...] | Problem:
    """Write all renditions of one picture, which is decoded once, if at all."""
    root, shelf, staging = folders
    found = {asset.digest: _from_shelf(shelf / asset.digest) for asset in assets}
    missing = [asset for asset in assets if found[asset.digest] is None]
    path = assets[0].source_path
    if missing:
        data = read_bytes(root, path)
        wanted = [asset.rendition for asset in missing if asset.rendition is not None]
        if digest_bytes(data) != wanted[0].source:
            return changed_meanwhile(path)
        try:
            for asset, made in zip(missing, make_renditions(data, wanted), strict=True):
                found[asset.digest] = made
                _to_shelf(shelf / asset.digest, made)
        except (OSError, ValueError) as error:
            message = f"no smaller pictures can be made of it ({error})"
            return Problem("image-broken", path, message, hint="save it again as PNG or JPEG")
    return tuple(
        write_asset(asset, data, staging)
        for asset in assets
        for data in [found[asset.digest]]
        if data is not None
    )


def _write_card(folders: tuple[Path, Path, Path], asset: Asset) -> Output:
    _, shelf, staging = folders
    data = _from_shelf(shelf / asset.digest)
    if data is None and asset.card is not None:
        data = make_card(asset.card)
        _to_shelf(shelf / asset.digest, data)
    return write_asset(asset, data or b"", staging)


def changed_meanwhile(path: str) -> Problem:
    """Make the problem of a file that was not what it was when the build looked."""
    message = "the file changed while the site was built"
    return Problem("changed-meanwhile", path, message, hint="build again")


def _from_shelf(path: Path) -> bytes | None:
    try:
        seal, _, data = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    return data if Digest(seal.decode("ascii", "replace")) == digest_bytes(data) else None


def _to_shelf(path: Path, data: bytes) -> None:
    path.write_bytes(digest_bytes(data).encode() + b"\n" + data)
