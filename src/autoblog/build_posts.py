"""Posts and their memory: files -> posts. Those of files that did not change are recalled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from autoblog.cache import Cache
from autoblog.config import ReadingSettings
from autoblog.digest import Digest, code_digest, decode, digest, digest_bytes, encode
from autoblog.extensions import NONE, Extensions
from autoblog.model import Post, Unread
from autoblog.parts import Reference
from autoblog.problems import ExtensionError, Problem
from autoblog.read.posts import read_post
from autoblog.read.sources import read_bytes, unreadable
from autoblog.read.urls import slug_of_file
from autoblog.workers import Team, TimeLimitError, time_limit

POSTS_A_STEP = 500
"""So many posts are remembered at once."""

POSTS = "posts"
"""What the cache calls them where it holds them."""


def recall_posts(
    settings: ReadingSettings,
    files: Mapping[str, Digest],
    cache: Cache,
    *,
    added: Digest = NONE.digest,
) -> dict[str, Post]:
    """Recall the posts of files of which the cache knows just these digests, by path.

    added: the digest of extensions.
    """
    posts = _at_hand(cache, digest((settings, added)), files)
    key_of = _keys(settings, added)
    keys = {path: key_of(path, one) for path, one in files.items() if path not in posts}
    return posts | {path: decode(data, Post) for path, data in cache.posts(keys)}


def _keys(settings: ReadingSettings, added: Digest) -> Callable[[str, Digest], Digest]:
    """Make a function that digests all that shapes a post: a path and the digest of its bytes."""
    code, shape = code_digest(), digest((settings, added))
    return lambda path, of_bytes: digest((code, shape, path, of_bytes))


def read_posts(
    root: Path,
    settings: ReadingSettings,
    files: Mapping[str, Digest],
    cache: Cache,
    team: Team,
    extensions: Extensions = NONE,
) -> tuple[Mapping[str, Post], tuple[Unread, ...], list[Problem]]:
    """Recall the posts whose files did not change; read the others and remember them.

    files: their digests, by path.
    """
    files = dict(files)
    posts = recall_posts(settings, files, cache, added=extensions.digest)
    unread = [path for path in files if path not in posts]
    problems: list[Problem] = []
    failed: list[Unread] = []
    if unread:
        key_of = _keys(settings, extensions.digest)
        setup = partial(_reading, root, settings, extensions)
        results = team.map("Reading", _read_one, unread, setup=setup)
        pairs = zip(unread, results, strict=True)
        # Each post stands for itself. All in one step would wait at its end to be copied.
        while some := list(islice(pairs, POSTS_A_STEP)):
            with cache.writing():
                for path, result in some:
                    problems += result.problems
                    if result.post and result.body:
                        post = posts[path] = decode(result.post, Post)
                        files[path] = result.source  # it may have changed since the look at it
                        key = key_of(path, result.source)
                        cache.remember_post(key, path, result.post, {post.body: result.body})
                    else:
                        failed.append(Unread(path, slug_of_file(path)[0], result.references))
    for path in posts.keys() - set(unread):
        problems += posts[path].warnings
    held = {path: (files[path], post) for path, post in posts.items()}
    cache.hold(POSTS, _Kept(digest((settings, extensions.digest)), held))
    return {path: posts[path] for path in files if path in posts}, tuple(failed), problems


@dataclass(frozen=True, slots=True)
class _Kept:
    """The posts of the last build of this process, and what they were read from."""

    shape: Digest
    posts: Mapping[str, tuple[Digest, Post]]


def _at_hand(cache: Cache, shape: Digest, files: Mapping[str, Digest]) -> dict[str, Post]:
    """Recall the posts that this process holds decoded: a server builds again and again."""
    kept = cache.held(POSTS)
    if not isinstance(kept, _Kept) or kept.shape != shape:
        return {}
    return {
        path: post for path, (of_bytes, post) in kept.posts.items() if files.get(path) == of_bytes
    }


class _ReadFile(NamedTuple):
    """What a worker sends back of a source: encoded, and no dataclass, because that is quick."""

    source: Digest
    post: bytes | None
    body: bytes | None
    problems: tuple[Problem, ...]
    references: tuple[Reference, ...] = ()


_State = tuple[Path, ReadingSettings, Extensions]


def _reading(root: Path, settings: ReadingSettings, extensions: Extensions) -> _State:
    return root, settings, extensions


def _read_one(state: _State, path: str) -> _ReadFile:
    root, settings, extensions = state
    seconds = settings.limits.seconds_per_post
    try:
        data = read_bytes(root, path)
        with time_limit(seconds):
            result = read_post(path, data, settings)
            if extensions.every and result.post and result.body:
                post, body = extensions.read(result.post, result.body)
                result = replace(result, post=replace(post, body=digest(body)), body=body)
    except OSError as error:
        return _ReadFile(Digest(""), None, None, (unreadable(path, error),))
    except ExtensionError as error:
        return _ReadFile(digest_bytes(data), None, None, error.problems)
    except TimeLimitError:
        message = f"reading it takes longer than {seconds} s"
        hint = "look for long runs of brackets or stars, or split it"
        return _ReadFile(Digest(""), None, None, (Problem("too-slow", path, message, 1, 1, hint),))
    if result.post is None or result.body is None:
        return _ReadFile(digest_bytes(data), None, None, result.problems, result.references)
    return _ReadFile(digest_bytes(data), encode(result.post), encode(result.body), result.problems)
