"""Every address that a built file names, resolved against the files that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from autoblog.checks.audit_blame import Blame
from autoblog.checks.audit_markup import Mention
from autoblog.checks.audit_tree import Leads, Tree
from autoblog.problems import Problem, counted, problem_at, shown

_EVERYWHERE = ("", "top")
_NO_ANCHORS = ("structured data", "entry", "manifest", "symbol")
"""Where what follows `#` names a thing and no place of a page; symbols stand in other files."""


@dataclass(slots=True)
class _Finding:
    problem: Problem
    path: str  # of the first built file with it
    others: set[str] = field(default_factory=set)


def audit_links(tree: Tree, blame: Blame, output: str) -> Iterator[Problem]:
    """Judge all links, pictures, canonicals, entries and structured data of an output folder.

    output: its name, for findings that no source can be blamed for. What one line of a source
    brought into many files is one finding.
    """
    found: dict[tuple[str, ...], _Finding] = {}
    for path in sorted(tree.paths):
        facts = tree.facts(path)
        if facts.fault:
            yield Problem("audit-unreadable", f"{output}/{path}", facts.fault, 1, 1)
        for mention in dict.fromkeys(facts.mentions):
            if not mention.address and mention.what == "structured data":
                fault, line = "its structured data is no JSON", max(mention.line, 1)
                yield Problem("audit-unreadable", f"{output}/{path}", fault, line, 1)
                continue
            leads = tree.leads(mention.address, path)
            message = _fault(tree, mention, leads, path) if mention.address else None
            if message is None:
                continue
            address = _on_site(tree, mention.address, path)
            blamed = blame.of(path, address, leads.path, line=mention.line, output=output)
            code = "audit-anchor" if leads.path in tree.paths else "audit-link"
            where = f"{blamed.path} {blamed.place}" if blamed.is_source else ""
            to = f"{leads.path}#{leads.anchor}" if leads.path else mention.address
            problem = problem_at(blamed.place, code, blamed.path, message)
            finding = found.setdefault((code, where, to), _Finding(problem, path))
            finding.others |= {path} - {finding.path}
    yield from (_counted(finding, output) for finding in found.values())


def _fault(tree: Tree, mention: Mention, leads: Leads, path: str) -> str | None:
    what = f"{_named(mention.what)} {shown(mention.address)}"
    if leads.kind == "elsewhere":
        return None
    if leads.kind == "nowhere":
        return f"{what} leads out of the site"
    if leads.path not in tree.paths:
        return f"{what} leads to nothing: there is no {leads.path}"
    anchor = leads.anchor.partition(":~:")[0]
    if anchor in _EVERYWHERE or mention.what in _NO_ANCHORS:
        return None
    is_page = leads.path.endswith((".html", ".htm"))
    if not is_page or anchor in tree.facts(leads.path).anchors:
        return None
    where = "this page" if leads.path == path else leads.path
    return f"{what} leads to an anchor that {where} does not have"


def _named(what: str) -> str:
    return f'"{what}"' if ":" in what or " " in what else f"the {what}"


def _on_site(tree: Tree, address: str, path: str) -> str:
    """Say where an address leads as sources would write it: without the base path."""
    try:
        whole = urlsplit(urljoin(tree.address_of(path), address))
    except ValueError:
        return address
    base = urlsplit(tree.base_url).path
    inside = "/" + whole.path[len(base) :] if whole.path.startswith(base) else whole.path
    return f"{inside}#{whole.fragment}" if whole.fragment else inside


def _counted(finding: _Finding, output: str) -> Problem:
    """Say in which built files it shows."""
    problem = finding.problem
    parts = [] if problem.path == f"{output}/{finding.path}" else [f"{output}/{finding.path}"]
    parts += [counted(len(finding.others), "other file")] if finding.others else []
    if not parts:
        return problem
    return replace(problem, message=f"{problem.message} (in {' and '.join(parts)})")
