"""The usual names of an article's fields in JSON. Case, `_`, `-`, `:` and blanks in keys make no difference."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_NAMES: Final = {
    "headline": "headline title articletitle articleheadline hed heading webtitle ogtitle dctitle name",
    "body": "body articlebody bodytext bodyhtml fulltext maintext articletext articlecontent contenttext contenthtml"
    " contentencoded text content plaintext cleantext storytext story paragraphs article",
    "standfirst": "standfirst subtitle subheadline subhead subheading dek deck trailtext abstract summary excerpt"
    " teaser leadparagraph lead intro description ogdescription dcdescription",
    "authors": "authors author byline bylines creators creator dccreator writers writer reporters reporter"
    " articleauthor contributors contributor",
    "place": "dateline place placename location city",
    "section": "section sectionname sections articlesection category categoryname categories rubric department desk"
    " newsdesk channel",
    "outlet": "outlet source sourcename publisher publishername publication newspaper site sitename ogsitename website"
    " provider feedname",
    "published": "published datepublished publishedat publishedtime publisheddate publishedon publishdate"
    " publicationdate pubdate firstpublished firstpublishedat webpublicationdate articlepublishedtime"
    " dateposted postdate posted postedat dateissued issued date isodate displaydate datetime"
    " datecreated createdat created createdate dcdate",
    "language": "language lang languagecode inlanguage locale dclanguage",
    "url": "url weburl articleurl canonicalurl canonical sourceurl originalurl pageurl permalink link links href uri"
    " guid id",
    "tags": "tags keywords labels topics subjects",
    "id": "id guid uuid articleid documentid docid storyid newid url link",
}
NAMES: Final = {field: tuple(names.split()) for field, names in _NAMES.items()}
"""Field -> keys in their plain form, the surest first."""

SURE_HEADLINES: Final = frozenset(NAMES["headline"]) - {"name"}
"""Keys that only a text's heading has; a `name` may be anything's."""

_WRAPPING_WORDS: Final = "article _source attributes fields data document doc item node story post record news"
WRAPPINGS: Final = frozenset(_WRAPPING_WORDS.split())
"""Keys (in lower case) of an object that is the record itself, one level down."""

ASIDES: Final = frozenset({"meta", "metadata", "head", "properties", "info"})
"""Keys of an object that holds further fields of the record."""


@lru_cache(maxsize=8192)
def plain_key(key: str) -> str:
    """A key without case and signs: "datepublished" of "datePublished" and of "date_published"."""
    return "".join(character for character in key.lower() if character.isalnum())
