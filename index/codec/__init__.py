"""The search index on disk: segments of arrays that are mapped and used as they are, never decoded.

A segment holds some documents, each one article, numbered from 0. It is one file of arrays (`arrays` says how such a
file is made: aligned, with a table, a checksum for each array, no pickles). Numbers are little-endian; where no dtype
is named it is the narrowest unsigned one that holds the array's numbers, as the file's table says. "Starts" are one
longer than what they cut: element `i` begins at `starts[i]` and ends at `starts[i + 1]`. A list of strings is two
arrays: `text` (uint8, the strings in UTF-8, sorted by bytes, a newline behind each) and `ends` (where each ends, its
newline not included).

**Documents** (one element a document)

- `ids` int64: the article's id. `published` int64: its publication key, see `layout.published_key`. `words`: its
  length.
- `facet/F/text`, `facet/F/ends`: the values of facet F; `facet/F/starts`, `facet/F/values`: those of each document.

**Words** (one element a word; a word's place is its ordinal)

- `words/text`, `words/ends`: all words of all fields as they are indexed (Unicode NFKC, case folded).
- `words/letters` uint32, `words/sizes` uint8: the set of a word's characters as bits, and their number, for near
  spellings.
- `keys/K/own` uint8: a bit for each word, the first one lowest: whether it is itself a key of kind K that it has
  (`fold`, `stem:en`). `keys/K/text`, `keys/K/ends`: the keys that other words have; `keys/K/starts`, `keys/K/words`
  uint32: the ordinals of each one's words, but for the word that it is itself. Another kind needs no other format.
- `forms/text`, `forms/ends`: written forms of words that their shape does not tell.

**Postings** of field N. A term is a word that stands in the field, a posting a document that has the term, an
occurrence a place where it stands. Postings are in the order of words and documents, occurrences in that of postings
and positions. An `at` that names postings or occurrences is ascending, uint32 or uint64.

- `N/terms` uint32: the ordinal of each term's word. `N/firsts`, `N/occurrences` (starts, uint32 or uint64): the
  term's postings and its occurrences.
- `N/documents` uint16: one element a posting, the lower 16 bits of its document. The upper ones are 0 before the first
  posting of `N/upper/at`; from each of these on they are as in `N/upper/values` (uint16), whatever the term.
- `N/frequencies` uint8: how often the term stands in the document, one element a posting, of some stretches of postings
  only: those from `N/stretches/at` on, of which `N/stretches/starts` cuts the elements. Outside of them the frequency
  is 1 but for the postings in `N/several/at`, which have those in `N/several/values` (uint8). 255 stands for 255 and
  more; those postings are in `N/many/at`, their frequencies in `N/many/values`. The writer chooses the stretches: a
  term is in one if its frequencies take less room so.
- `N/skips` (uint32 or uint64): the sum of all elements of `N/frequencies` before every 128th.
- `N/positions` uint16: one element an occurrence, the lower 16 bits of its position, counted in words from the
  beginning of the field, with a gap of 100 between blocks. Occurrences from position 65,536 on are in `N/high/at`,
  the upper part of their positions in `N/high/values`.
- `N/shapes` uint8: how each occurrence was written, two bits each, the first one lowest: as the word, capitalised, in
  capitals, otherwise. Those written otherwise are in `N/forms/at`, the ordinals of their forms in `N/forms/of`.
- `N/extents`: one more than a document's last position. `N/lengths`: its number of words, of fields that are scored.
- `N/sentences/starts`, `N/sentences/at` and `N/paragraphs/starts`, `N/paragraphs/at`: the positions at which each
  document's sentences and paragraphs begin, of fields of running text.

Deleted documents are no part of a segment: whoever lists the segments says which of their documents are deleted.
"""
