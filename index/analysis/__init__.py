"""The one analyser: which words a text has, where they stand, and which words are forms of one another.

The index is made with it, queries are read with it, highlights are found with it: so the three always agree.
"""

from __future__ import annotations

from index.analysis.fields import BLOCK_GAP, field_texts, field_words
from index.analysis.forms import FOLD, fold, keys, keys_of
from index.analysis.tokens import LONGEST_WORD, Token, places, tokenize, words

ANALYSER_VERSION = 3
"""Raised whenever words, their shapes, their keys or sentences change: the index is then built anew."""

__all__ = [
    "ANALYSER_VERSION",
    "BLOCK_GAP",
    "FOLD",
    "LONGEST_WORD",
    "Token",
    "field_texts",
    "field_words",
    "fold",
    "keys",
    "keys_of",
    "places",
    "tokenize",
    "words",
]
