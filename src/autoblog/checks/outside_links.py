"""Links of posts that lead to other sites: found, asked a few at a time, and judged with care.

A page that is gone is told apart from one that shuts programs out, and from one that has a bad
day: of that nothing is said until it has failed on several.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

from autoblog.checks.outside_memory import Heard
from autoblog.outside import Answer, Asker, OutsideError, asking
from autoblog.problems import Place, Problem, Severity, problem_at, shown
from autoblog.read.markup import without_code

AT_A_TIME = 16
AT_A_TIME_A_HOST = 2
TIMEOUT_S = 20.0
DAYS_OF_FAILURE = 3  # before a failing address is spoken of
_ASK_AGAIN_AFTER = {"ok": 30, "moved": 30, "blocked": 30, "private": 30, "dead": 1, "flaky": 1}
_BLOCKED = (401, 403, 407, 429, 451, 999)
_ADDRESS = re.compile(
    r"(?:(?<=\]\()|(?<=\]\(<)|(?<=[<\"'])|(?<=\]: ))"
    r"(https?://(?:[^\s<>\"'()\[\]]|\([^\s<>\"'()]*\))+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A link to another site, where it stands."""

    address: str  # without an anchor
    path: str
    place: Place


def links_out(path: str, body: str, body_line: int, host: str) -> Iterator[Found]:
    """Find the links of a body that lead to other sites than `host`; code is passed over."""
    bare = without_code(body) if "://" in body else ""
    for match in _ADDRESS.finditer(bare):
        address = match[1].partition("#")[0]
        try:
            name = urlsplit(address).hostname
        except ValueError:
            continue
        if name and name != host:
            start = match.start(1)
            line = body_line + bare.count("\n", 0, start)
            place = Place(line, start - bare.rfind("\n", 0, start))
            yield Found(quote(address, safe="/:?&=%+,;@!$'()*~._-[]"), path, place)


def due(addresses: Iterable[str], known: Mapping[str, Heard], today: date) -> tuple[str, ...]:
    """List the addresses that nobody asked, or asked too long ago."""

    def is_due(address: str) -> bool:
        heard = known.get(address)
        if heard is None:
            return True
        return today - heard.asked_on >= timedelta(days=_ASK_AGAIN_AFTER[heard.verdict])

    return tuple(sorted({address for address in addresses if is_due(address)}))


def ask_all(
    addresses: Iterable[str],
    known: Mapping[str, Heard],
    today: date,
    *,
    may_be_private: bool = False,
    timeout_s: float = TIMEOUT_S,
) -> Mapping[str, Heard]:
    """Ask addresses, a few at a time a host. Returns what each of them answered.

    known: what they answered before. may_be_private: machines of the local network are asked too.
    """

    async def ask() -> Mapping[str, Heard]:
        every = asyncio.Semaphore(AT_A_TIME)
        hosts: dict[str, asyncio.Semaphore] = {}

        async def one(asker: Asker, address: str) -> Heard:
            host = urlsplit(address).netloc.lower()
            own = hosts.setdefault(host, asyncio.Semaphore(AT_A_TIME_A_HOST))
            async with own, every:
                return await _heard(asker, address, known.get(address), today)

        wanted = list(addresses)
        async with asking(may_be_private=may_be_private, timeout_s=timeout_s) as asker:
            answers = await asyncio.gather(*(one(asker, address) for address in wanted))
        return dict(zip(wanted, answers, strict=True))

    return asyncio.run(ask())


def judged(links: Iterable[Found], known: Mapping[str, Heard]) -> Iterator[Problem]:
    """Say what is wrong with links, as warnings at their lines."""
    for link in links:
        heard = known.get(link.address)
        said = _said(link.address, heard) if heard else None
        if said:
            code, message, hint = said
            yield problem_at(
                link.place, code, link.path, message, hint, severity=Severity.WARNING
            )  # fmt: skip


async def _heard(asker: Asker, address: str, before: Heard | None, today: date) -> Heard:
    """Ask by HEAD, which costs the other side least, and by GET where that is not answered well."""
    try:
        answer = await asker.ask("HEAD", address, limit_bytes=0)
        if answer.status >= 300:
            answer = await asker.ask("GET", address, limit_bytes=0)
    except OutsideError as error:
        if error.kind == "private":
            return Heard("private", today)
        if error.kind in ("address", "redirects"):
            return Heard("dead", today)
        return _flaky(before, today, 0)
    if answer.status >= 500 and answer.status not in _BLOCKED:
        return _flaky(before, today, answer.status)
    if answer.status in _BLOCKED:
        return Heard("blocked", today, answer.status)
    if answer.status >= 400:
        return Heard("dead", today, answer.status)
    return _alive(answer, today)


def _alive(answer: Answer, today: date) -> Heard:
    """Tell what has moved for good from what is led on for now."""
    if answer.hops and all(status in (301, 308) for status in answer.hops):
        return Heard("moved", today, answer.hops[0], to=answer.address.replace(" ", "%20"))
    return Heard("ok", today, answer.status)


def _flaky(before: Heard | None, today: date, status: int) -> Heard:
    days = before.failed_on if before else ()
    return Heard("flaky", today, status, tuple(sorted({*days, today}))[-DAYS_OF_FAILURE:])


def _said(address: str, heard: Heard) -> tuple[str, str, str] | None:
    on = heard.asked_on.isoformat()
    if heard.verdict == "dead":
        what = (
            f"answers with {heard.status}" if heard.status else "is no address, or leads on forever"
        )
        return "outside-dead", f"{shown(address)} {what} (asked on {on})", "mend the link"
    if heard.verdict == "moved":
        hint = f"write {heard.to}"
        return "outside-moved", f"{shown(address)} has moved for good", hint
    if heard.verdict == "blocked":
        message = f"{shown(address)} answers programs with {heard.status}"
        return "outside-blocked", message, "open it in a browser, and silence this if it is well"
    if heard.verdict == "private":
        message = f"{shown(address)} is on a private network"
        return "outside-private", message, "readers cannot reach it; mend the link"
    if heard.verdict == "flaky" and len(heard.failed_on) >= DAYS_OF_FAILURE:
        what = f"answers with {heard.status}" if heard.status else "does not answer"
        message = f"{shown(address)} {what}, on {len(heard.failed_on)} days"
        return "outside-flaky", f"{message}, the last of them {on}", "look whether it is gone"
    return None
