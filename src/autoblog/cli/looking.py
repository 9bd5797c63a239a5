"""What commands share that look at a site and write no page of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from autoblog.arrange.site import Show
from autoblog.build import Request, Survey, survey
from autoblog.cache import FILE, FOLDER, Cache, CacheDamagedError, lock
from autoblog.cli.build import WAIT_S, home_folder, processors
from autoblog.cli.show import print_error
from autoblog.config import Config
from autoblog.problems import AutoblogError
from autoblog.zones import in_zone

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
    config: Config,
    *,
    show: Show | None = None,
    now: datetime | None = None,
    workers: int | None = None,
    wait_s: float = WAIT_S,
) -> Survey:
    """Survey a site; problems of the content are values of the survey.

    show: which posts count as shown besides the published ones. now: this moment, if it is not
    given. Raises LockedError when another build holds the site for long.
    """
    request = Request(
        root=root,
        output=root / "public",
        home=home_folder(),
        now=now or in_zone(datetime.now(UTC), config.time_zone),
        show=show or Show(),
        workers=workers or processors(),
    )
    folder = root / FOLDER
    with lock(folder, tell=lambda line: click.echo(line, err=True), wait_s=wait_s):
        cache = Cache(folder / FILE)
        try:
            return survey(request, config, cache)
        except CacheDamagedError:
            cache.wipe()
            return survey(request, config, cache)
        finally:
            cache.close()
