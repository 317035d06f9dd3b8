"""The table of everything a key can do in the reader.

Bindings, help, palette, footer and the key table of the README are made from it; nothing else names a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where the focus is: two actions may share a key when they share no scope."""

    LIST = "list"
    READER = "reader"
    SEARCH = "search"
    FACETS = "facets"
    TIMELINE = "timeline"


class Group(StrEnum):
    """The headings of the help, in its order."""

    MOVING = "Moving"
    ARTICLES = "Articles"
    SEARCHING = "Searching"
    SAVED = "Saved searches and reviews"
    PANELS = "Filter panel and timeline"
    MARKS = "Marks"
    TAKING = "Taking out"
    DATELINE = "Dateline"


PANES = (Scope.LIST, Scope.READER)
PANELS = (Scope.FACETS, Scope.TIMELINE)
SHOWN = (*PANES, *PANELS)
EVERYWHERE = (*SHOWN, Scope.SEARCH)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a key does.

    Keys are Textual key names or single characters, separated by commas; `newsboat` and `mutt` hold that preset's
    keys where they differ from the default. `widgets` are the ids of the widget bindings that do the work; where
    there are none, the screen does it. `footer` are the scopes whose footer shows `label`.
    """

    id: str
    keys: str
    label: str
    title: str
    help: str
    group: Group
    scopes: tuple[Scope, ...] = PANES
    widgets: tuple[str, ...] = ()
    footer: tuple[Scope, ...] = ()
    newsboat: str | None = None
    mutt: str | None = None


def _motion(
    name: str,
    keys: str,
    title: str,
    panels: tuple[Scope, ...] = (),
    *,
    newsboat: str | None = None,
    mutt: str | None = None,
) -> Action:
    label, text = name.replace("_", " "), f"{title}, in the list and in the article."
    scopes = (*PANES, *panels)
    widgets = tuple(f"{scope}.{name}" for scope in scopes)
    return Action(name, keys, label, title, text, Group.MOVING, scopes, widgets, newsboat=newsboat, mutt=mutt)


def _subhead(name: str, keys: str, title: str, text: str) -> Action:
    widgets = (f"reader.{name}",)
    return Action(name, keys, title.lower(), title, text, Group.MOVING, scopes=(Scope.READER,), widgets=widgets)


_MOVING = (
    _motion("down", "j,down", "Down one line", (Scope.FACETS,)),
    _motion("up", "k,up", "Up one line", (Scope.FACETS,)),
    _motion("page_down", "space,pagedown,ctrl+f", "Down one page", mutt="space,pagedown,z"),
    _motion("page_up", "b,pageup,ctrl+b", "Up one page", mutt="b,pageup,Z"),
    _motion("half_down", "ctrl+d", "Down half a page", PANELS, mutt="right_square_bracket,ctrl+d"),
    _motion("half_up", "ctrl+u", "Up half a page", PANELS, mutt="left_square_bracket,ctrl+u"),
    _motion("top", "g,home", "To the top", PANELS, newsboat="home", mutt="=,home"),
    _motion("bottom", "G,end", "To the bottom", PANELS, newsboat="end", mutt="*,end"),
    _subhead("next_subhead", "right_curly_bracket", "Next subhead", "To the next subhead of the article."),
    _subhead("previous_subhead", "left_curly_bracket", "Previous subhead", "To the subhead before."),
)

_ARTICLES = (
    Action(
        "open",
        "enter,l,right",
        "open",
        "Open the article",
        "Opens the article under the cursor and marks it read.",
        Group.ARTICLES,
        scopes=(Scope.LIST,),
        widgets=("list.open",),
        footer=(Scope.LIST,),
        mutt="enter,right",
    ),
    Action(
        "back",
        "q,h,left,escape",
        "back",
        "Back to the list",
        "From the article back to the list.",
        Group.ARTICLES,
        footer=(Scope.READER,),
        mutt="q,i,left,escape",
    ),
    Action(
        "next_article",
        "J",
        "next article",
        "Next article",
        "Opens the next article of the list.",
        Group.ARTICLES,
        footer=(Scope.READER,),
    ),
    Action(
        "previous_article",
        "K",
        "previous article",
        "Previous article",
        "Opens the article before.",
        Group.ARTICLES,
    ),
    Action(
        "next_unread",
        "right_square_bracket",
        "next unread",
        "Next unread article",
        "Opens the next article of the list that was not read; in a review, that was not seen.",
        Group.ARTICLES,
        newsboat="n",
        mutt="tab",
    ),
    Action(
        "previous_unread",
        "left_square_bracket",
        "previous unread",
        "Previous unread article",
        "Opens the article before that was not read.",
        Group.ARTICLES,
        newsboat="p",
        mutt="shift+tab",
    ),
    Action(
        "outline",
        "u",
        "outline",
        "Outline of the article",
        "Lists the article's subheads; enter goes to one.",
        Group.ARTICLES,
    ),
    Action(
        "inspect",
        "v",
        "inspect",
        "Raw text and evidence",
        "Shows the article's raw text beside it, why lines were left out and where each field comes from; "
        "drops and restores lines.",
        Group.ARTICLES,
    ),
    Action(
        "switch_pane",
        "tab",
        "other pane",
        "To the other pane",
        "Between the list and the article.",
        Group.ARTICLES,
        scopes=(*PANES, Scope.TIMELINE),
        mutt="ctrl+w",
    ),
)

_SEARCHING = (
    Action(
        "search",
        "/",
        "search",
        "Search",
        "Goes to the search box; results come as you type, enter goes to them.",
        Group.SEARCHING,
        scopes=SHOWN,
        footer=PANES,
    ),
    Action(
        "refine",
        "\\",
        "refine",
        "Refine the search",
        "Adds a further condition to the present search.",
        Group.SEARCHING,
        scopes=SHOWN,
        mutt="l,\\",
    ),
    Action(
        "try_another",
        "tab",
        "try another",
        "Complete, or try what would match",
        "In the search box: takes what can complete the word, again the next; where nothing can and nothing matches, "
        "a query that finds something.",
        Group.SEARCHING,
        scopes=(Scope.SEARCH,),
        footer=(Scope.SEARCH,),
    ),
    Action(
        "expansions",
        "w,f2",
        "words",
        "How the query was read",
        "Shows the conditions of the search with the forms of each word, their counts, and keys to change them.",
        Group.SEARCHING,
        scopes=EVERYWHERE,
    ),
    Action(
        "older_query",
        "up",
        "older query",
        "Older query",
        "In the search box: back to the queries asked before; what was typed is kept behind them.",
        Group.SEARCHING,
        scopes=(Scope.SEARCH,),
        widgets=("search.older_query",),
    ),
    Action(
        "newer_query",
        "down",
        "newer query",
        "Newer query, or to the list",
        "In the search box: forward again, and from the newest to the list.",
        Group.SEARCHING,
        scopes=(Scope.SEARCH,),
        widgets=("search.newer_query",),
    ),
    Action(
        "look_back",
        "ctrl+r",
        "look back",
        "Look back for a query",
        "In the search box: back to the query asked before that has in it what is typed; again for an older one.",
        Group.SEARCHING,
        scopes=(Scope.SEARCH,),
        widgets=("search.look_back",),
    ),
    Action(
        "clear_search",
        "escape",
        "clear",
        "Clear the search",
        "From the results back to all articles.",
        Group.SEARCHING,
        scopes=(Scope.LIST,),
    ),
    Action(
        "next_match",
        "n",
        "next match",
        "Next match",
        "To the next match, on into the next article of the results. With no search: the next unread article.",
        Group.SEARCHING,
        footer=(Scope.READER,),
        newsboat="right_square_bracket",
    ),
    Action(
        "previous_match",
        "N",
        "previous match",
        "Previous match",
        "To the match before, on into the article before. With no search: the unread article before.",
        Group.SEARCHING,
        newsboat="left_square_bracket",
        mutt="P",
    ),
    Action(
        "search_selection",
        "*",
        "search selection",
        "Search the selected text",
        "Searches the archive for the text selected in the article.",
        Group.SEARCHING,
        scopes=(Scope.READER,),
        mutt="#",
    ),
    Action(
        "sort",
        "S",
        "sort",
        "Sort the list",
        "By relevance, newest or oldest first.",
        Group.SEARCHING,
        scopes=SHOWN,
        footer=(Scope.LIST,),
        newsboat="g",
        mutt="o",
    ),
    Action(
        "more_like",
        "M",
        "more like this",
        "More like this",
        "Searches for articles like this one, by its most significant words.",
        Group.SEARCHING,
    ),
    Action(
        "passages",
        "x",
        "more passages",
        "More passages",
        "Shows every passage of the article that matches below its row; again puts them away.",
        Group.SEARCHING,
        scopes=(Scope.LIST,),
        mutt="X",
    ),
    Action(
        "concordance",
        "C",
        "concordance",
        "Concordance",
        "Every match of the results in its context, one a line.",
        Group.SEARCHING,
        scopes=SHOWN,
        newsboat="W",
    ),
    Action(
        "batch",
        "B",
        "batch",
        "Batch of names or queries",
        "Asks many names or queries, one a line, and shows what each found as a table.",
        Group.SEARCHING,
        scopes=SHOWN,
    ),
)

_FACETS, _TIMELINE = (Scope.FACETS,), (Scope.TIMELINE,)


def _in_panel(
    name: str, keys: str, label: str, title: str, text: str, scopes: tuple[Scope, ...], mutt: str | None = None
) -> Action:
    return Action(name, keys, label, title, text, Group.PANELS, scopes=scopes, footer=scopes, mutt=mutt)


_PANELS = (
    Action(
        "facets",
        "f",
        "filter",
        "Filter panel",
        "Opens and closes the panel with outlets, sections, places, authors, languages, tags and years of the results.",
        Group.PANELS,
        scopes=SHOWN,
        footer=(Scope.LIST,),
    ),
    Action(
        "timeline",
        "T",
        "timeline",
        "Timeline",
        "Opens the bars of when the results were published, and closes them.",
        Group.PANELS,
        scopes=SHOWN,
        footer=(Scope.LIST,),
    ),
    _in_panel(
        "narrow",
        "enter,space",
        "narrow",
        "Narrow to the value",
        "In the filter panel: results with this value only; again takes it back. On a line for more: all values.",
        _FACETS,
    ),
    _in_panel(
        "exclude", "-", "exclude", "Exclude the value", "Results without this value; again takes it back.", _FACETS
    ),
    _in_panel(
        "cut", "enter", "cut", "Cut the span out", "In the timeline: results from the marked days only.", _TIMELINE
    ),
    _in_panel("later", "l,right", "later", "Later", "To the next bar of the timeline.", _TIMELINE, "right"),
    _in_panel("earlier", "h,left", "earlier", "Earlier", "To the bar before.", _TIMELINE, "left"),
    _in_panel(
        "span",
        "v,space",
        "mark a span",
        "Mark a span",
        "Begins a span of the timeline here, or gives it up.",
        _TIMELINE,
    ),
    _in_panel(
        "span_later", "L,shift+right", "span later", "Span on", "Moves on and takes the bar into the span.", _TIMELINE
    ),
    _in_panel("span_earlier", "H,shift+left", "span earlier", "Span back", "The same backwards.", _TIMELINE),
    _in_panel(
        "widen",
        "backspace",
        "widen",
        "Widen again",
        "Takes the value under the cursor, or in the timeline the days, out of the search.",
        PANELS,
    ),
    _in_panel("next_facet", "tab,}", "next", "Next facet", "From the outlets to the sections, and so on.", _FACETS),
    _in_panel("previous_facet", "shift+tab,{", "previous", "Previous facet", "To the facet before.", _FACETS),
    _in_panel(
        "to_list", "l,right", "to the list", "To the list", "To the list, with the panel left open.", _FACETS, "right"
    ),
    _in_panel("close_panel", "escape,q", "close", "Close the panel", "Back to the list without the panel.", PANELS),
)

_SAVED = (
    Action(
        "saved_searches",
        "apostrophe",
        "saved",
        "Saved searches",
        "Lists them with how many articles each finds, and how many of them are new; runs and reviews them.",
        Group.SAVED,
    ),
    Action(
        "save_search",
        "ctrl+s",
        "save search",
        "Save the search",
        "Keeps the present search under a name.",
        Group.SAVED,
        scopes=EVERYWHERE,
    ),
    Action(
        "toggle_seen",
        ".",
        "seen/unseen",
        "Mark seen or unseen",
        "In a review: marks the article seen, or to be seen again. Opening it marks it seen.",
        Group.SAVED,
        footer=PANES,
    ),
    Action(
        "hide_seen",
        "H",
        "hide seen",
        "Hide what was seen",
        "In a review: lists only what remains, or all results again.",
        Group.SAVED,
        footer=(Scope.LIST,),
    ),
)

_MARKS = (
    Action(
        "star",
        "s",
        "star",
        "Star or unstar",
        "Stars the article, or takes the star off.",
        Group.MARKS,
        footer=PANES,
        newsboat="s,ctrl+e",
        mutt="F,s",
    ),
    Action(
        "toggle_read",
        "m",
        "read/unread",
        "Mark read or unread",
        "Marks the article read, or unread again.",
        Group.MARKS,
        footer=(Scope.LIST,),
        newsboat="N",
        mutt="N",
    ),
    Action(
        "read_all",
        "A",
        "all read",
        "Mark all read",
        "Marks every article of the list read; one undo brings all back.",
        Group.MARKS,
        newsboat="A,C",
        mutt="A,ctrl+r",
    ),
    Action(
        "like",
        "+",
        "like",
        "Like",
        "Likes the article; again takes it back.",
        Group.MARKS,
    ),
    Action(
        "dislike",
        "-",
        "dislike",
        "Dislike",
        "Dislikes the article; again takes it back.",
        Group.MARKS,
    ),
    Action(
        "note",
        "c",
        "note",
        "Write a note",
        "A note of up to 1,500 characters on the article.",
        Group.MARKS,
        footer=(Scope.READER,),
    ),
    Action(
        "undo",
        "ctrl+z,U",
        "undo",
        "Undo",
        "Takes back the last change to marks, step by step.",
        Group.MARKS,
        scopes=SHOWN,
    ),
)

_TAKING = (
    Action(
        "yank",
        "y",
        "yank",
        "Yank…",
        "Copies url, headline, body, citation or location to the clipboard, over ssh too.",
        Group.TAKING,
        footer=(Scope.READER,),
    ),
    Action(
        "copy",
        "ctrl+c,super+c",
        "copy",
        "Copy the selected text",
        "Copies the text selected with the mouse.",
        Group.TAKING,
        scopes=EVERYWHERE,
    ),
    Action(
        "browser",
        "o",
        "browser",
        "Open in the browser",
        "Opens the article's address, or its file, outside.",
        Group.TAKING,
        mutt="O",
    ),
)

_DATELINE = (
    Action(
        "sources",
        "F",
        "sources",
        "Sources",
        "Lists the sources with what is unread in each; adds, syncs and removes them, and shows what failed.",
        Group.DATELINE,
        footer=(Scope.LIST,),
        mutt="L",
    ),
    Action(
        "sync",
        "R",
        "sync",
        "Sync now",
        "Reads in what is new or changed in the sources.",
        Group.DATELINE,
        newsboat="R,r",
    ),
    Action(
        "refresh",
        "ctrl+l",
        "refresh",
        "Draw the screen anew",
        "Draws the screen anew.",
        Group.DATELINE,
        scopes=EVERYWHERE,
    ),
    Action(
        "palette",
        "ctrl+p",
        "palette",
        "Command palette",
        "Every action and theme by name.",
        Group.DATELINE,
        scopes=EVERYWHERE,
        footer=(Scope.LIST,),
    ),
    Action(
        "help",
        "?,f1",
        "help",
        "Help",
        "The keys, and how to search.",
        Group.DATELINE,
        scopes=SHOWN,
        footer=PANES,
    ),
    Action(
        "quit",
        "Q,ctrl+q",
        "quit",
        "Quit",
        "Leaves Dateline; reading in stops with nothing lost.",
        Group.DATELINE,
        scopes=EVERYWHERE,
        footer=(Scope.LIST,),
        mutt="Q,x,ctrl+q",
    ),
)

ACTIONS: tuple[Action, ...] = (*_MOVING, *_ARTICLES, *_SEARCHING, *_SAVED, *_PANELS, *_MARKS, *_TAKING, *_DATELINE)
"""Every action, in the order of the help."""

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}
