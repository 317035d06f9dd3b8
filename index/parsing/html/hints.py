"""What an element of a page holds, by its names: those that content systems of many publishers give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_RELATED: Final = (
    r"related\w*|recommend\w*|recirc\w*|also-?like|read-?(?:next|more|also)|more-?(?:stories|news|from|on|posts)|trending"
    r"|popular|most-?\w+|teasers?|jp-relatedposts|next-?(?:post|article|up)|prev-?(?:post|article)|latest\w*|readmore"
    r"|crosslinks?|inline-?links?|pagination|pager|post-?navigation|carousel|see-?also|you-?may"
)
_BYLINE: Final = (
    r"byline\w*|dateline|timestamp|post-?meta|entry-?meta|article-?meta|meta-?info|pubdate|published|posted-?on"
)
HINTS: Final = (
    ("comments", r"comments?|disqus|respond|replies|talkback|discussion"),
    ("newsletter", r"newsletters?|subscri\w*|sign-?up|mailchimp|optin|donat\w*"),
    ("share", r"shar(?:e|ing)\w*|social\w*|follow(?:-?us)?|addthis\w*|addtoany\w*|sharedaddy"),
    ("advertisement", r"ad|ads|advert\w*|sponsor\w*|promo\w*|dfp|adslot|banner|taboola|outbrain|commercial"),
    ("related links", _RELATED),
    ("menu", r"nav|navbar|navigation|menu\w*|breadcrumbs?|toolbar|topbar|masthead|skip-?links?|sitemap|toc"),
    ("author", r"author-?(?:bio|box|info|card|description|profile|about)|about-?(?:the-?)?author|bio|biography"),
    ("byline", _BYLINE),
    ("tags", r"tags?|tag-?(?:list|cloud|links)|topics?|keywords|categories|cat-?links|taxonomy|post-?tags"),
    ("sidebar", r"sidebar|widget\w*|rail|right-?col\w*|secondary"),
    ("footer", r"footer|copyright|legal|disclaimer"),
    ("caption", r"(?:wp-|image-?|img-?|photo-?|media-?|figure-?)?captions?(?:-?text)?|legende|bildunterschrift"),
    ("credit", r"(?:image-?|img-?|photo-?|caption-?|media-?)?credits?|photographer|img-?source|image-?source"),
    ("gallery", r"galler\w*|slide-?shows?|slides?|sliders?|lightbox|photo-?stream"),
    ("cookie notice", r"cookies?\w*|consent|gdpr|privacy\w*"),
)
"""What words in class, id and role hint at. Of several the one that stands first in a name counts."""

_HINT = re.compile(
    "|".join(f"(?P<h{number}>(?<![a-z])(?:{pattern})(?![a-z]))" for number, (_, pattern) in enumerate(HINTS))
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BY_TAG: Final = {"nav": "menu", "footer": "footer", "aside": "sidebar", "form": "form"}
_BY_ROLE: Final = {
    "navigation": "menu",
    "menu": "menu",
    "menubar": "menu",
    "search": "menu",
    "banner": "menu",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "dialog": "cookie notice",
    "alertdialog": "cookie notice",
}


def hint_of(tag: str, attributes: Mapping[str, str]) -> str | None:
    """What an element holds by its tag, its role, its classes and its id ("menu", "comments", ...), or None."""
    hint = _BY_TAG.get(tag)
    if hint is not None or not attributes:
        return hint
    role, classes, own = attributes.get("role"), attributes.get("class"), attributes.get("id")
    hint = _BY_ROLE.get(role) if role else None
    if hint is None and classes:
        hint = next(filter(None, map(_named_hint, classes.split())), None)
    return hint or (_named_hint(own) if own else None)


@lru_cache(maxsize=32_768)
def _named_hint(name: str) -> str | None:
    found = _HINT.search(_CAMEL.sub("-", name).lower())
    return HINTS[int(str(found.lastgroup)[1:])][0] if found else None
