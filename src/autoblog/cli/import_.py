"""`autoblog import`: one command a format, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from autoblog.build_site import Survey
from autoblog.cli.looking import errors_told, look_at, root_option
from autoblog.cli.show import print_problems
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.importers.entries import Export, Fetch, SectionMap
from autoblog.importers.files import write_files
from autoblog.importers.hugo import read_hugo
from autoblog.importers.jekyll import read_jekyll
from autoblog.importers.page import read_pages
from autoblog.importers.pictures import fetching
from autoblog.importers.wordpress import read_wordpress
from autoblog.importers.writer import Here, ImportPlan, plan_import
from autoblog.plan.redirects import alias_output_path
from autoblog.plan.views import output_path_of
from autoblog.problems import (
    ConfigError,
    ContentError,
    counted,
    errors_of,
    escaped,
    summary_of,
)
from autoblog.read.sources import find_files, read_bytes
from autoblog.scaffold import find_section
from autoblog.zones import in_zone

Command = TypeVar("Command", bound=Callable[..., Any])
ReadExport = Callable[[Config, SectionMap], Export]


def _import_options(command: Command) -> Command:
    """Add the options of all imports."""
    for option in (
        root_option,
        click.option("--dry-run", is_flag=True, help="Say what would come; write nothing."),
        click.option(
            "--map",
            "mapped",
            multiple=True,
            metavar="OLD=SECTION",
            help="Put what was in the category OLD into a section. '*' stands for all others.",
        ),
    ):
        command = option(command)
    return command


@click.group("import")
def import_command() -> None:
    """Bring in posts of another system.

    What is there already is left alone, so a second run changes nothing. What could not be carried
    is listed with its file and line. Old addresses lead to the new posts.

    \b
    autoblog import page archive/*.html --stubs
    autoblog import wordpress export.xml --map News=industry-blog --dry-run
    autoblog import jekyll ../old-blog
    """


@import_command.command("page")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--stubs", is_flag=True, help="Make drafts of the titles in Related Information.")
@_import_options
def page_command(files: tuple[Path, ...], stubs: bool, **options: Any) -> None:
    """Bring in saved pages, as text or HTML.

    A page has its title, then lines that begin with "Category:", "Time:" and "Summary:", a
    paragraph a line, "Keywords:", and "Related Information" with titles of other posts.
    """

    def read(config: Config, sections: SectionMap) -> Export:
        pages = [(str(path), read_bytes(Path(), str(path))) for path in files]
        limit = config.limits.post_kib
        return read_pages(pages, sections, limit_kib=limit, has_stubs=stubs)

    _run(read, **options)


@import_command.command("wordpress")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fetch-images", is_flag=True, help="Fetch pictures from the old site.")
@click.option(
    "--local-network", is_flag=True, help="Fetch from machines of the local network as well."
)
@_import_options
def wordpress_command(file: Path, fetch_images: bool, local_network: bool, **options: Any) -> None:
    """Bring in an export of WordPress: posts, pages and drafts.

    Without --fetch-images nothing is fetched, and pictures stay on the old site.
    """

    def read(config: Config, sections: SectionMap) -> Export:
        def make_fetch(base_url: str) -> Fetch:
            limit = config.limits.image_kib
            return fetching(base_url, limit_kib=limit, may_be_private=local_network)

        return read_wordpress(file, sections, make_fetch=make_fetch if fetch_images else None)

    _run(read, **options)


_folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@import_command.command("jekyll")
@_folder_argument
@_import_options
def jekyll_command(folder: Path, **options: Any) -> None:
    """Bring in the posts, drafts and pages of a Jekyll site's folder."""
    _run(
        lambda config, sections: read_jekyll(folder, sections, limit_kib=config.limits.post_kib),
        **options,
    )


@import_command.command("hugo")
@_folder_argument
@_import_options
def hugo_command(folder: Path, **options: Any) -> None:
    """Bring in the posts, drafts and pages of a Hugo site's folder."""
    _run(
        lambda config, sections: read_hugo(folder, sections, limit_kib=config.limits.post_kib),
        **options,
    )


def _run(read: ReadExport, *, root: Path, dry_run: bool, mapped: tuple[str, ...]) -> None:
    """Read an export, decide what comes of it, write that, and tell."""
    with errors_told(root):
        config = load_config(root)
        sections = _section_map(config, mapped)
        here = _here(root, config)
        plan = plan_import(read(config, sections), here)
        if not dry_run:
            write_files(root, plan.files)
        _tell(plan, is_dry=dry_run)
        if plan.files and not dry_run:
            _judge(look_at(root))
        if errors_of(plan.problems):
            click.get_current_context().exit(1)


def _section_map(config: Config, mapped: Iterable[str]) -> SectionMap:
    """Say which section each old category means: the section of that name, or as mapped."""
    sections = {section.name.casefold(): section.slug for section in config.sections}
    sections |= {section.slug: section.slug for section in config.sections}
    for pair in mapped:
        old, equals, new = pair.rpartition("=")
        if not equals or not old.strip():
            raise ConfigError(f"--map: expected OLD=SECTION, found {pair!r}")
        sections[old.strip().casefold()] = find_section(config, new.strip()).slug
    return sections


def _here(root: Path, config: Config) -> Here:
    """Look at the site. Raises ContentError where it has problems: what is there counts."""
    seen = look_at(root)
    problems = errors_of(seen.problems)
    if problems:
        click.echo("nothing was imported; mend these first, so that all posts are known:", err=True)
        raise ContentError("", problems)
    files, _ = find_files(root, "content")
    return Here(
        posts=seen.posts,
        files=[file.path for file in files],
        output_paths=_output_paths(seen),
        read_old=lambda path: _read_old(root, path),
        settings=config.reading,
        today=in_zone(datetime.now(UTC), config.time_zone).date(),
    )


def _output_paths(seen: Survey) -> list[str]:
    held_back = [post.permalink for post in seen.posts]
    aliases = [alias.url for post in seen.posts for alias in post.aliases]
    return [
        *(item.output_path for item in seen.planned),
        *map(output_path_of, held_back),
        *map(alias_output_path, aliases),
    ]


def _read_old(root: Path, path: str) -> bytes | None:
    try:
        return read_bytes(root, path)
    except FileNotFoundError:
        return None


def _tell(plan: ImportPlan, *, is_dry: bool) -> None:
    """Say what came, what was there, and what could not be carried."""
    print_problems(plan.problems, Path())
    for path in plan.there:
        click.echo(escaped(f"there already: {path}"))
    for file in plan.files:
        click.echo(escaped(f"{'would write' if is_dry else 'written'}: {file.path}"))
    posts = sum(bool(file.title) for file in plan.files)
    parts = [f"{counted(posts, 'post')} {'to come' if is_dry else 'imported'}"]
    if len(plan.files) > posts:
        parts.append(counted(len(plan.files) - posts, "other file"))
    if plan.there:
        parts.append(f"{len(plan.there)} there already")
    click.echo(", ".join(parts))
    if plan.problems:
        click.echo(f"{summary_of(plan.problems)}: see above", err=True)


def _judge(seen: Survey) -> None:
    """Say what of the site needs mending now. It should be nothing."""
    problems = errors_of(seen.problems)
    if problems:
        click.echo("the site has problems now:", err=True)
        raise ContentError("", problems)
