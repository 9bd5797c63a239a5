"""The documentation says all that there is, and nothing that there is not."""

from __future__ import annotations

import ast
import dataclasses
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click
import pytest

from autoblog.cli.main import autoblog
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.manual import explanations
from autoblog.model import SiteInfo
from autoblog.parts import Heading
from autoblog.plan.all_contexts import CONTEXTS
from autoblog.read.front_matter import PageFrontMatter, PostFrontMatter
from autoblog.read.posts import read_post
from autoblog.render.filters import make_filters

REPOSITORY = Path(__file__).parents[1]
DOCUMENTS = (
    "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "docs/architecture.md", "docs/authoring.md",
    "docs/editors.md", "docs/extensions.md", "docs/import.md", "docs/markdown.md",
    "docs/problems.md",
    "docs/publishing.md", "docs/security.md", "docs/templates.md",
)  # fmt: skip
CODE_MAKERS = (
    "Problem", "problem_at", "report", "Fault", "ImageProblemError", "lost", "say", "advice", "_at",
)  # fmt: skip
NO_SITE = SiteInfo("", "", "", "", "/", "", "", "", (), (), {})


def text_of(document: str) -> str:
    return (REPOSITORY / document).read_text("utf-8")


def code_blocks(document: str, language: str) -> list[str]:
    fence = rf"^(`{{3,}}){language}\n(.*?)^\1$"
    return [m[2] for m in re.finditer(fence, text_of(document), re.MULTILINE | re.DOTALL)]


def prose_of(document: str) -> str:
    return re.sub(r"^(`{3,}).*?^\1$", "", text_of(document), flags=re.MULTILINE | re.DOTALL)


def quoted_in(text: str) -> list[str]:
    """Find what stands in backticks."""
    return [quoted.replace("\\|", "|") for quoted in re.findall(r"`([^`\n]+)`", text)]


def rows_of(document: str, heading: str) -> dict[str, list[str]]:
    """Read the tables below a heading, sub-headings included: each name of a first cell -> row."""
    level = heading.split(" ")[0]
    after = prose_of(document).partition(f"\n{heading}\n")[2]
    section = re.split(rf"^#{{1,{len(level)}}} ", after, maxsplit=1, flags=re.MULTILINE)[0]
    rows = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) > 1:
            rows.update(dict.fromkeys(quoted_in(cells[0]), cells[1:]))
    return rows


def leaves_of(kind: Any, prefix: str = "") -> Iterator[tuple[str, dataclasses.Field[Any]]]:
    """List a record's keys, those of the records in it with dotted names."""
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        inner = [k for k in (hints[field.name], *get_args(hints[field.name])) if is_record(k)]
        is_group = field.default_factory is not dataclasses.MISSING and bool(inner)
        if not is_group:
            yield prefix + field.name, field
        for record in inner:
            yield from leaves_of(record, f"{prefix}{field.name}.")


def is_record(kind: Any) -> bool:
    return isinstance(kind, type) and dataclasses.is_dataclass(kind)


def records_in(kinds: Iterable[Any]) -> Mapping[str, Any]:
    """Collect the records that can be reached from types: name -> record."""
    found: dict[str, Any] = {}
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if is_record(kind) and kind.__name__ not in found:
            found[kind.__name__] = kind
            waiting += get_type_hints(kind).values()
        waiting += get_args(kind)
    return found


def default_of(field: dataclasses.Field[Any]) -> str:
    if field.default_factory is not dataclasses.MISSING:
        return "`{}`"
    if field.default is dataclasses.MISSING:
        return "required"
    shown = {"": '`""`', (): "`[]`"}
    return shown.get(field.default, f"`{field.default}`")


def codes_in_source() -> set[str]:
    """Find the codes of problems where they are made, as far as they stand there as plain texts."""
    found = set()
    for path in (REPOSITORY / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CODE_MAKERS:
                texts = [str(a.value) for a in node.args if isinstance(a, ast.Constant)]
                found |= {text for text in texts if re.fullmatch("[a-z]+(-[a-z0-9]+)*", text)}
    return found


def command_lines() -> Iterator[tuple[str, list[str]]]:
    """Find the commands that the documents tell readers to type."""
    for document in DOCUMENTS:
        for block in (*code_blocks(document, "sh"), *code_blocks(document, "yaml")):
            for match in re.finditer(r"(?:python3 build\.py|\bautoblog(?= ))(.*)$", block, re.M):
                line = re.sub(r"\$\{\{.*?\}\}", "VALUE", match[1]).split(" > ")[0]
                yield document, shlex.split(line, comments=True)


def commands() -> dict[str, click.Command]:
    """Load all commands."""
    context = click.Context(autoblog)
    found = {name: autoblog.get_command(context, name) for name in autoblog.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


COMMANDS = commands()
RECORDS = records_in([*CONTEXTS.values(), SiteInfo, Heading])


def options_of(command: click.Command) -> set[str]:
    names = {name for parameter in command.params for name in parameter.opts if name[:2] == "--"}
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return names.union(*map(options_of, inner))


def test_every_setting_is_documented_with_its_default() -> None:
    rows = rows_of("docs/authoring.md", "## Settings of the site")

    assert {name: row[0] for name, row in rows.items()} == {
        name: default_of(field) for name, field in leaves_of(Config)
    }


def test_every_front_matter_key_is_documented_and_so_is_whether_it_is_needed() -> None:
    rows = rows_of("docs/authoring.md", "## Front matter")

    needed = {
        name: "yes" if default_of(field) == "required" else "no"
        for name, field in leaves_of(PostFrontMatter)
        if "." not in name
    }
    assert {name: row[0] for name, row in rows.items() if name in needed} == needed
    assert rows.keys() == {name for name, _ in leaves_of(PostFrontMatter)}


def test_every_front_matter_key_of_standalone_pages_is_documented() -> None:
    section = prose_of("docs/authoring.md").partition("### Standalone pages")[2].partition("\n#")[0]

    keys = {name for name, _ in leaves_of(PageFrontMatter) if "." not in name}
    assert keys <= set(quoted_in(section))


def test_every_command_is_documented() -> None:
    documented = rows_of("docs/publishing.md", "## Commands and options")

    names = {name.split(" ")[1] for name in documented if name.startswith("autoblog ")}
    assert names == COMMANDS.keys()


def test_every_option_is_documented_with_its_commands() -> None:
    rows = rows_of("docs/publishing.md", "## Commands and options")
    documented = {name: set(quoted_in(row[0])) for name, row in rows.items() if name[:2] == "--"}
    del documented["--version"], documented["--help"]

    options = {option for command in COMMANDS.values() for option in options_of(command)}
    assert documented == {
        option: {name for name, command in COMMANDS.items() if option in options_of(command)}
        for option in options
    }


def test_every_filter_is_documented() -> None:
    filters = {*make_filters(NO_SITE, {}, {}), "fragment"}

    assert rows_of("docs/templates.md", "## Filters").keys() == filters


def test_every_template_is_documented_with_its_context() -> None:
    rows = rows_of("docs/templates.md", "## The templates")

    assert {name: row[1] for name, row in rows.items()} == {
        name: f"`{record.__name__}`" for name, record in CONTEXTS.items()
    }


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_every_field_that_templates_see_is_documented(name: str) -> None:
    documented = rows_of("docs/templates.md", f"### `{name}`").keys()

    assert documented == {field.name for field in dataclasses.fields(RECORDS[name])}


def test_every_code_of_a_problem_is_documented_and_exists() -> None:
    documented = explanations(text_of("docs/problems.md"))
    source = "".join(path.read_text("utf-8") for path in (REPOSITORY / "src").rglob("*.py"))

    assert codes_in_source() - documented.keys() == set()
    assert [code for code in documented if f'"{code}"' not in source] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_of_the_documents_lead_to_files_and_headings(document: str) -> None:
    broken = []
    shown = re.sub(r"`[^`\n]+`", "", prose_of(document))
    for target in re.findall(r"\]\(([^)\s:]+)\)", shown):
        path, _, anchor = target.partition("#")
        file = (REPOSITORY / document).parent / path if path else REPOSITORY / document
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            broken.append(target)

    assert broken == []


def anchors_of(file: Path) -> set[str]:
    """Name the anchors that forges give to headings."""
    headings = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def test_commands_of_the_documents_exist_and_have_their_options() -> None:
    unknown = []
    for document, words in command_lines():
        name = words[0] if words else "build"
        known = options_of(COMMANDS[name]) if name in COMMANDS else set()
        options = {word.partition("=")[0] for word in words if word.startswith("--")}
        if name != "test" and (name not in COMMANDS or options - known):
            unknown.append((document, words))

    assert unknown == []
    assert ("README.md", ["test"]) in [*command_lines()]
    assert ("README.md", []) in [*command_lines()]


def test_example_posts_have_no_problems(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(settings_example(), "utf-8")
    settings = load_config(tmp_path).reading
    examples = [
        block
        for document in ("README.md", "docs/authoring.md")
        for block in code_blocks(document, "markdown")
        if block.startswith("---\n")
    ]

    problems = [
        problem
        for block in examples
        for folder in ["knowledge" if "category:" in block else "pages"]
        for problem in read_post(f"content/{folder}/a.md", block.encode(), settings).problems
    ]

    assert problems == []
    assert len(examples) == 3


def settings_example() -> str:
    return next(b for b in code_blocks("docs/authoring.md", "yaml") if b.startswith("title:"))


def test_the_example_of_settings_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(settings_example(), "utf-8")

    config = load_config(tmp_path)

    assert [section.slug for section in config.sections] == ["knowledge", "company-blog"]


def test_the_readme_keeps_a_place_for_the_benchmark() -> None:
    assert text_of("README.md").count("<!-- benchmark -->") == 1
