"""Nothing of a post that is held back may stand in a built file: no word, address or picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autoblog.checks.audit_markup import seen_text
from autoblog.checks.audit_tree import Tree, texts_of
from autoblog.digest import digest_bytes
from autoblog.model import Post
from autoblog.problems import Problem, shown

_SHORTEST = 12  # characters of a sentence that says something of its own
_SENTENCE = re.compile(r"[^.!?…。！？]+[.!?…。！？]*[\"'”’)\]]*")
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Secret:
    """Some words of a post that is held back."""

    text: str
    what: str  # "title", "summary", "sentence", "address", "author's name" …
    post: str  # its source path
    status: str


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that is held back, with its text."""

    post: Post
    status: str
    text: str  # of its body, plain


def secrets_of(held: HeldPost, public: frozenset[str]) -> Iterator[Secret]:
    """List what of a post must not be seen. public: addresses that were published before."""
    post = held.post

    def secret(text: str, what: str) -> Secret:
        return Secret(" ".join(text.split()), what, post.source_path, held.status)

    yield secret(post.title, "title")
    if post.summary:
        yield secret(post.summary, "summary")
    for match in _SENTENCE.finditer(held.text):
        if len(match[0].strip()) >= _SHORTEST:
            yield secret(match[0], "sentence")
    for address in (post.permalink, *(alias.url for alias in post.aliases)):
        if address not in public and len(address.strip("/")) > 2:
            yield secret(address, "address")


def audit_leaks(
    tree: Tree,
    held: Sequence[HeldPost],
    *,
    public: frozenset[str],
    excused: Callable[[], str],
    output: str,
) -> Iterator[Problem]:
    """Find what of posts that are held back stands in an output folder.

    excused: tells, when something is found, all that shown posts, settings and templates say, for
    those may say the same.
    """
    secrets = [secret for one in held for secret in secrets_of(one, public)]
    by_word = _by_rarest_word(secrets)
    known: list[str] = []
    is_said: dict[Secret, bool] = {}
    for path, data in texts_of(tree):
        if not by_word:
            return
        folded = seen_text(data).casefold()
        words = set(_WORD.findall(folded))
        near = (one for word in words & by_word.keys() for one in by_word[word])
        hits = [one for one in near if not is_said.get(one)]
        for secret in sorted(hits, key=lambda one: (one.post, one.what, one.text)):
            if not _stands_in(secret, folded):
                continue
            if secret not in is_said:
                known = known or [excused().casefold()]
                is_said[secret] = _stands_in(secret, known[0])
            if not is_said[secret]:
                yield _leak(path, data.decode("utf-8", "replace"), secret, output)


def audit_pictures(
    tree: Tree, pictures: Mapping[str, bytes], held_by: Mapping[str, str], output: str
) -> Iterator[Problem]:
    """Find pictures of posts that are held back, whatever their names are now.

    pictures: source path -> bytes, of those that no shown post uses. held_by: source path -> post.
    """
    digests = {digest_bytes(data): path for path, data in sorted(pictures.items())}
    sizes = {len(data) for data in pictures.values()}
    for path in sorted(tree.paths) if digests else ():
        data = tree.data(path)
        source = digests.get(digest_bytes(data)) if len(data) in sizes else None
        if source is not None:
            message = f"it is the picture {source} of {held_by[source]}, which is held back"
            yield Problem("audit-leak", f"{output}/{path}", message)


def _by_rarest_word(secrets: Iterable[Secret]) -> Mapping[str, Sequence[Secret]]:
    """File each secret under its longest word: files without it need no closer look."""
    by_word: dict[str, list[Secret]] = {}
    for secret in dict.fromkeys(secrets):
        words = _WORD.findall(secret.text.casefold())
        if words:
            by_word.setdefault(max(words, key=len), []).append(secret)
    return by_word


def _stands_in(secret: Secret, folded: str) -> bool:
    text = secret.text.casefold()
    # A pattern with what must not stand before it takes a hundred times as long.
    at = folded.find(text)
    while at >= 0:
        end = at + len(text)
        goes_on_before = _goes_on(folded[at - 1 : at]) and _goes_on(text[0])
        if not goes_on_before and not (_goes_on(folded[end : end + 1]) and _goes_on(text[-1])):
            return True
        at = folded.find(text, at + 1)
    return False


def _goes_on(char: str) -> bool:
    return char.isalnum() or char in ("-", "_")


def _leak(path: str, raw: str, secret: Secret, output: str) -> Problem:
    at = raw.find(secret.text)
    line = raw.count("\n", 0, at) + 1 if at >= 0 else 1
    column = at - raw.rfind("\n", 0, at) if at >= 0 else 1
    message = f"{shown(secret.text, 60)} is the {secret.what} of {secret.post}, "
    message += f"which is held back ({secret.status})"
    return Problem("audit-leak", f"{output}/{path}", message, line, column, "build again")
