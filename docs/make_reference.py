"""Writes docs/COMMAND_LINE.md from the commands of manage.py and the fields of pages/command_line/json_fields.py.

`make docs` runs it. Change the help text of an option or the note of a field there, never the document itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from inspect import getdoc
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from manage import COMMANDS, app_of
from pages.command_line.json_fields import DOCUMENTS

FILE = Path(__file__).with_name("COMMAND_LINE.md")
INTRODUCTION = """\
<!-- Made by `make docs`. Do not edit it: change the help texts in pages/command_line/ or the notes in
pages/command_line/json_fields.py, then run `make docs`. -->

# The command line

`.venv/bin/python manage.py COMMAND` works on the same store as the pages: the one named in `DATABASE_URL`, else SQLite
in `var/plumbline.db`. The first command makes the store.

Answers go to standard output; progress, hints and refusals go to standard error. The exit code is

- **0** when it is done,
- **1** when it is done but something needs attention: rows were refused, `verify` found a difference, `inspect` has a
  question, a mail could not be sent,
- **2** when it is not done. One sentence says why and that nothing was changed.

With `--json` a command prints exactly one JSON document. Every field listed here is always there, unless its note says
when. Fields may be added in later versions; those listed keep their names and meanings. Dates are ISO, months are
written as `2026-10`, shares run from 0 to 100, numbers are not rounded, and what is missing is `null`. Units are paths,
such as `North/Leeds/Counter`.
"""
TYPES = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "int range": "whole number",
    "path": "path",
    "Path": "path",
}
Parameter = TyperArgument | TyperOption


def reference() -> str:
    """The whole document."""
    program = typer.main.get_command(app_of(COMMANDS))
    assert isinstance(program, TyperGroup)
    shown: set[str] = set()
    commands = [part for name in program.commands for part in _command(program, name, shown)]
    index = [f"- [`{name}`](#{name}): {command.help}" for name, command in program.commands.items()]
    return "\n".join([INTRODUCTION, *index, "", *commands])


def _command(program: TyperGroup, name: str, shown: set[str]) -> Iterator[str]:
    """The section of one command. `shown` holds the documents that earlier sections describe; it is added to."""
    command = program.commands[name]
    assert isinstance(command, TyperCommand)
    context = typer.Context(command, info_name=f"manage.py {name}", resilient_parsing=True)
    yield f"## {name}\n\n{command.help}\n\n```\n{command.get_usage(context).removeprefix('Usage: ')}\n```\n"
    yield "| argument or option | takes | default | meaning |\n|---|---|---|---|"
    for parameter in command.params:
        assert isinstance(parameter, Parameter)
        yield _row(f"`{_name(parameter)}`", _takes(parameter, context), _default(parameter, context), parameter.help)
    document = DOCUMENTS[name]
    yield f"\nWith `--json`: {_type_name(document)}.\n"
    for described in _documents(document):
        if described.__name__ not in shown:
            shown.add(described.__name__)
            yield from _fields(described)


def _name(parameter: Parameter) -> str:
    if isinstance(parameter, TyperOption):
        return ", ".join(parameter.opts)
    name = f"{parameter.name}{'...' if parameter.nargs == -1 else ''}"
    return name if parameter.required else f"[{name}]"


def _takes(parameter: Parameter, context: typer.Context) -> str:
    """What may be given: the words to choose from, or a type; nothing for a switch."""
    if isinstance(parameter, TyperOption) and parameter.is_flag:
        return ""
    kind = parameter.display_type(context).strip("<>")
    repeated = " (may be repeated)" if kind.startswith("list[") else ""
    kind = kind.removeprefix("list[").removesuffix("]")
    words = TYPES.get(kind) or ", ".join(f"`{word}`" for word in kind.split("|"))
    return words + (f", at least {parameter.min}" if parameter.min is not None else "") + repeated


def _default(parameter: Parameter, context: typer.Context) -> str:
    default = parameter.get_default(context)
    if default is None or default is False or default == "":
        return ""
    return f"`{default.value if isinstance(default, Enum) else default}`"


def _row(*cells: str | None) -> str:
    return "| " + " | ".join((cell or "").replace("|", "\\|") for cell in cells) + " |"


def _fields(document: type) -> Iterator[str]:
    """The table of one document's fields."""
    yield f"### {_title(document)}\n\n{getdoc(document)}\n\n| field | type | meaning |\n|---|---|---|"
    for name, hint in get_type_hints(document, include_extras=True).items():
        kind, meaning, *words = _noted(hint)
        listed = ", ".join(f"`{word.value}`" for choices in words for word in choices)
        yield _row(f"`{name}`", _type_name(kind), f"{meaning} One of {listed}." if listed else meaning)
    yield ""


def _noted(hint: object) -> tuple[Any, ...]:
    """A field's type, what it means, and the enum of its words where it has one."""
    kind = get_args(hint)[0] if get_origin(hint) is NotRequired else hint
    assert get_origin(kind) is Annotated, f"{hint} does not say what it means"
    return get_args(kind)


def _type_name(kind: object) -> str:
    """A type in words, linked to the table of a document's fields."""
    if isinstance(kind, type) and is_typeddict(kind):
        title = _title(kind).lower()
        return f"[{title}](#{title.replace(' ', '-')})"
    if kind is NoneType:
        return "null"
    if get_origin(kind) is list:
        (inner,) = get_args(kind)
        return f"list of ({_type_name(inner)})" if get_origin(inner) is UnionType else f"list of {_type_name(inner)}"
    if get_origin(kind) is dict:
        key, value = get_args(kind)
        return f"object: {_type_name(key)} to {_type_name(value)}"
    if get_origin(kind) is UnionType:
        return " or ".join(_type_name(each) for each in get_args(kind))
    assert isinstance(kind, type), f"{kind} is no type of JSON"
    return TYPES[kind.__name__]


def _documents(kind: object) -> Iterator[type]:
    """Every document within a type, the outer one first."""
    inner = get_args(kind)
    if isinstance(kind, type) and is_typeddict(kind):
        yield kind
        inner = tuple(_noted(hint)[0] for hint in get_type_hints(kind, include_extras=True).values())
    for each in inner:
        yield from _documents(each)


def _title(document: type) -> str:
    """`RefusedFileDocument` as “Refused file document”."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[1].lower()}", document.__name__)


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
