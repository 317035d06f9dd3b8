"""What stands before a text and is about it: YAML, TOML or JSON front matter, and headers of `Key: value` lines.

Jekyll, Hugo, Pelican, Nikola, MkDocs, MultiMarkdown and Pandoc write it, and clippers for Obsidian.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from index.cleaning.document import Found
from index.parsing.json_fields import fields_of
from index.parsing.json_names import NAMES, plain_key

_LONGEST: Final = 64 * 1024
_HEADER_LINES: Final = 60
_EMPTY: Final = frozenset({"", "~", "null", "none"})
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_FENCED = re.compile(r"\s*(?P<sign>---|\+\+\+)[ \t]*\n(?P<inside>.*?)\n(?P=sign)[ \t]*(?:\n|$)", re.DOTALL)
_YAML_END = re.compile(r"\s*---[ \t]*\n(?P<inside>.*?)\n\.\.\.[ \t]*(?:\n|$)", re.DOTALL)
_COMMENTED = re.compile(r"\s*<!--[ \t]*\n(?P<inside>(?:[ \t]*\.\. [^\n]*\n|[ \t]*\n)+)[ \t]*-->[ \t]*\n?")
_HEADER = re.compile(r":?([A-Za-z][\w .-]{0,40}):(?:[ \t]+(.*)|$)")
_ITEM = re.compile(r"\s*-\s+(.*)")
_KNOWN: Final = frozenset(name for names in NAMES.values() for name in names)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields that it says, and the text after it."""

    rest: str
    fields: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)


def front_matter(text: str, mapping: Mapping[str, str]) -> FrontMatter:
    """Takes the front matter off a text. What cannot be read as it should is read line by line; nothing is raised."""
    head = text[:_LONGEST]
    for form in (_FENCED, _YAML_END):
        fenced = form.match(head)
        if fenced is not None:
            inside = fenced["inside"]
            values = _toml(inside) if fenced.groupdict().get("sign") == "+++" else _yaml(inside)
            values = values or _lines(inside.split("\n"))
            return FrontMatter(text[fenced.end() :], declared(values, mapping)) if values else FrontMatter(text)
    commented = _COMMENTED.match(head)
    if commented is not None:
        values = _lines([line.strip().removeprefix("..").strip() for line in commented["inside"].split("\n")])
        return FrontMatter(text[commented.end() :], declared(values, mapping))
    if head.lstrip().startswith("{"):
        return _json(text, mapping)
    return _header(text, mapping)


def declared(values: Mapping[str, Any], mapping: Mapping[str, str]) -> Mapping[str, tuple[Found, ...]]:
    """The fields that keys and values say, under their usual names."""
    record = dict(_usual(values))
    found = fields_of({"body": "text", **record}, mapping).values
    categories = [
        Found(str(each), "front matter:categories")
        for key, value in record.items()
        if plain_key(key) == "categories" and isinstance(value, list)
        for each in value[1:]
    ]
    fields = {
        name: tuple(Found(each.value, each.evidence.replace("json:", "front matter:", 1)) for each in values)
        for name, values in found.items()
        if name != "id"
    }
    tags = tuple(Found(tag.value.removeprefix("#"), tag.evidence) for tag in (*fields.get("tags", ()), *categories))
    return {**fields, "tags": tags} if tags else fields


def _usual(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values without wiki links and empty ones; a source that is an address is the text's url."""
    for key, value in values.items():
        plain = _plain(value)
        if plain is None or plain_key(key) == "body":
            continue
        if plain_key(key) in {"source", "site"} and isinstance(plain, str) and _ADDRESS.match(plain):
            yield "url", plain
        elif plain_key(key) == "datecreated" or plain_key(key) != "name":
            yield key, plain


def _plain(value: Any, depth: int = 4) -> Any:
    if isinstance(value, str):
        text = _WIKI.sub(r"\1", value).strip()
        return None if text.casefold() in _EMPTY else text
    if isinstance(value, list) and depth:
        return [plain for each in value if (plain := _plain(each, depth - 1)) is not None] or None
    if isinstance(value, dict) and depth:
        return {str(key): plain for key, each in value.items() if (plain := _plain(each, depth - 1)) is not None}
    return None if isinstance(value, (bool, list, dict, type(None))) else str(value)


# ---- the forms ----


def _yaml(text: str) -> dict[str, Any]:
    """YAML with every scalar as text: no dates are made of it, no objects, and no aliases are followed."""
    import yaml

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are not followed")
            return super().compose_node(parent, index)

    try:
        values = yaml.load(text, Loader)  # noqa: S506 - a BaseLoader makes texts, lists and mappings only
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return {}
    return {str(key): value for key, value in values.items()} if isinstance(values, dict) else {}


def _toml(text: str) -> dict[str, Any]:
    import tomllib

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return {}
    tables = values.pop("extra", None), values.pop("taxonomies", None)  # Zola keeps fields of its own apart
    for table in tables:
        if isinstance(table, dict):
            values = {**table, **values}
    return values


def _json(text: str, mapping: Mapping[str, str]) -> FrontMatter:
    start = len(text) - len(text.lstrip())
    try:
        values, length = json.JSONDecoder().raw_decode(text[start : start + _LONGEST])
    except (ValueError, RecursionError):
        return FrontMatter(text)
    rest = text[start + length :]
    is_front = isinstance(values, dict) and (not rest or rest.startswith(("\n", "\r")))
    return FrontMatter(rest, declared(values, mapping)) if is_front else FrontMatter(text)


def _header(text: str, mapping: Mapping[str, str]) -> FrontMatter:
    """Lines of `Key: value` up to the first empty one, a usual key first; Pandoc's `%` lines."""
    body = text.lstrip("\ufeff\n")
    lines = body[:_LONGEST].split("\n")[:_HEADER_LINES]
    end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    first = _HEADER.match(lines[0])
    if lines[0].startswith("% "):
        names = ("title", "author", "date")
        values: dict[str, Any] = {
            name: line[1:].strip() for name, line in zip(names, lines[:end], strict=False) if line.startswith("%")
        }
        count = len(values)
    elif first is not None and plain_key(first[1]) in _KNOWN and all(map(_is_header, lines[:end])):
        values, count = _lines(lines[:end]), end
    else:
        return FrontMatter(text)
    return FrontMatter(body[sum(len(line) + 1 for line in lines[:count]) :], declared(values, mapping))


def _is_header(line: str) -> bool:
    return _HEADER.match(line) is not None or line[:1] in {" ", "\t"}


def _lines(lines: list[str]) -> dict[str, Any]:
    """Values of lines, each with its key; items of a list below its key."""
    values: dict[str, Any] = {}
    key = ""
    for line in lines:
        item, header = _ITEM.match(line), _HEADER.match(line)
        if header is not None:
            key = header[1]
            values[key] = _unquoted(header[2] or "")
        elif key and item is not None:
            held = values[key] if isinstance(values[key], list) else []
            values[key] = [*held, _unquoted(item[1])]
        elif key and line[:1] in {" ", "\t"} and isinstance(values[key], str):
            values[key] = f"{values[key]} {line.strip()}"
    return values


def _unquoted(text: str) -> Any:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    if text.startswith("[") and text.endswith("]") and not text.startswith("[["):
        return [_unquoted(each) for each in text[1:-1].split(",")]
    return text[1:] if text[:1] == '"' else text
