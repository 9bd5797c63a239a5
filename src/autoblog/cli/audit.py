"""`autoblog audit`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from autoblog.checks.audit import audit
from autoblog.cli.forms import form_option, print_findings, print_sarif, print_summary
from autoblog.cli.looking import errors_told, look_at, root_option
from autoblog.config_file import load_config
from autoblog.problems import ConfigError, ContentError, errors_of, silenced, unsilenced
from autoblog.render.output import owned_files
from autoblog.report import Show
from autoblog.silence import hushed, reason_of


@click.command("audit")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The built site. Default: public/ in the site's folder.",
)
@click.option("--base-url", help="Where it will be read, instead of site.yaml's.")
@click.option("--drafts", is_flag=True, help="It was built with --drafts.")
@click.option("--future", is_flag=True, help="It was built with --future.")
@click.option("--json", "as_json", is_flag=True, help="Print a report for machines.")
@form_option
@root_option
def audit_command(
    output: Path | None,
    base_url: str | None,
    drafts: bool,
    future: bool,
    as_json: bool,
    form: str,
    root: Path,
) -> None:
    """Judge a built site as a whole, file by file.

    Every link, anchor, picture, canonical address, entry of a feed and address in structured data
    must lead to a file that is there. Nothing of a draft, a scheduled or an expired post may be
    seen. The exit status is 1 when there is a finding.

    \b
    autoblog build && autoblog audit
    autoblog audit --format github
    """
    with errors_told(root):
        config = load_config(root, base_url=base_url)
        folder = output if output is not None else root / "public"
        if not owned_files(folder):
            raise ConfigError(f"{folder} holds no site that autoblog built; run autoblog build")
        seen = look_at(root, base_url=base_url, show=Show(drafts=drafts, scheduled=future))
        if errors_of(seen.problems):
            raise ContentError("", errors_of(seen.problems))
        silences = {post.source_path: post.silences for post in seen.posts if post.silences}
        told = hushed(audit(root, folder, config, seen), silences)
    found, hushes = unsilenced(told), silenced(told)
    if as_json or form == "json":
        value = {"ok": not found, "problems": [asdict(problem) for problem in found]}
        click.echo(json.dumps(value, indent=2, ensure_ascii=False))
    elif form == "sarif":
        reasoned = ((one, reason_of(one, silences) or "") for one in hushes)
        print_sarif(found, tuple(reasoned), root)
    else:
        print_findings(found, root, form=form)
        print_summary(found, len(hushes))
    if errors_of(found):
        click.get_current_context().exit(1)
