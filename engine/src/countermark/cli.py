"""The command `countermark`. Each group of commands is a module of `countermark.commands`, loaded when it is called.

Another distribution adds commands through the entry point group `countermark.commands`: a name and a click command.
"""

from __future__ import annotations

import importlib
import signal
import sys
from importlib.metadata import entry_points
from typing import Final

import click

from countermark.errors import CountermarkError, Interrupted

COMMANDS: Final = {
    "screen": "countermark.commands.screen:screen",
    "references": "countermark.commands.references:references",
    "explain": "countermark.commands.explain:explain",
    "history": "countermark.commands.history:history",
    "hunt": "countermark.commands.hunt:hunt",
    "sellers": "countermark.commands.sellers:sellers",
    "demo": "countermark.commands.demo:demo",
    "demo-score": "countermark.commands.demo:score",
    "open": "countermark.commands.explain:open_report",
    "schema": "countermark.commands.schema:schema",
}
"""The engine's own commands: name to `module:attribute`."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return sorted({*COMMANDS, *(point.name for point in entry_points(group="countermark.commands"))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        if cmd_name in COMMANDS:
            module, attribute = COMMANDS[cmd_name].split(":")
            command = getattr(importlib.import_module(module), attribute)
            assert isinstance(command, click.Command)
            return command
        for point in entry_points(group="countermark.commands", name=cmd_name):
            added = point.load()
            assert isinstance(added, click.Command)
            return added
        return None


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="countermark")
def commands() -> None:
    """Screens a marketplace's listings for counterfeits and explains every suspicion."""


def main() -> None:
    """Run the command line; a `CountermarkError` becomes its text on stderr and its exit status."""
    # Who stops a service, or a machine that shuts down, sends SIGTERM: what is finished is kept then, too.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        status = commands(standalone_mode=False)
    except click.exceptions.Abort:
        status = Interrupted.exit_status
    except click.ClickException as error:
        error.show()
        status = 2
    except CountermarkError as error:
        click.echo(f"countermark: {error}", err=True)
        status = error.exit_status
    sys.exit(status if isinstance(status, int) else 0)
