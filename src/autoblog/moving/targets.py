"""What an author means by OLD and NEW."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from autoblog.config import Config
from autoblog.model import Post, Section
from autoblog.problems import ConfigError, listed, nearest, shown
from autoblog.read.posts import PAGES_FOLDER
from autoblog.read.urls import slug_of_file

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Move:
    """Where a post was, and where it shall be."""

    post: Post
    path: str  # of its source
    section: Section | None  # None: a standalone page
    slug: str

    @property
    def permalink(self) -> str:
        """The new one."""
        parent = self.section.permalink if self.section else "/"
        return f"{parent}{self.slug}/"

    @property
    def has_new_address(self) -> bool:
        """Whether readers find it elsewhere."""
        return self.permalink != self.post.permalink


def find_post(posts: Sequence[Post], name: str) -> Post:
    """Find the post that a path, a permalink, a file's name or a slug names.

    Raises ConfigError when there is none, or more than one.
    """
    path = posixpath.normpath(name)
    for names_of in (
        lambda post: (post.source_path,),
        lambda post: (post.permalink, post.permalink.rstrip("/")),
        lambda post: (posixpath.basename(post.source_path),),
        lambda post: (post.slug,),
    ):
        found = [post for post in posts if {name, path} & {*names_of(post)}]
        if len(found) == 1:
            return found[0]
        if found:
            paths = listed(sorted(post.source_path for post in found))
            raise ConfigError(f"{shown(name)} names several posts: {paths}; name one by its path")
    near = nearest(name, [word for post in posts for word in (post.source_path, post.slug)])
    hint = f"; did you mean {shown(near)}?" if near else "; name its file, address or slug"
    raise ConfigError(f"there is no post {shown(name)}{hint}")


def read_move(post: Post, new: str, config: Config, *, has_slug_key: bool) -> Move:
    """Tell where a post shall be.

    new: a path or a folder, a permalink, a section's name or slug, or a slug.
    has_slug_key: its front matter names its slug, so that the file's name does not.
    Raises ConfigError when that is no place for it.
    """
    by_slug = {section.slug: section for section in config.section_records}
    by_name = {section.name.casefold(): section for section in config.section_records}
    section = by_slug.get(post.section)
    slug = post.slug
    path = post.source_path
    named = by_slug.get(new.casefold()) or by_name.get(new.casefold())
    if new.endswith(".md") or (new.startswith("content/") and new.endswith("/")):
        path = _path(post, new)
        section = _section_of_folder(post, path, config) or section
        slug = slug if has_slug_key else slug_of_file(path)[0]
    elif new.startswith("/"):
        parent, _, slug = new.strip("/").rpartition("/")
        if post.is_listed and parent not in by_slug:
            names = listed(f"/{name}/" for name in by_slug)
            raise ConfigError(f"{shown(new)} is in no section; expected an address below {names}")
        if not post.is_listed and parent:
            raise ConfigError(f"{shown(new)} is no address of a standalone page; expected /{slug}/")
        section = by_slug.get(parent)
    elif named and post.is_listed:
        section = named
    else:
        slug = new
    if not _SLUG.fullmatch(slug) or len(slug) > 80:
        raise ConfigError(
            f"{shown(new)} is no place for a post; expected a path that ends in .md, a folder such"
            " as content/knowledge/, an address, a section, or a slug of lower-case letters,"
            " digits and single hyphens"
        )
    if path == post.source_path:
        path = _path_for(post, section, slug, has_slug_key=has_slug_key)
    _judge_folder(post, path)
    move = Move(post, path, section, slug)
    if path == post.source_path and not move.has_new_address:
        raise ConfigError(f"{path} is there already")
    return move


def _path(post: Post, new: str) -> str:
    """Read a path, which may be a folder's, or a file's name alone."""
    if "/" not in new:
        return f"{posixpath.dirname(post.source_path)}/{new}"
    name = posixpath.basename(post.source_path) if new.endswith("/") else ""
    path = posixpath.normpath(posixpath.join(new, name))
    if not path.startswith("content/"):
        raise ConfigError(f"{shown(new)} is not in content/")
    if any(part.startswith((".", "#")) for part in path.split("/")):
        raise ConfigError(f"{shown(new)} would be passed over: a name begins with a dot or a #")
    return path


def _section_of_folder(post: Post, path: str, config: Config) -> Section | None:
    """Find the section that a path means, for posts that lie in their section's folder."""
    if not post.source_path.startswith(f"content/{post.section}/"):
        return None
    return next((s for s in config.section_records if path.startswith(f"content/{s.slug}/")), None)


def _path_for(post: Post, section: Section | None, slug: str, *, has_slug_key: bool) -> str:
    """Name the file for a section and a slug; a date in front of the old name stays."""
    folder, name = posixpath.split(post.source_path)
    home = f"content/{post.section}"
    if section and section.slug != post.section and f"{folder}/".startswith(f"{home}/"):
        folder = f"content/{section.slug}{folder.removeprefix(home)}"
    if slug != post.slug and not has_slug_key:
        date = _DATE.match(name)
        name = f"{date[0] if date else ''}{slug}.md"
        if slug_of_file(name)[0] != slug:
            raise ConfigError(f"no file's name gives the slug {shown(slug)}; write it as `slug`")
    return f"{folder}/{name}"


def _judge_folder(post: Post, path: str) -> None:
    """Refuse to make a post of a page or a page of a post: their front matter differs."""
    if path.startswith(PAGES_FOLDER) == post.is_listed:
        kind = "a post" if post.is_listed else "a standalone page"
        where = "out of" if post.is_listed else "in"
        raise ConfigError(f"{post.source_path} is {kind}, which stays {where} {PAGES_FOLDER}")
