"""The words of a post that tell what it is about, weighted: the ground of related posts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

MOST_TERMS = 64
"""Terms kept of a post: on the labelled set 48 and 96 are slightly worse, and only 200 better."""

_MOST_WORDS, _LONGEST_WORD = 50_000, 40  # remembered with their terms: some megabytes
_WORD = re.compile(r"[^\W\d_]{2,}", re.UNICODE)
_NOT_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_CJK_BYTES = bytes(range(0xE3, 0xEE))  # that characters from U+3000 to U+DFFF begin with in UTF-8
_PUNCTUATION = "’‘“”—–…"  # of English; texts that hold nothing else beyond ASCII are quick to cut
_LENGTH_BITS = 24  # hold the length of any word
# The middle of a plateau of the labelled set, which heavier titles and keywords leave downwards.
_TITLE, _KEYWORD, _SUMMARY, _BODY = 2.0, 2.0, 1.0, 1.0

_COMMON = frozenset(
    """
    able about above according actually after again against ago ahead ain all almost alone along
    already also although always among an and another answer any anybody anyone anything anyway
    anywhere apart are aren around as aside ask at away back bad be because become been before began
    begin beginning behind being believe belong below beside best better between beyond big bit both
    bring brought but by call came can cannot case certain certainly change choose clear clearly
    close come common compare complete completely consider contain could couldn couple day decide
    depend describe did didn die different difficult do does doesn doing don done down during each
    easily easy eight eighty either else end enjoy enough entire entirely especially even evening
    ever every everybody everyone everything everywhere exactly example expect explain fact fairly
    fall far feel felt few fewer fifty fill find fine first five follow for forget form forty
    forward found four free friend from full fully further general generally get give given go goes
    gone good got gradually great had hadn half happen happened hard hardly has hasn have haven
    having he hear held help hence her here herself high him himself his hold hope hour how however
    hundred idea if imagine important in include including indeed instead into is isn it its itself
    join just keep kept kind knew know known large larger last late later learn least leave left
    length less let level lie like likely line list listen little live living ll long longer look
    lose lot low lower made main make man many matter may maybe me mean meet mention mere merely
    might mind minute moment month more morning most move much must mustn my myself name namely near
    nearly need neither never new next nice night nine ninety no nobody none nor normal normally not
    nothing notice now nowhere number obvious obviously occasionally of off often okay old older on
    once one only onto opposite or ordinary other otherwise our ourselves out over own page pair
    particular particularly people perhaps person piece place plain play please plenty point
    possible possibly prefer present pretty probably proper properly put question quick quickly
    quietly quite rare rarely rather re read ready real really reason remain remember reply rest
    right round run said same sat save say scarcely second see seem seen seldom sense sentence
    separate seriously set seven seventy several shall she short shortly should shouldn show shown
    side simple simply since single sit situation six sixty slightly slow slowly small smaller so
    some somebody somehow someone something sometime somewhere soon sort speak special spend stand
    start stay still stood stop story strong subject such suddenly suppose sure take talk tell ten
    than thank that the their them themselves then there therefore these they thick thing think
    third thirty this those though thought thousand three through throughout thus time to today
    together tomorrow tonight too toward tried true truth try turn twelve twenty twice two under
    understand unless until up upon us use used useful using usual usually various ve very wait walk
    want was wasn watch way we week well went were weren what whatever when where whether which
    while who whole whom whose why will wish with within without woman won wonder word world worse
    worst would wouldn write wrong year yes yesterday yet you your yourself
    """.split()
)
"""Words of any essay, whatever it is about; their plurals with them."""


def weighted_terms(
    *, title: str, summary: str, keywords: Iterable[str], words: Iterable[str]
) -> str:
    """Weigh a post's terms by where and how often they stand.

    words: of the body, as white space parts them.

    Returns `term weight term weight …` by falling weight, the longer and so the rarer word first
    among equals; weights are hundredths, as whole numbers. One text, because a hundred small
    objects a post would fill the memory of a large site. A keyword counts as its words and, where
    it has several, as itself, joined by "_".
    """
    names = [_TERMS_OF[keyword] for keyword in keywords]
    subjects = _counted_few(names)
    for subject in [name.replace(" ", "_") for name in names if " " in name]:
        subjects[subject] = subjects.get(subject, 0) + 1
    body = _counted(words)
    weights: dict[str, float] = {}
    for share, terms in (
        (_TITLE, _counted_few(title.split())),
        (_KEYWORD, subjects),
        (_SUMMARY, _counted_few(summary.split())),
    ):
        for term, times in terms.items():
            weights[term] = weights.get(term, 0.0) + share * _repeated(times)
    # A rank is a weight in hundredths and a length: one number, which sorts quickly. Most terms
    # stand in the body alone, a few times, and need no sum.
    ranks = {term: _RANK_OF[times] + len(term) for term, times in body.items()}
    for term, weight in weights.items():
        if term in body:
            weight += _BODY * _repeated(body[term])
        ranks[term] = (round(weight * 100) << _LENGTH_BITS) + len(term)
    ordered: Iterable[str] = ranks
    if len(ranks) > 2 * MOST_TERMS:  # only what is kept is put in order, where that pays
        last = sorted(ranks.values())[-MOST_TERMS]
        ordered = [term for term, rank in ranks.items() if rank >= last]
    ordered = sorted(ordered)
    ordered.sort(key=ranks.__getitem__, reverse=True)
    return " ".join([f"{term} {ranks[term] >> _LENGTH_BITS}" for term in ordered[:MOST_TERMS]])


def holds_cjk(text: str) -> bool:
    """Tell whether a text may hold Chinese, Japanese or Korean characters; a no is certain."""
    if text.isascii():
        return False
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _CJK_BYTES)) < len(data)


@cache
def _repeated(times: int) -> float:
    """Weigh a term that stands somewhere so many times."""
    return 1 + math.log(times) if times > 1 else 1.0


class _RankOf(dict[int, int]):
    """What a term that stands in the body alone, so many times, ranks by its weight."""

    def __missing__(self, times: int) -> int:
        self[times] = rank = round(_BODY * _repeated(times) * 100) << _LENGTH_BITS
        return rank


def _counted(words: Iterable[str]) -> Mapping[str, int]:
    """Count the terms of words as they are written. Each spelling is cut once."""
    # Common words are most of a text; they are dropped before anything is counted.
    found: dict[str, int] = Counter(filter(None, map(_TERMS_OF.__getitem__, words)))
    for terms in [one for one in found if " " in one]:
        times = found.pop(terms)
        for term in terms.split(" "):
            found[term] = found.get(term, 0) + times
    return found


def _counted_few(words: Iterable[str]) -> dict[str, int]:
    """Do what `_counted` does; a dozen words are counted before a Counter is made."""
    found: dict[str, int] = {}
    for terms in map(_TERMS_OF.__getitem__, words):
        for term in terms.split():
            found[term] = found.get(term, 0) + 1
    return found


class _TermsOf(dict[str, str]):
    """The terms of each word, with its capitals and signs: mostly one or none, else with blanks.

    As a dictionary it is looked up without a call.
    """

    def __missing__(self, word: str) -> str:
        terms = " ".join(_terms(word))
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = terms
        return terms


def _terms(text: str) -> list[str]:
    """Cut a text into terms: words in the singular, in order, then pairs of Chinese characters."""
    lowered = text.casefold()
    return [
        *(term for term in map(_term_of, _words(lowered)) if term),
        *_pairs(lowered),
    ]


def _words(lowered: str) -> list[str]:
    if not lowered.isascii():
        for mark in _PUNCTUATION:
            lowered = lowered.replace(mark, " ")
    if lowered.isascii():  # the quick way to the same words, but for single letters
        return lowered.translate(_NOT_LETTERS).split()
    return _WORD.findall(lowered)


def _pairs(lowered: str) -> list[str]:
    if not holds_cjk(lowered):
        return []
    runs = _CJK.findall(lowered)
    return [run[n : n + 2] for run in runs for n in range(max(1, len(run) - 1))]


def _term_of(word: str) -> str:
    """Find the term of a word in small letters; "" for a common word, and for Chinese ones."""
    term = singular(word)
    is_common = len(word) < 2 or word in _COMMON or term in _COMMON
    return "" if is_common or (not term.isascii() and _CJK.search(term)) else term


def singular(word: str) -> str:
    """Write an English word of small letters in the singular, as far as its ending tells."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


_RANK_OF = _RankOf()
_TERMS_OF = _TermsOf()
