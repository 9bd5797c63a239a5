"""The words of a post that tell what it is about, weighted: the ground of related posts."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

MOST_TERMS = 96
"""Terms kept of a post: beyond the 96 weightiest a term moved no figure of the labelled set."""

_WORD = re.compile(r"[^\W\d_]{2,}", re.UNICODE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_TITLE, _KEYWORD, _SUMMARY, _BODY = 3.0, 3.0, 1.5, 1.0

_COMMON = frozenset(
    """
    about above after again against all almost also although always among an and another any are
    around as ask at away back be because been before being below best better between both but by
    can cannot come could did do does doing done down during each either else enough even ever
    every everything few first for from further get gets give given go goes good got had has have
    having he her here hers him his how however if in instead into is it its itself just keep know
    last least less let like long look made make makes many may me mean means might more most much
    must my near need needs neither never new next no nor not nothing now of off often old on once
    one only onto or other others our out over own part perhaps put rather really right same say
    says second see seem seen set several shall she should show since so some something soon still
    such take takes tell than that the their them then there these they thing things this those
    though three through time to today together too two under until up upon us use used useful
    uses using usually very want wants was way we well went were what whatever when where whether
    which while who whole whom whose why will with within without would yes yet you your yours
    """.split()
)


def weighted_terms(*, title: str, summary: str, keywords: Iterable[str], text: str) -> str:
    """Weigh a post's terms by where and how often they stand.

    Returns `term weight term weight …` by falling weight, then by term; weights are hundredths, as
    whole numbers. One text, because a hundred small objects a post would fill the memory of a
    large site. A keyword counts as its words and, where it has several, as itself, joined by "_".
    """
    weights: defaultdict[str, float] = defaultdict(float)
    names = [" ".join(_terms(keyword)) for keyword in keywords]
    phrases = [name.replace(" ", "_") for name in names if " " in name]
    for share, terms in (
        (_TITLE, _terms(title)),
        (_KEYWORD, [*_terms(" ".join(names)), *phrases]),
        (_SUMMARY, _terms(summary)),
        (_BODY, _terms(text)),
    ):
        for term, times in Counter(terms).items():
            weights[term] += share * (1 + math.log(times))
    rounded = [(round(weight * 100), term) for term, weight in weights.items()]
    ordered = sorted(rounded, key=lambda item: (-item[0], item[1]))
    return " ".join(f"{term} {weight}" for weight, term in ordered[:MOST_TERMS])


def _terms(text: str) -> list[str]:
    """Cut a text into terms: words in the singular, pairs of characters in Chinese."""
    lowered = text.casefold()
    words = [_singular(word) for word in _WORD.findall(lowered) if word not in _COMMON]
    pairs = []
    if not lowered.isascii():
        words = [word for word in words if not _CJK.search(word)]
        for run in _CJK.findall(lowered):
            pairs += [run[n : n + 2] for n in range(max(1, len(run) - 1))]
    return words + pairs


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]
