"""`site.yaml`, read and judged: the file behind the records of `config`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from autoblog.config import Config, Engine, HostingConfig
from autoblog.digest import installed_version
from autoblog.layout import SETTINGS_FILE
from autoblog.problems import (
    PASSWORD,
    ConfigError,
    Place,
    Problem,
    in_order,
    nearest,
    problem_at,
    shown,
)
from autoblog.records import read_record
from autoblog.settings_file import settings_text
from autoblog.yaml_nodes import Node, place_of
from autoblog.yaml_text import parse_yaml
from autoblog.zones import zone

_HOSTING_EXAMPLES = {
    "frame_origins": "https://www.youtube-nocookie.com",
    "security_contact": "mailto:security@example.com",
}
_RESERVED = ("pages", "keywords", "authors", "archive", "assets", "images", "search")
_PLACE = re.compile(
    r"(s3|gs|az)://[^/@\s:]+(/[^@\s]*)?"
    r"|rsync:([^-\s@][^\s@]*@)?[^-\s@][^\s@]*"  # neither user nor host can be an option of ssh
    r"|git:(?!\S*://[^/\s]*:[^/\s]*@)[^-\s][^#\s]*#[^-#\s][^#\s]*"  # nor is a password written
    r"|folder:\S.*"
)
_PLACES_HINT = (
    "expected s3://bucket/folder, gs://bucket, az://container, rsync:user@host:/folder,"
    " git:origin#gh-pages or folder:/srv/www/journal"
)
_NO_ADDRESS = "is not an address; expected https://example.com/"


def load_config(root: Path, *, base_url: str | None = None) -> Config:
    """Read the settings of the site in a folder. Raises what `parse_config` does."""
    return parse_config(settings_text(root), base_url=base_url)


def parse_config(text: str, *, base_url: str | None = None) -> Config:
    """Understand the text of `site.yaml`.

    base_url: instead of the file's. Raises ConfigError when it is no address, or with all problems
    of the file.
    """
    if base_url is not None and not _is_address(base_url):
        raise ConfigError(f"--base-url: {shown(base_url)} {_NO_ADDRESS}")
    config, problems = read_settings(text, base_url=base_url)
    if config is None or any(problem.is_error for problem in problems):
        raise ConfigError(f"{SETTINGS_FILE} has problems", in_order(problems))
    return config


def read_settings(
    text: str, *, base_url: str | None = None
) -> tuple[Config | None, tuple[Problem, ...]]:
    """Read the text of `site.yaml`. Returns what could be read, and all problems."""
    node, problems = parse_yaml(text, SETTINGS_FILE)
    config, found = read_record(Config, node, SETTINGS_FILE) if node else (None, ())
    problems += found
    if node is None and not problems:
        hint = "give it at least title, base_url, time_zone and sections"
        problems = (Problem("empty-settings", SETTINGS_FILE, "it sets nothing", 1, 1, hint),)
    if config is not None and node is not None:
        config = replace(config, base_url=base_url or config.base_url)
        problems += _judge(config, node)
        config = replace(config, base_url=config.base_url.rstrip("/") + "/")
    return config, problems


def missing_engine(engine: Engine, place: Place | None = None) -> Problem | None:
    """Say that a Markdown engine is not installed; None where it is."""
    if engine == "python-markdown" or installed_version("pyromark"):
        return None
    message = f"the engine {shown(engine)} needs the package pyromark, which is not installed"
    hint = "run `pip install 'autoblog[fast]'`, or use python-markdown"
    return problem_at(place or Place(1, 1), "missing-package", SETTINGS_FILE, message, hint)


def _judge(config: Config, node: Node) -> tuple[Problem, ...]:
    """Check what a record's types cannot say."""
    problems = []

    def report(code: str, keys: tuple[str | int, ...], message: str, hint: str = "") -> None:
        problems.append(problem_at(place_of(node, keys), code, SETTINGS_FILE, message, hint))

    try:
        zone(config.time_zone)
    except KeyError:
        message = f"{shown(config.time_zone)} is not a time zone; expected a name of the IANA list"
        report("bad-value", ("time_zone",), message, "for example Asia/Shanghai or Europe/Paris")
    if not _is_address(config.base_url):
        report("bad-value", ("base_url",), f"{shown(config.base_url)} {_NO_ADDRESS}")
    missing = missing_engine(config.markdown.engine, place_of(node, ("markdown", "engine")))
    if missing is not None:
        problems.append(missing)
    if not config.sections:
        hint = "for example `- {name: Knowledge, slug: knowledge}`"
        report("bad-value", ("sections",), "expected at least one section", hint)
    for number, section in enumerate(config.sections):
        for other in config.sections[:number]:
            if section.slug == other.slug or section.name.casefold() == other.name.casefold():
                message = f"the sections {shown(other.name)} and {shown(section.name)} are alike"
                report("section-twice", ("sections", number), message, "give each its own slug")
        if section.slug in _RESERVED:
            message = f"the slug {shown(section.slug)} is taken by autoblog's own pages"
            report("section-reserved", ("sections", number, "slug"), message, "choose another")
    slugs = [section.slug for section in config.sections]
    for number, slug in enumerate(config.sitemap.news_sections):
        if slug not in slugs:
            near = nearest(slug, slugs)
            message = f"{shown(slug)} is the slug of no section"
            hint = f'did you mean "{near}"?' if near else f"the slugs are {', '.join(slugs)}"
            report("bad-value", ("sitemap", "news_sections", number), message, hint)
    for number, target in enumerate(config.deploy):
        keys, message = ("deploy", number, "to"), "this is no place to publish to"
        if PASSWORD.search(target.to):
            message = "a password may not stand here, where all who have the site can read it"
            report(
                "bad-value", keys, message, "leave it out; credentials come from the environment"
            )
        elif not _PLACE.fullmatch(target.to):
            report("bad-value", keys, message, _PLACES_HINT)
        if any(target.name == other.name for other in config.deploy[:number]):
            message = f"two targets have the name {shown(target.name)}"
            report("bad-value", ("deploy", number, "name"), message, "give each its own")
    for key, value in _wrong_hosting(config.hosting):
        hint = "for example " + _HOSTING_EXAMPLES[key]
        report("bad-value", ("hosting", key), f"{shown(value)} cannot stand here", hint)
    if config.hosting.security_contact and not config.hosting.security_expires:
        message = "RFC 9116 wants a date as well"
        hint = "add hosting.security_expires, at most a year ahead"
        report("bad-value", ("hosting", "security_contact"), message, hint)
    if len({"netlify", "cloudflare", "gitlab"}.intersection(config.hosting.hosts)) > 1:
        message = "netlify, cloudflare and gitlab read the same file, each in its own way"
        report("bad-value", ("hosting", "hosts"), message, "name the one that serves the site")
    return tuple(problems)


def _wrong_hosting(hosting: HostingConfig) -> Iterator[tuple[str, str]]:
    """Find what would break out of a header or of security.txt: key, value."""
    for origin in hosting.frame_origins:
        if not re.fullmatch(r"https://[a-z0-9.*-]+(:\d+)?", origin):
            yield "frame_origins", origin
    for contact in hosting.security_contact:
        if not re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", contact):
            yield "security_contact", contact


def _is_address(base_url: str) -> bool:
    """Tell whether a site can be read there: an absolute http address, ASCII, without a query."""
    try:
        parts = urlsplit(base_url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    has_more = parts.query or parts.fragment or "@" in parts.netloc
    return (
        good and not has_more and base_url.isascii() and not any(c in base_url for c in " <>\"'\\")
    )
