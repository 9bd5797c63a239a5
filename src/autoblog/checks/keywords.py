"""Keywords that were most likely meant to be one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autoblog.checks.desk import Desk
from autoblog.likeness import slips_between
from autoblog.model import Post
from autoblog.problems import Edit, Problem, Severity, counted, problem_at, shown
from autoblog.read.terms import singular

SHORTEST_TWIN = 5  # letters; shorter words that differ by one are other words

_PARTS = re.compile(r"[^\W_]+")
_ACRONYMS = re.compile(r"([A-Z0-9]{2,})s")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One way to write a keyword, and who does."""

    word: str
    posts: tuple[Post, ...]  # oldest first


def check_spellings(desk: Desk) -> Iterator[Problem]:
    """Find keywords that differ from an established one by case, plural or punctuation alone."""
    for spellings in _groups(desk.posts).values():
        established, *others = spellings
        times = counted(len(established.posts), "post")
        for other in others:
            is_sure = len(established.posts) > len(other.posts)
            for post in other.posts:
                message = (
                    f"the keyword {shown(other.word)} is written"
                    f" {shown(established.word)} in {times}"
                )
                hint = f"write {established.word}"
                yield _at(desk, post, other.word, "keyword-spelling", message, hint,
                          meant=established.word if is_sure else None)  # fmt: skip


def check_twins(desk: Desk) -> Iterator[Problem]:
    """Find keywords of one post that are a letter away from another keyword.

    Words a letter apart share one of the words that are left when a letter is taken out of each,
    so that not all need to be compared with all.
    """
    groups = _groups(desk.posts)
    names = {key: spellings[0] for key, spellings in groups.items()}
    uses = {key: sum(len(one.posts) for one in spellings) for key, spellings in groups.items()}
    near: dict[str, list[str]] = defaultdict(list)
    for key in groups:
        for shorter in _shortened(key):
            near[shorter].append(key)
    for key, own in names.items():
        if uses[key] > 1:
            continue
        reached = {other for shorter in _shortened(key) for other in near[shorter]}
        twins = [
            other
            for other in reached
            if _are_twins(_folded(own.word), names[other].word)
            and (uses[other] > 1 or _age(names[other]) < _age(own))
        ]
        if not twins:
            continue
        best = names[min(twins, key=lambda other: (-uses[other], other))]
        message = (
            f"the keyword {shown(own.word)} is used once,"
            f" and {shown(best.word)} in {counted(len(best.posts), 'post')}"
        )
        hint = f"if both are the same, write {best.word}"
        yield _at(desk, own.posts[0], own.word, "keyword-twin", message, hint)


def fold(keyword: str) -> str:
    """Write a keyword without case, plural and punctuation."""
    return "".join(_folded(keyword))


def _folded(keyword: str) -> tuple[str, ...]:
    words = _PARTS.findall(_ACRONYMS.sub(r"\1", keyword))
    return tuple(singular(word.casefold()) for word in words)


def _groups(posts: Sequence[Post]) -> Mapping[str, Sequence[_Spelling]]:
    """Gather keywords that count as one: folded -> spellings, the established one first."""
    users: dict[str, list[Post]] = defaultdict(list)
    for post in sorted(posts, key=lambda post: (post.published_at, post.source_path)):
        for word in post.keywords:
            users[word].append(post)
    groups: dict[str, list[_Spelling]] = defaultdict(list)
    for word, members in users.items():
        if key := fold(word):
            groups[key].append(_Spelling(word, tuple(members)))
    for spellings in groups.values():
        spellings.sort(key=lambda one: (-len(one.posts), _age(one)))
    return groups


def _age(spelling: _Spelling) -> tuple[float, str, str]:
    """Order spellings by who wrote them first."""
    first = spelling.posts[0]
    return first.published_at.timestamp(), first.source_path, spelling.word


def _shortened(key: str) -> set[str]:
    """List a word and what is left when one letter is taken out of it."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}


def _are_twins(words: tuple[str, ...], other_keyword: str) -> bool:
    """Tell whether keywords differ in one long word, by one slip; numbers are never slips."""
    others = _folded(other_keyword)
    if len(words) != len(others):
        return False
    unlike = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    if len(unlike) != 1:
        return False
    one, other = unlike[0]
    is_long = min(len(one), len(other)) >= SHORTEST_TWIN and one.isalpha() and other.isalpha()
    return is_long and slips_between(one, other) == 1


def _at(
    desk: Desk, post: Post, word: str, code: str, message: str, hint: str,
    meant: str | None = None,
) -> Problem:  # fmt: skip
    """Make the finding at the word. meant: what must surely stand there."""
    text = desk.text_of(post.source_path)
    place = text.place_of_item("keywords", word)
    start = place.column - 1
    fix = None
    if meant and text.lines[place.line - 1].startswith(word, start):
        fix = Edit(place.line, start, start + len(word), meant)
    return problem_at(
        place, code, post.source_path, message, hint, severity=Severity.WARNING, fix=fix
    )
