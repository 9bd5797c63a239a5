"""Wrong autobloggers: copies of the code with one guard of its memory left out.

Each mutant names the module, the text and what stands there instead, and the scenario that must
find it. A text that is no longer in its module fails the test: mend the table with the code.
"""

from __future__ import annotations

from dataclasses import dataclass

Change = tuple[str, str, str]
"""A module of the package, a text that stands in it once or more, and what to put there."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is left out, and the scenarios that must show it."""

    name: str
    scenarios: tuple[str, ...]
    changes: tuple[Change, ...]


def mutant(name: str, scenario: str | tuple[str, ...], *changes: Change) -> Mutant:
    return Mutant(name, (scenario,) if isinstance(scenario, str) else scenario, changes)


WRITE, READ, RECALL, RELATE, LOOK, FLOW, BODIES, MEASURE = (
    f"build_{name}.py"
    for name in ("write", "posts", "recall", "relate", "look", "site", "bodies", "measure")
)
FRESH, OUTLINE, AGAIN = "build_fresh.py", "build_outline.py", "build_again.py"
CACHE, CLOSURES, SOURCES = "cache.py", "render/closures.py", "read/sources.py"
NEWS, EXTENSIONS = "arrange/news.py", "extensions.py"
RENEWAL = "arrange/renewal.py"
PARTS = "(code, templates[page.template], site, digest(page.context), aside)"
BUILD_KEY = "digest((code_digest(), settings, asked, around, texts, problems, programs, added))"
IMAGES_KEY = "digest((code_digest(), limit_kib))"
RELATED_KEY = "digest((code_digest(), ground, pins, count))"
GROUND = "(post.source_path, post.section, post.published_at, post.terms)"
CLOSURES_KEY = "digest((code_digest(), texts, sorted(urls), required, words))"
STATE = 'f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"'
NO_INODE_TIME = (SOURCES, " {stat.st_ctime_ns}", "")
# Included templates are found twice: as references, and as plain strings.
REFERENCES = (CLOSURES, "waiting += [other for other in found", "[other for other in found")
STRINGS = (CLOSURES, "waiting += [text for text in studies", "[text for text in studies")

MUTANTS = (
    # The fingerprint.
    mutant("fingerprint without code", "older filters",
           (FRESH, PARTS, PARTS.replace("code", '""'))),
    mutant("fingerprint without templates", ("partial", "computed partial", "style"),
           (FRESH, PARTS, PARTS.replace("templates[page.template]", '""'))),
    mutant("fingerprint without static files", "style",
           (FRESH, "tuple(theme.static_urls[p] for p in closure.static_files)", "()")),
    mutant("fingerprint without site", "setting of the frame",
           (FRESH, PARTS, PARTS.replace("site", '""'))),
    mutant("fingerprint without context", "body",
           (FRESH, PARTS, PARTS.replace("digest(page.context)", '""'))),
    mutant("fingerprint without aside", ("title", "pin", "fragment"),
           (FRESH, PARTS, PARTS.replace("aside", '""'))),
    mutant("fingerprint without the aside's template", "fragment",
           (FRESH, "digest((templates[beside.template], beside.context))",
            "digest(beside.context)")),
    mutant("fingerprint of assets empty", "static file",
           (FRESH, "yield item.output_path, item.digest", 'yield item.output_path, ""'),
           (WRITE, "{item.output_path: item.digest for item in assets}",
            '{item.output_path: "" for item in assets}')),
    mutant("shared lists without digest", "title",
           ("digest.py", '{"shared": value.digest}', '{"shared": ""}')),
    mutant("fingerprint without extensions", "filter of an extension",
           (FRESH, "digest((own, theme.extensions.code))", "own")),
    # What templates stand on.
    mutant("closure without includes", "partial", REFERENCES, STRINGS),
    mutant("closure without fragments", "fragment", STRINGS),
    mutant("closure without computed names", "computed partial",
           (CLOSURES, "if None in found:", "if False:")),
    mutant("closure without partials' static files", "style",
           (CLOSURES, "for other in reached for text", "for other in [name] for text")),
    mutant("closures without code", "older closures",
           (FLOW, CLOSURES_KEY, CLOSURES_KEY.replace("code_digest()", '""'))),
    mutant("closures without texts", "partial",
           (FLOW, CLOSURES_KEY, CLOSURES_KEY.replace("texts", '""'))),
    mutant("closures without static files", "style removed",
           (FLOW, CLOSURES_KEY, CLOSURES_KEY.replace("sorted(urls)", '""'))),
    mutant("closures without the pages' templates", "ledger",
           (FLOW, CLOSURES_KEY, CLOSURES_KEY.replace("required", '""'))),
    # Posts.
    mutant("posts without code", "older reading", (READ, "code, shape = code_digest(),",
                                                   'code, shape = "",')),
    mutant("posts without settings", "setting of reading",
           (READ, "digest((settings, added))", "digest(added)")),
    mutant("posts without path", "rename and slug",
           (READ, "digest((code, shape, path, of_bytes))", "digest((code, shape, of_bytes))"),
           (CACHE, "if keys.get(path) == key and seal == _seal(path, key, data):\n",
            "for path in [p for p, k in keys.items() if k == key]:\n"),
           (CACHE, "if len(keys) < FEW:", "if False:")),
    mutant("posts without bytes", "body",
           (READ, "digest((code, shape, path, of_bytes))", "digest((code, shape, path))")),
    mutant("posts without extensions", ("step of an extension", "input of an extension"),
           (READ, "digest((settings, added))", "digest((settings,))")),
    mutant("extensions without code", ("step of an extension", "plan of an extension"),
           (EXTENSIONS, "digest((of_code, names, digests))", "digest((names, digests))")),
    mutant("extensions without inputs", "input of an extension",
           (EXTENSIONS, "digest((of_code, names, digests))", "digest((of_code, names))")),
    # Notes.
    mutant("pictures without code", "older pictures",
           (MEASURE, IMAGES_KEY, IMAGES_KEY.replace("code_digest()", '""'))),
    mutant("pictures without limit", "limit of pictures",
           (MEASURE, IMAGES_KEY, IMAGES_KEY.replace("limit_kib", '""'))),
    mutant("pictures without bytes", "picture", (MEASURE, "and i.digest == known[p]", "")),
    mutant("related without code", "older choice",
           (RELATE, RELATED_KEY, RELATED_KEY.replace("code_digest()", '""'))),
    mutant("related without paths", "rename",
           (RELATE, GROUND, GROUND.replace("post.source_path", '""'))),
    mutant("related without sections", "section",
           (RELATE, GROUND, GROUND.replace("post.section", '""'))),
    mutant("related without dates", "date of another",
           (RELATE, GROUND, GROUND.replace("post.published_at", '""'))),
    mutant("related without terms", "terms and title",
           (RELATE, GROUND, GROUND.replace("post.terms", '""'))),
    mutant("related without pins", "pin",
           (RELATE, RELATED_KEY, RELATED_KEY.replace("pins", '""'))),
    mutant("related without count", "setting of related posts",
           (RELATE, RELATED_KEY, RELATED_KEY.replace("count", '""'))),
    # What is left of the last choice where something about it changed.
    mutant("candidates without code", "older choice",
           (RELATE, "note(self._candidates, code_digest()",
            'note(self._candidates, digest("")')),
    mutant("candidates without terms", "terms",
           (RENEWAL, " and old.terms[one] == terms[number]", "")),
    mutant("candidates without dates", "date of another",
           (RENEWAL, " and old.days[one] == days[number]", "")),
    mutant("candidates without those who look on", "terms",
           (RENEWAL, "affected.update(_onlookers(holders, came, reach))", ""),
           (RENEWAL, "affected.update(kept[n] for n in", "(kept[n] for n in")),
    mutant("candidates without rarities", "rarity",
           (RENEWAL, "if was.rarity(term) != now.rarity(term)]", "if False]")),
    # The note of a whole build.
    mutant("build without code", "older filters",
           (LOOK, BUILD_KEY, BUILD_KEY.replace("code_digest()", '""'))),
    mutant("build without settings", "setting of the frame",
           (LOOK, BUILD_KEY, BUILD_KEY.replace("settings", '""'))),
    mutant("build without sources", ("body", "static file"),
           (LOOK, BUILD_KEY, BUILD_KEY.replace("around", '""')),
           (LOOK, "digest((frame, posts))", "frame")),
    mutant("build without templates", "partial",
           (LOOK, BUILD_KEY, BUILD_KEY.replace("texts", '""'))),
    mutant("build without extensions", ("input of an extension", "plan of an extension"),
           (LOOK, BUILD_KEY, BUILD_KEY.replace("added", '""'))),
    mutant("build without what is shown", "draft",
           (LOOK, "(request.base_url, request.show)", "request.base_url")),
    mutant("build without the address asked for", "another address",
           (LOOK, "(request.base_url, request.show)", "request.show")),
    mutant("build without the next moment", ("due", "expiry"),
           (RECALL, "or is_due or", "or")),
    mutant("build without expiry", "expiry",
           (NEWS, "    yield post.expires_at\n", "")),
    mutant("build without the end of news", "news",
           (NEWS, "    if post.section in news_sections and", "    if False and")),
    mutant("build without its own moment", "clock back", (RECALL, "now < last.since or ", "")),
    mutant("build without a look at the output", "output changed",
           (RECALL, "last.states != _digest_of(plain_files(walk()))", "False")),
    mutant("build not forgotten before publishing", "killed, reverted",
           (FLOW, "    forget_build(cache, output)\n", "")),
    # The outline of a site in which only texts changed.
    mutant("outline without settings", "body and setting",
           (LOOK, BUILD_KEY, BUILD_KEY.replace("settings", '""'))),
    mutant("outline without templates", "body and partial",
           (LOOK, BUILD_KEY, BUILD_KEY.replace("texts", '""'))),
    mutant("outline without other files", "body and picture",
           (LOOK, BUILD_KEY, BUILD_KEY.replace("around", '""'))),
    mutant("outline without the next moment", "body, then due",
           (OUTLINE, "(outline.until and now >= outline.until)", "False")),
    mutant("outline without its own moment", "body, clock back",
           (OUTLINE, "now < outline.since or ", "")),
    mutant("outline without a look at the outside", "title",
           (OUTLINE, "return _outside(one) == _outside(other)", "return True")),
    mutant("outline without minutes to read", "long body",
           (OUTLINE, "return _minutes(one) == _minutes(other)", "return True")),
    mutant("outline without references", "link",
           (OUTLINE, "references=()), references", "references=()), []")),
    mutant("outline without those related anew", "terms",
           (AGAIN, "[*changed, *others]", "changed")),
    mutant("outline without feeds", "body in a feed",
           (OUTLINE, "    yield from plan_feeds(site)\n", "")),
    mutant("outline without standalone pages", "text of a page",
           (OUTLINE, "    yield from plan_plain_pages(site)\n", "")),
    mutant("outline with files that are not known", "killed, reverted, body",
           (WRITE, "if len(known) != files or not known.keys() >= some.keys():", "if False:")),
    mutant("outline with files that others changed", "body and output",
           (WRITE, "if not compared.reasons.keys() <= some.keys():", "if False:")),
    # The old page around a new aside.
    mutant("old pages whatever else changed", "body, and title of another",
           (FRESH, 'return one.rpartition(".")[0] == other.rpartition(".")[0]', "return True")),
    mutant("old pages of what has no aside now", "aside of an extension gone",
           (WRITE, "if page.aside is None or row is None", "if row is None")),
    mutant("old pages that others changed", "output changed, and title of another",
           ("render/pages.py", "or digest_bytes(data) != self.output.digest", "")),
    # Files.
    mutant("files trusted whatever their state", ("body", "old times put back"),
           (LOOK, "recalled is None or state != file_state", "recalled is None")),
    mutant("files without the inode's time", "old times put back", NO_INODE_TIME),
    mutant("files trusted within a tick", "within a tick",
           NO_INODE_TIME, (LOOK, "if changed_ns < sure_before", "if True")),
    # Outputs.
    mutant("outputs trusted by name", "output changed",
           (FRESH, "state == (row.size_bytes, row.mtime_ns)", "state")),
    mutant("outputs of all folders as one", "two folders", (WRITE, "cache.name_of(output)", '""'),
           (FRESH, "cache.name_of(output)", '""')),
    mutant("outputs not forgotten before publishing", "killed, reverted",
           (WRITE, "amend_manifest(cache, folder, dict.fromkeys(lost), whole=fresh)", "pass")),
    mutant("owned list not read", "deletion",
           ("render/output.py", "owned = owned_files(output) if", "owned = frozenset(outputs) if")),
    mutant("owned list not compared", "static file removed",
           (WRITE, "if not reasons and is_complete(output, fingerprints):", "if not reasons:")),
    # Damage.
    mutant("posts without seal", "forged post",
           (CACHE, "and seal == _seal(path, key, data)", "")),
    mutant("notes without seal", ("forged choice", "forged digest", "forged output"),
           (CACHE, "return data if row[1] == _seal(name, key, data) else None", "return data")),
    mutant("bodies without digest", "forged body",
           (BODIES, "or digest_bytes(row[0]) != digest", "")),
    mutant("lost bodies not made again", "lost bodies",
           ("build.py", "(*CACHE_FAULTS, MissingBodyError):", "CACHE_FAULTS:")),
)  # fmt: skip

HARMLESS = (
    # What makes "files trusted within a tick" a finding about ticks: this alone does no harm there.
    mutant("files without the inode's time, read again when new", "within a tick", NO_INODE_TIME),
)
