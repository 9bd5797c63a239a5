"""`autoblog completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

VARIABLE = "_AUTOBLOG_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print what a shell needs to complete the words of autoblog.

    \b
    eval "$(autoblog completion bash)"               in ~/.bashrc
    eval "$(autoblog completion zsh)"                in ~/.zshrc
    autoblog completion fish | source                in ~/.config/fish/config.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None  # Click brings these three
    group = click.get_current_context().find_root().command
    click.echo(kind(group, {}, "autoblog", VARIABLE).source())
