"""How alike two words are: slips of the keyboard, counted."""

from __future__ import annotations

from collections.abc import Iterable


def slips_between(one: str, other: str) -> int:
    """Count the letters left out, added, exchanged or swapped with their neighbour.

    It is the distance of optimal string alignment.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, above, row = row, before, [at]
        for index, wanted in enumerate(other, 1):
            best = min(before[index] + 1, row[-1] + 1, before[index - 1] + (letter != wanted))
            if at > 1 and index > 1 and letter == other[index - 2] and one[at - 2] == wanted:
                best = min(best, above[index - 2] + 1)
            row.append(best)
    return row[-1]


def surely_meant(word: str, candidates: Iterable[str]) -> str | None:
    """Find the one candidate that a misspelt word can only mean, or None.

    In a short word one slip is forgiven, in a longer one two; a second candidate within reach
    makes it a guess.
    """
    most = 1 if len(word) < 6 else 2
    near = [
        candidate
        for candidate in dict.fromkeys(candidates)
        if abs(len(candidate) - len(word)) <= most
        and slips_between(word.casefold(), candidate.casefold()) <= most
    ]
    return near[0] if len(near) == 1 else None
