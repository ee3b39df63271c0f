"""Options that several commands share."""

from typing import Annotated

import typer

JsonLines = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
