"""From the element of one story to its fields and body: NITF, NewsML 1, NewsML-G2, and articles in plain XML.

NITF 3.6, NewsML 1.2 and NewsML-G2 2.3x, IPTC. Other XML is read by the usual names of an article's fields, as JSON is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from index.cleaning.byline import dateline_of, in_usual_case
from index.cleaning.document import Found, RawBlock
from index.parsing.json_fields import fields_of
from index.parsing.json_names import NAMES, SURE_HEADLINES, plain_key
from index.parsing.xml import local_name
from index.parsing.xml_blocks import element_blocks, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

Fields = dict[str, tuple[Found, ...]]
Story = tuple[Fields, tuple[RawBlock, ...]]

_BODY_NAMES: Final = frozenset((*NAMES["body"], "bodycontent", "fulltexthtml"))
_HEADS: Final = frozenset({"head", "header", "headers", "meta", "metadata", "front", "info", "docinfo", "properties"})
_NAMED: Final = frozenset({"field", "property", "str", "arr", "date", "meta", "attribute", "element"})
_PARAGRAPHS: Final = frozenset({"p", "para", "paragraph"})
_PARTS: Final = frozenset(
    ["sec", "section", "fig", "figure", "table", "box", "aside", "div", "body", "text", "content", "block"]
)
_DEPTH: Final = 3
_BASIC = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?$")


class _Finder:
    """Looks things up in a story by their names, the surest first."""

    def __init__(self, story: _Element, form: str) -> None:
        self.form = form
        self._by_name: dict[str, list[_Element]] = {}
        for element in story.iter():
            self._by_name.setdefault(local_name(element), []).append(element)

    def all(self, name: str) -> list[_Element]:
        """The elements of a name."""
        return self._by_name.get(name, [])

    def texts(self, *names: str, attribute: str = "") -> tuple[Found, ...]:
        """The texts, or the values of an attribute, of the elements of the first name that has any."""
        for name in names:
            found = [
                Found(value, f"{self.form}:{name}")
                for element in self.all(name)
                if (value := (element.get(attribute) or "").strip() if attribute else text_of(element))
            ]
            if found:
                return tuple(found)
        return ()


def nitf_story(story: _Element) -> Story:
    """A story in NITF."""
    find = _Finder(story, "nitf")
    fields: Fields = {
        "headline": find.texts("hl1") or find.texts("hedline", "title"),
        "standfirst": find.texts("abstract") or find.texts("hl2")[:1],
        "authors": _people(find) or find.texts("byline"),
        "place": _place(find),
        "outlet": find.texts("pubdata", attribute="name") or find.texts("distributor", "doc.copyright"),
        "section": find.texts("pubdata", attribute="position.section") or _meta(find, "section", "online_sections"),
        "published": _dates(
            *find.texts("story.date", "date.issue", "date.release", attribute="norm"),
            *find.texts("pubdata", attribute="date.publication"),
            *find.texts("story.date"),
        ),
        "url": _meta(find, "url", "ex-ref"),
        "tags": find.texts("keyword", attribute="key")
        + find.texts("tobject.subject", attribute="tobject.subject.type"),
        "id": find.texts("doc-id", attribute="id-string"),
        "language": _language(story),
    }
    bodies = find.all("body.content") or find.all("body")
    return fields, tuple(block for body in bodies[:1] for block in _full_text(body))


def _people(find: _Finder) -> tuple[Found, ...]:
    people = [each for line in find.all("byline") for each in line if local_name(each) == "person"]
    return tuple(Found(text_of(person), "nitf:byline") for person in people)


def _full_text(body: _Element) -> list[RawBlock]:
    """A body; where its full text stands in a block of its own, that block alone."""
    full = [child for child in body if child.get("class") == "full_text"]
    return element_blocks(full[0] if full else body)


def _place(find: _Finder) -> tuple[Found, ...]:
    for line in find.all("dateline"):
        city = next((text_of(each) for each in line.iter() if local_name(each) == "city"), "")
        text = city or text_of(line)
        place = city or dateline_of(f"{text} - X") or re.split(r"[,(]|\s\d|\s[-–—]", text)[0].strip()
        if place and not place[0].isdigit():
            return (Found(in_usual_case(place), f"{find.form}:dateline"),)
    return ()


def _meta(find: _Finder, *names: str) -> tuple[Found, ...]:
    wanted = {plain_key(name) for name in names}
    return tuple(
        Found(element.get("content") or "", "nitf:meta")
        for element in find.all("meta")
        if plain_key(element.get("name") or "") in wanted and element.get("content")
    )[:1]


def _language(story: _Element) -> tuple[Found, ...]:
    value = story.get("{http://www.w3.org/XML/1998/namespace}lang") or story.get("lang") or ""
    return (Found(value, "xml:lang"),) if value else ()


def _dates(*found: Found) -> tuple[Found, ...]:
    """Dates in the basic form of ISO 8601 ("20310309T061200Z") in the usual one; others as they are."""
    return tuple(Found(_usual_date(each.value), each.evidence) for each in found)


def _usual_date(value: str) -> str:
    basic = _BASIC.match(value.strip())
    if basic is None:
        return value
    year, month, day, hour, minute, second, zone = basic.groups()
    text = f"{year}-{month}-{day}"
    if hour and zone:
        text += f"T{hour}:{minute}:{second or '00'}{zone}"
    try:
        return datetime.fromisoformat(text).isoformat() if len(text) > len("yyyy-mm-dd") else text
    except ValueError:
        return value


def news_item_story(story: _Element) -> Story | None:
    """An item of NewsML 1 or NewsML-G2, or None when it is neither."""
    names = {local_name(element) for element in story.iter()}
    if "contentmeta" in names or "itemmeta" in names:
        return _g2_story(story)
    return _newsml1_story(story) if "newscomponent" in names else None


def _g2_story(story: _Element) -> Story:
    find = _Finder(story, "newsml-g2")
    nitf = find.all("nitf")
    inner, blocks = nitf_story(nitf[0]) if nitf else ({}, ())
    meta = find.all("contentmeta")
    own = _Finder(meta[0], "newsml-g2") if meta else find
    fields: Fields = {
        "headline": own.texts("headline", "slugline"),
        "authors": own.texts("by") or _child_names(own, "creator"),
        "standfirst": _summary(own),
        "place": _child_names(own, "located") or _place(own),
        "outlet": _child_names(find, "provider") or find.texts("provider", attribute="literal"),
        "published": _dates(*own.texts("contentcreated"), *find.texts("firstcreated", "versioncreated")),
        "language": own.texts("language", attribute="tag") or _language(story),
        "tags": _child_names(own, "subject") + own.texts("keyword"),
        "id": (Found(story.get("guid") or "", "newsml-g2:guid"),) if story.get("guid") else (),
    }
    fields = {**{name: found for name, found in inner.items() if found}, **{n: f for n, f in fields.items() if f}}
    if not blocks:
        bodies = find.all("body") or find.all("inlinexml") or find.all("inlinedata")
        blocks = tuple(block for body in bodies[:1] for block in element_blocks(body))
    return fields, blocks


def _summary(find: _Finder) -> tuple[Found, ...]:
    roles = [element for element in find.all("description") if "summary" in (element.get("role") or "summary")]
    return tuple(Found(text_of(element), "newsml-g2:description") for element in roles[:1] if text_of(element))


def _child_names(find: _Finder, name: str) -> tuple[Found, ...]:
    """The names inside elements of that name."""
    found = []
    for element in find.all(name):
        names = [text_of(child) for child in element if local_name(child) == "name"]
        if names and names[0]:
            found.append(Found(names[0], f"newsml-g2:{name}"))
    return tuple(found)


def _newsml1_story(story: _Element) -> Story:
    find = _Finder(story, "newsml")
    nitf = find.all("nitf")
    inner, blocks = nitf_story(nitf[0]) if nitf else ({}, ())
    parties = [
        Found(party.get("FormalName") or "", f"newsml:{name}")
        for name in ("provider", "source")
        for element in find.all(name)
        for party in element
        if party.get("FormalName")
    ]
    cities = [
        Found(each.get("Value") or "", "newsml:location")
        for each in find.all("property")
        if each.get("FormalName") == "City" and each.get("Value")
    ]
    fields: Fields = {
        "headline": find.texts("headline", "newslinetext", "sluglines"),
        "standfirst": find.texts("subheadline"),
        "authors": find.texts("byline")[:1],
        "place": tuple(cities[:1]) or _place(find),
        "outlet": tuple(parties[:1]),
        "published": _dates(*find.texts("dateandtime", "firstcreated", "thisrevisioncreated", "dateid")),
        "language": find.texts("language", attribute="FormalName") or _language(story),
        "tags": find.texts("keywordline"),
        "id": find.texts("publicidentifier", "newsitemid"),
    }
    fields = {**{name: found for name, found in inner.items() if found}, **{n: f for n, f in fields.items() if f}}
    if not blocks:
        bodies = find.all("body") or find.all("datacontent")
        blocks = tuple(block for body in bodies[:1] for block in element_blocks(body))
    return fields, blocks


# ---- other XML ----


def looks_like_story(element: _Element) -> bool:
    """Whether an element has a headline and a body under usual names, among its children or in a head of them."""
    if local_name(element) in _PARTS:
        return False
    keys = set(_keys(element))
    has_body = bool(keys & _BODY_NAMES) or bool(keys & _PARAGRAPHS)
    return has_body and bool(keys & SURE_HEADLINES)


def _keys(element: _Element) -> Iterator[str]:
    yield from (plain_key(name) for name in element.attrib if isinstance(name, str) and len(element))
    for child in element:
        name = local_name(child)
        yield plain_key(child.get("name") or name) if name in _NAMED else plain_key(name)
        if name in _HEADS:
            yield from (plain_key(local_name(inner)) for inner in child)


def plain_story(element: _Element, mapping: Mapping[str, str]) -> Story:
    """A story under usual names."""
    record = _record(element, _DEPTH)
    body = _body(element)
    found = fields_of({**record, "body": "text"} if body else record, mapping)
    fields = {
        name: tuple(Found(_dated(name, each.value), each.evidence.replace("json:", "xml:", 1)) for each in values)
        for name, values in found.values.items()
    }
    if "place" in fields:
        line = fields["place"][0]
        place = dateline_of(f"{line.value} - X") or re.split(r",|\s\d", line.value)[0]
        fields["place"] = (Found(in_usual_case(place), line.evidence),)
    if "language" not in fields and (language := _language(element)):
        fields["language"] = language
    return fields, tuple(body) or found.blocks


def _dated(name: str, value: str) -> str:
    return _usual_date(value) if name == "published" else value


def _body(element: _Element) -> list[RawBlock]:
    named: dict[str, _Element] = {}
    for child in element:
        name = local_name(child)
        named.setdefault(plain_key(child.get("name") or name) if name in _NAMED else plain_key(name), child)
    for name in (*NAMES["body"], "bodycontent"):
        if name in named and (blocks := element_blocks(named[name])):
            return blocks
    if not _PARAGRAPHS & named.keys():
        return []
    return [block for child in element if local_name(child) in _PARAGRAPHS for block in element_blocks(child)]


def _record(element: _Element, depth: int) -> dict[str, Any]:
    """An element as a mapping: its attributes and children by their names; several of a name are a list."""
    record: dict[str, Any] = {key: value for key, value in element.attrib.items() if isinstance(key, str)}
    for child in element:
        name = local_name(child)
        if not name:
            continue
        key = child.get("name") or name if name in _NAMED else name
        value: Any = _record(child, depth - 1) if len(child) and depth and name in _HEADS else _value(child, depth)
        held = record.get(key)
        record[key] = value if held is None else [*held, value] if isinstance(held, list) else [held, value]
    return record


def _value(element: _Element, depth: int) -> Any:
    """A text; of an element that only holds others, the list of their texts."""
    if len(element) and depth and not (element.text or "").strip() and not any((c.tail or "").strip() for c in element):
        texts = [text for child in element if (text := text_of(child))]
        return texts if len(texts) != 1 else texts[0]
    return text_of(element)
