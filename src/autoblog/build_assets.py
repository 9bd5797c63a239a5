"""Assets as files: copies, planned bytes, renditions of pictures, social cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from autoblog.build_manifest import asset_fingerprints
from autoblog.build_pictures import (
    changed_meanwhile,
    shelf_of,
    tidy_shelf,
    write_cards,
    write_renditions,
)
from autoblog.cache import Cache
from autoblog.digest import digest_bytes
from autoblog.model import Asset, Output
from autoblog.problems import ContentError
from autoblog.read.sources import read_bytes
from autoblog.render.pages import write_asset
from autoblog.workers import Team


def write_assets(
    assets: Sequence[Asset], cache: Cache, staging: Path, team: Team, *, root: Path
) -> Mapping[str, Output]:
    """Write assets into the staging tree.

    Raises ContentError when a source changed since the look at it.
    """
    made: dict[str, Output] = {}
    for item in assets:
        if item.rendition is None and item.card is None:
            data = read_bytes(root, item.source_path) if item.data is None else item.data
            if digest_bytes(data) != item.digest:
                raise ContentError("a file changed", [changed_meanwhile(item.source_path)])
            made[item.output_path] = write_asset(item, data, staging)
    renditions = [item for item in assets if item.rendition is not None]
    cards = [item for item in assets if item.card is not None]
    made |= write_cards(cards, shelf_of(cache.path), staging, team)
    made |= write_renditions(renditions, shelf_of(cache.path), staging, team, root=root)
    return made


def tidy(cache: Cache) -> None:
    """Remove what the shelf holds and no output folder shows."""
    tidy_shelf(shelf_of(cache.path), asset_fingerprints(cache))
