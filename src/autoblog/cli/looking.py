"""What commands share that look at a site and write no page of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from autoblog.build_request import Request
from autoblog.build_site import Survey, survey
from autoblog.cache import CACHE_FAULTS
from autoblog.cli.build import home_folder, processors
from autoblog.cli.memory import WAIT_S, open_cache
from autoblog.cli.show import print_error
from autoblog.problems import AutoblogError
from autoblog.report import Show

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The site's folder, which holds site.yaml. Default: this folder.",
)


@contextmanager
def errors_told(root: Path) -> Iterator[None]:
    """End a command as its errors ask for; problems are shown with the site's own lines."""
    try:
        yield
    except AutoblogError as error:
        print_error(error, root=root)
        click.get_current_context().exit(error.exit_code)


def look_at(
    root: Path,
    *,
    base_url: str | None = None,
    show: Show | None = None,
    now: datetime | None = None,
    workers: int | None = None,
    wait_s: float = WAIT_S,
) -> Survey:
    """Survey a site; problems of the content are values of the survey.

    base_url: where it will be read, instead of what its settings say.
    show: which posts count as shown besides the published ones. now: this moment, if it is not
    given. Raises LockedError when another build holds the site for long.
    """
    request = Request(
        root=root,
        output=root / "public",
        home=home_folder(),
        now=now or datetime.now(UTC),
        base_url=base_url,
        show=show or Show(),
        workers=workers or processors(),
    )
    with open_cache(root, wait_s=wait_s) as cache:
        try:
            return survey(request, cache)
        except CACHE_FAULTS:
            cache.wipe()
            return survey(request, cache)
