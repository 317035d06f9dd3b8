"""From one JSON record to the fields and blocks of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from index.cleaning.document import Found, RawBlock
from index.cleaning.safety import safe_text
from index.parsing.json_names import ASIDES, NAMES, SURE_HEADLINES, WRAPPINGS, plain_key
from index.parsing.markup import has_block_markup, inline_text, markup_blocks, unescaped
from index.parsing.text import raw_blocks
from index.types import BlockKind

_DEPTH: Final = 4

_TEXT_KEYS: Final = (
    "text",
    "value",
    "main",
    "rendered",
    "content",
    "plain",
    "html",
    "body",
    "title",
    "name",
    "default",
)
_NAME_KEYS: Final = (
    "name",
    "fullname",
    "displayname",
    "original",
    "title",
    "label",
    "value",
    "text",
    "main",
    "default",
)
_FIELD_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("authors", "outlet", "section", "place"), _NAME_KEYS),
    "tags": ("value", *_NAME_KEYS),
    "published": ("date", "value", "datetime", "iso", "timestamp", "seconds", "text"),
    "id": ("oid", "value", "text", "id"),
    "url": ("href", "url", "value", "text", "web", "canonical", "self", "alternate"),
}
_MANY: Final = frozenset({"authors", "tags", "published"})
"""Fields of which every value counts; of the others the first is taken."""

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_PART_KINDS: Final = (
    (("head", "h1", "h2", "h3", "h4"), BlockKind.HEADING),
    (("quote",), BlockKind.QUOTE),
    (("list", "bullet"), BlockKind.LIST),
    (("caption", "image", "photo", "figure", "picture", "video"), BlockKind.CAPTION),
)
_PART_TEXT_KEYS: Final = (
    "text",
    "caption",
    "content",
    "value",
    "html",
    "body",
    "paragraph",
    "items",
    "children",
    "data",
)


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record says: the values found for each field, the surest first, and the blocks of its body."""

    values: Mapping[str, tuple[Found, ...]]
    blocks: tuple[RawBlock, ...]

    @property
    def is_article(self) -> bool:
        """Whether there is anything to read: a body, or a headline that comes with a date, an author or an address."""
        if self.blocks:
            return True
        return "headline" in self.values and any(name in self.values for name in ("published", "authors", "url"))


@dataclass(frozen=True, slots=True)
class _Scope:
    """An object of the record whose keys may be fields: its path, and plain key -> (key, value)."""

    path: str
    keys: dict[str, tuple[str, Any]]


def looks_like_article(record: Any) -> bool:
    """Whether a record, as far as it is complete, has a headline or a body under a usual name."""
    if not isinstance(record, dict):
        return False
    names = (*SURE_HEADLINES, *NAMES["body"])
    return any(_has_text(scope, name) for scope in _scopes(record) for name in names)


def _has_text(scope: _Scope, name: str) -> bool:
    found = scope.keys.get(name)
    return found is not None and any(text.strip() for text in _texts(found[1], _TEXT_KEYS))


def fields_of(record: dict[str, Any], mapping: Mapping[str, str]) -> Fields:
    """The fields of a record: those that the mapping points at, then those under their usual names."""
    scopes = _scopes(record)
    values: dict[str, tuple[Found, ...]] = {}
    for name in NAMES:
        if name != "body":
            found = _found(name, scopes, record, mapping)
            values[name] = tuple(found if name in _MANY else islice(found, 1))
    blocks = tuple(_body(scopes, record, mapping))
    if not blocks:
        blocks = _short_body(values)
    return Fields({name: found for name, found in values.items() if found}, blocks)


def _short_body(values: dict[str, tuple[Found, ...]]) -> tuple[RawBlock, ...]:
    """The summary as the body of a record that has no other; none for what only has a name."""
    headline = values["headline"]
    if headline and plain_key(headline[0].evidence.rpartition(".")[2].removeprefix("json:")) == "name":
        values["headline"] = ()
        return ()
    if not headline or not values["standfirst"]:
        return ()
    summary = values["standfirst"][0]
    values["standfirst"] = ()
    return tuple(raw_blocks(safe_text(summary.value)))  # free of markup already


# ---- where fields stand ----


def _scopes(record: dict[str, Any]) -> list[_Scope]:
    """The objects of a record that hold its fields, the record proper first."""
    scopes: list[_Scope] = []
    _collect(record, "", _DEPTH, scopes)
    return scopes


def _collect(value: dict[str, Any], path: str, depth: int, scopes: list[_Scope]) -> None:
    own = _Scope(path, {plain_key(key): (key, inner) for key, inner in value.items()})
    asides = []
    for key, inner in value.items():
        if isinstance(inner, dict) and depth > 1:
            if key.lower() in WRAPPINGS and _is_wrapped(inner, depth - 1):
                _collect(inner, f"{path}{key}.", depth - 1, scopes)
            elif key.lower() in ASIDES:
                asides.append((key, inner))
    scopes.append(own)
    for key, inner in asides:
        _collect(inner, f"{path}{key}.", depth - 1, scopes)


def _is_wrapped(inner: dict[str, Any], depth: int) -> bool:
    """Whether an object under a wrapping's key is the article: it, or what it wraps in turn, has a headline or text."""
    for key, value in inner.items():
        plain = plain_key(key)
        if plain in SURE_HEADLINES or plain in NAMES["body"]:
            return True
        if depth > 1 and isinstance(value, dict) and key.lower() in WRAPPINGS and _is_wrapped(value, depth - 1):
            return True
    return False


def _found(name: str, scopes: list[_Scope], record: dict[str, Any], mapping: Mapping[str, str]) -> Iterator[Found]:
    keys = _FIELD_KEYS.get(name, _TEXT_KEYS)
    if name in mapping:
        for text in _texts(_at(record, mapping[name]), keys):
            yield Found(inline_text(text), f"json:{mapping[name]}")
    for scope in scopes:
        for plain in NAMES[name]:
            if plain not in scope.keys:
                continue
            key, value = scope.keys[plain]
            for text in _texts(value, keys):
                fitting = _fitting(name, plain, text)
                if fitting:
                    yield Found(fitting, f"json:{scope.path}{key}")


def _fitting(name: str, plain: str, text: str) -> str:
    """The value as text of the field, or "" where it cannot be meant for it."""
    if name == "url" or (name == "id" and plain in {"url", "link"}):
        address = _ADDRESS.search(unescaped(text))
        return address[0] if address else ""
    text = inline_text(text).strip()
    if name in {"place", "section", "authors"} and _ADDRESS.match(text):
        return ""
    return text


def _at(record: Any, path: str) -> Any:
    """The value at a dotted path: `meta.date`, `authors.0.name`; a key with dots in it is found as it is."""
    if isinstance(record, dict) and path in record:
        return record[path]
    value = record
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _texts(value: Any, keys: tuple[str, ...], depth: int = _DEPTH) -> Iterator[str]:
    """The texts of a value: of a list all, of an object the one under the first key that has any."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list) and depth:
        for inner in value:
            yield from _texts(inner, keys, depth - 1)
    elif isinstance(value, dict) and depth:
        yield from _object_texts({plain_key(key): inner for key, inner in value.items()}, keys, depth)


def _object_texts(value: dict[str, Any], keys: tuple[str, ...], depth: int) -> Iterator[str]:
    for key in keys:
        texts = [text for text in _texts(value.get(key), keys, depth - 1) if text.strip()]
        if texts:
            yield from texts
            return
    names = [value.get("firstname"), value.get("lastname")]
    if all(isinstance(name, str) for name in names):
        yield " ".join(str(name) for name in names)


# ---- the body ----


def _body(scopes: list[_Scope], record: dict[str, Any], mapping: Mapping[str, str]) -> list[RawBlock]:
    if "body" in mapping:
        blocks = _part_blocks(_at(record, mapping["body"]), _DEPTH)
        if blocks:
            return blocks
    for scope in scopes:
        for plain in NAMES["body"]:
            blocks = _part_blocks(scope.keys[plain][1], _DEPTH) if plain in scope.keys else []
            if blocks:
                return blocks
    return []


def _part_blocks(value: Any, depth: int, kind: BlockKind | None = None) -> list[RawBlock]:
    if isinstance(value, str):
        return list(_text_blocks(value, kind))
    if isinstance(value, list) and depth:
        return [block for part in value for block in _part_blocks(part, depth - 1, kind)]
    if isinstance(value, dict) and depth:
        parts = {plain_key(key): inner for key, inner in value.items()}
        kind = _part_kind(parts) or kind
        for key in (*_PART_TEXT_KEYS, *_TEXT_KEYS):
            blocks = _part_blocks(parts.get(key), depth - 1, kind)
            if blocks:
                return blocks
    return []


def _part_kind(parts: dict[str, Any]) -> BlockKind | None:
    named = parts.get("type") or parts.get("kind") or parts.get("tag")
    if isinstance(named, str):
        for words, kind in _PART_KINDS:
            if any(word in named.lower() for word in words):
                return kind
    return None


def _text_blocks(text: str, kind: BlockKind | None = None) -> Iterator[RawBlock]:
    blocks = markup_blocks(text) if has_block_markup(text) else raw_blocks(safe_text(inline_text(text)))
    for block in blocks:
        yield RawBlock(block.text, block.gap, kind=block.kind or kind)
