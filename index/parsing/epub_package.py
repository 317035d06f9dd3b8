"""What an EPUB says of itself: its package document, and its table of contents.

Forms: EPUB Packages 3.3 (https://www.w3.org/TR/epub-33/), Open Packaging Format 2.0.1 with its NCX, and META-INF of the
Open Container Format.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from index.cleaning.document import Found
from index.errors import BrokenInputError
from index.parsing.book_pages import page_root, types_of
from index.parsing.xml import local_name, xml_root
from index.parsing.zipped import ZipParts

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGE_TYPES: Final = frozenset(
    {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
)
_PAGE_SUFFIXES: Final = (".xhtml", ".html", ".htm", ".xml")
_FONTS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways of hiding fonts, which lock nothing that is read."""

_WRITERS: Final = frozenset({"", "aut", "author", "cre", "art", "jrn"})
_PERIODICAL: Final = "calibre:publication_type"
_ISSUE_DATE = re.compile(r"\s*\[[^\[\]]*\d{4}[^\[\]]*\]$")  # "Title [Mon, 06 Mar 2017]", as news recipes make it


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents. `path` is "" where it leads nowhere; `depth` counts from 0."""

    label: str
    path: str
    fragment: str
    depth: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Package:
    """The package document: `pages` in reading order (paths of parts), `metadata` by plain name with its attributes."""

    path: str
    pages: tuple[str, ...]
    entries: tuple[Entry, ...]
    metadata: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]]

    @property
    def is_periodical(self) -> bool:
        """Whether it is an issue of a newspaper or magazine, made by a news recipe."""
        return any(
            at.get("name") == _PERIODICAL and "periodical" in at.get("content", "")
            for _, at in self.metadata.get("meta", ())
        )


def read_package(parts: ZipParts, location: str) -> Package:
    """The package of an EPUB.

    Raises:
        BrokenInputError: it has none, it is damaged, or its pages are locked.
    """
    path = _package_path(parts, location)
    root = xml_root(parts.read(path), location, recover=True)
    items = {each.get("id", ""): each for each in root.iter("{*}item")}
    metadata = _metadata(root)
    pages = []
    for reference in root.iter("{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item is not None and reference.get("linear", "yes") != "no" and _is_page(item):
            pages.append(_part_path(path, item.get("href", ""))[0])
    _check_lock(parts, set(pages), location)
    entries = tuple(_entries(parts, path, root, items, location))
    return Package(path, tuple(dict.fromkeys(pages)), entries, metadata)


def _package_path(parts: ZipParts, location: str) -> str:
    if parts.name(_CONTAINER) is None:
        raise BrokenInputError("this is no EPUB: it has no container.xml", location, "Fetch or save it again.")
    container = xml_root(parts.read(_CONTAINER), location, recover=True)
    for rootfile in container.iter("{*}rootfile"):
        path = unquote(rootfile.get("full-path", ""))
        if path and parts.name(path):
            return path
    raise BrokenInputError("the EPUB names no package document", location, "Fetch or save it again.")


def _is_page(item: _Element) -> bool:
    if "nav" in item.get("properties", "").split():
        return False
    return item.get("media-type", "") in _PAGE_TYPES or item.get("href", "").lower().endswith(_PAGE_SUFFIXES)


def _part_path(base: str, href: str) -> tuple[str, str]:
    """The part that an address in the part `base` means, and its fragment."""
    address, _, fragment = href.strip().partition("#")
    if not address:
        return base, unquote(fragment)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(address)))
    return joined.lstrip("/"), unquote(fragment)


def _check_lock(parts: ZipParts, pages: set[str], location: str) -> None:
    if parts.name(_ENCRYPTION) is None:
        return
    root = xml_root(parts.read(_ENCRYPTION), location, recover=True)
    for data in root.iter("{*}EncryptedData"):
        methods = {each.get("Algorithm", "") for each in data.iter("{*}EncryptionMethod")}
        locked = {unquote(each.get("URI", "")) for each in data.iter("{*}CipherReference")}
        if not methods <= set(_FONTS) and locked & pages:
            advice = "Only the seller's software opens it; add a copy without the lock."
            raise BrokenInputError("the book is locked (DRM)", location, advice)


# ---- metadata ----


def _metadata(root: _Element) -> dict[str, tuple[tuple[str, Mapping[str, str]], ...]]:
    """Element name -> its texts, each with its attributes and with what refines it."""
    refining: dict[str, dict[str, str]] = {}
    for meta in root.iter("{*}meta"):
        about = meta.get("refines", "").lstrip("#")
        if about and meta.get("property"):
            refining.setdefault(about, {})[meta.get("property", "")] = (meta.text or "").strip()
    found: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
    for block in root.iter("{*}metadata"):
        for element in block.iter():
            text = "".join(map(str, element.itertext())).strip()
            attributes = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
            attributes |= refining.get(element.get("id", ""), {})
            found.setdefault(local_name(element), []).append((text, attributes))
    return {name: tuple(values) for name, values in found.items()}


def book_title(package: Package) -> Found | None:
    """The title without the day that news recipes put behind it."""
    titles = [text for text, at in package.metadata.get("title", ()) if text and at.get("title-type", "main") == "main"]
    return Found(_ISSUE_DATE.sub("", titles[0]), "epub:title") if titles else None


def book_fields(package: Package) -> dict[str, tuple[Found, ...]]:
    """Authors, date, language, tags and address of the whole book."""
    values = {
        "authors": _creators(package),
        "published": _dates(package),
        "language": [text for text, _ in package.metadata.get("language", ())],
        "tags": [text for text, _ in package.metadata.get("subject", ()) if text != "News"],
        "url": [text for text in _texts(package, "source", "identifier") if re.match("https?://", text)],
    }
    names = {"authors": "creator", "published": "date", "tags": "subject", "url": "source"}
    return {
        field: tuple(Found(text, f"epub:{names.get(field, field)}") for text in texts if text)
        for field, texts in values.items()
        if any(texts)
    }


def publisher(package: Package) -> Found | None:
    """Who published it."""
    names = [text for text in _texts(package, "publisher") if text and text.lower() != "calibre"]
    return Found(names[0], "epub:publisher") if names else None


def _texts(package: Package, *names: str) -> list[str]:
    return [text for name in names for text, _ in package.metadata.get(name, ())]


def _creators(package: Package) -> list[str]:
    return [
        text
        for text, at in package.metadata.get("creator", ())
        if at.get("role", "").lower() in _WRITERS and text.lower() not in {"calibre", "unknown", "various"}
    ]


def _dates(package: Package) -> list[str]:
    """The dates of publication: those of making or changing the file are not."""
    dates = package.metadata.get("date", ())
    named = [text for text, at in dates if at.get("event", "") == "publication"]
    return named or [text for text, at in dates if not at.get("event")]


# ---- the table of contents ----


def _entries(
    parts: ZipParts, package: str, root: _Element, items: Mapping[str, _Element], location: str
) -> Iterator[Entry]:
    """The lines of the navigation document, or else of the NCX."""
    nav = next((each for each in items.values() if "nav" in each.get("properties", "").split()), None)
    if nav is not None:
        path = _part_path(package, nav.get("href", ""))[0]
        found = list(_nav_entries(parts, path, location)) if parts.name(path) else []
        if found:
            yield from found
            return
    spine = next(root.iter("{*}spine"), None)
    ncx = items.get(spine.get("toc", "")) if spine is not None else None
    if ncx is None:
        ncx = next((each for each in items.values() if each.get("media-type") == "application/x-dtbncx+xml"), None)
    if ncx is not None:
        path = _part_path(package, ncx.get("href", ""))[0]
        if parts.name(path):
            yield from _ncx_entries(parts, path, location)


def _nav_entries(parts: ZipParts, path: str, location: str) -> Iterator[Entry]:
    root = page_root(parts.read(path), location)
    for nav in root.iter("{*}nav"):
        if "toc" not in types_of(nav):
            continue
        for line in nav.iter("{*}li"):
            label = next((each for each in line if local_name(each) in {"a", "span"}), None)
            if label is not None:
                depth = sum(local_name(above) == "li" for above in line.iterancestors())
                target = _part_path(path, label.get("href", "")) if label.get("href") else ("", "")
                yield Entry(" ".join("".join(map(str, label.itertext())).split()), *target, depth, "epub:nav")


def _ncx_entries(parts: ZipParts, path: str, location: str) -> Iterator[Entry]:
    root = xml_root(parts.read(path), location, recover=True)
    for point in root.iter("{*}navPoint"):
        label = next(point.iter("{*}navLabel"), None)
        content = next((each for each in point if local_name(each) == "content"), None)
        source = content.get("src", "") if content is not None else ""
        depth = sum(local_name(above) == "navpoint" for above in point.iterancestors())
        text = " ".join("".join(map(str, label.itertext())).split()) if label is not None else ""
        yield Entry(text, *(_part_path(path, source) if source else ("", "")), depth, "epub:ncx")
