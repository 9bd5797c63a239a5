"""The search index as planned files, made again only when indexed text changed."""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.build_bodies import StoredBodies
from autoblog.cache import Cache
from autoblog.digest import code_digest, decode, digest, digest_bytes, encode
from autoblog.model import Asset, Post, Site
from autoblog.problems import ConfigError, MissingBodyError
from autoblog.read.plain import plain_text
from autoblog.render.filters import iso
from autoblog.search import SearchError, SearchText, make_index, pagefind_version

FOLDER = "search/index"


def plan_index(site: Site, cache: Cache) -> Iterator[Asset]:
    """Plan the files of the index, as they are kept or made; none for a site without search.

    Raises ConfigError when Pagefind fails, MissingBodyError when the cache lost a text.
    """
    if not site.info.has_search:
        return
    posts = [post for post in reversed(site.posts) if not post.has_noindex]
    shown = [
        (
            (post.permalink, post.title, post.summary, post.section, post.keywords),
            (post.body, site.teasers[post.source_path].published_on),
        )
        for post in posts
    ]
    info = site.info
    about = (info.language, info.base_path, info.sections)
    key = digest((code_digest(), pagefind_version(), about, shown))
    noted = cache.note("search", key)
    if noted is None:
        try:
            files = make_index(_texts(site, posts, cache), language=site.info.language)
        except SearchError as error:
            raise ConfigError(f"the search index cannot be made; {error}") from error
        with cache.writing():
            cache.remember_note("search", key, encode(files))
    else:
        files = decode(noted, dict[str, bytes])
    for path, data in files.items():
        yield Asset(f"{FOLDER}/{path}", FOLDER, digest_bytes(data), data)


def _texts(site: Site, posts: list[Post], cache: Cache) -> Iterator[SearchText]:
    names = {section.slug: section.name for section in site.info.sections}
    bodies = StoredBodies(cache.path)
    for post in posts:
        try:
            text = plain_text(bodies[post.body].html)
        except KeyError as error:
            raise MissingBodyError(post.body) from error
        yield SearchText(
            url=site.info.base_path + post.permalink[1:],
            title=post.title,
            text="\n".join((text, post.summary, post.title, " ".join(post.keywords))),
            section=names[post.section],
            date=iso(site.teasers[post.source_path].published_on),
        )
