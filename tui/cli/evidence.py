"""An article with where each of its fields comes from and what became of each line of its text, for the shell."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator
from typing import Any

import click

from index.types import InspectedLine, Inspection
from tui.cli.streams import json_is_ascii, say

_WIDEST = 100
_FIELD, _ROLE = 10, 10


def inspection_json(inspection: Inspection) -> dict[str, Any]:
    """The versioned form; unknown values are None."""
    return {
        "version": 1,
        "id": inspection.id,
        "location": inspection.location,
        "message": inspection.message,
        "fields": [
            {"name": field.name, "value": field.value, "evidence": field.evidence} for field in inspection.fields
        ],
        "lines": [_line_json(number, line) for number, line in enumerate(inspection.lines, start=1)],
        "scopes": [scope.value for scope in inspection.scopes],
    }


def _line_json(number: int, line: InspectedLine) -> dict[str, Any]:
    return {
        "line": number,
        "role": line.role,
        "kept": line.kept,
        "reason": line.reason or None,
        "kind": line.kind,
        "block": line.block,
        "rule": line.rule,
        "text": line.text,
    }


def print_inspection(inspection: Inspection, *, as_json: bool, colour: bool) -> None:
    """Print it in one of the two forms."""
    if as_json:
        click.echo(json.dumps(inspection_json(inspection), ensure_ascii=json_is_ascii()))
        return
    if inspection.message:
        say(inspection.message)
    for text in inspection_lines(inspection, colour=colour):
        click.echo(text, color=colour)


def inspection_lines(inspection: Inspection, *, colour: bool) -> Iterator[str]:
    """The fields with their evidence, then the numbered lines: role, text, and why one was left out."""
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    for field in inspection.fields:
        evidence = f" [{field.evidence}]" if field.evidence else ""
        yield _hanging(f"{field.name:<{_FIELD}}", field.value + evidence, width)
    yield ""
    for number, line in enumerate(inspection.lines, start=1):
        told = [line.reason, f"rule {line.rule}" if line.rule is not None else ""]
        why = ", ".join(filter(None, told))
        text = _hanging(f"{number:>5} {line.role:<{_ROLE}}", line.text + (f" [{why}]" if why else ""), width)
        yield click.style(text, dim=True) if colour and not line.kept else text


def _hanging(label: str, text: str, width: int) -> str:
    indent = " " * (len(label) + 1)
    room = max(20, width - len(indent))
    lines = [line for part in text.split("\n") for line in textwrap.wrap(part, room, break_on_hyphens=False) or [""]]
    return "\n".join((indent if number else f"{label} ") + line for number, line in enumerate(lines))
