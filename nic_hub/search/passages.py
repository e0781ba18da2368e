"""Cut a text into pieces the model reads whole, on sentence borders where possible.

The model reads 256 word-pieces and blurs what it reads, so a record scores by its whole text and by its
best piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Words in a piece, about. Chosen on the tuning half of the ecf data (see ``benchmarks/README.md``).
PASSAGE_WORDS = 80

#: Pieces of one record that get a vector; the rest of a book-length text is found by its words alone.
MAX_PASSAGES = 200

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")


def passages_of(text: str, words: int = PASSAGE_WORDS) -> list[str]:
    """Return the pieces of a text, each of at most about ``words`` words; none when it is one itself."""
    if len(text.split()) <= words:
        return []
    return list(_packed(_sentences(text, words), words))[:MAX_PASSAGES]


def _sentences(text: str, words: int) -> Iterator[list[str]]:
    """Yield the words of each sentence; a sentence longer than a piece is cut into several."""
    for sentence in _SENTENCE_END.split(text):
        tokens = sentence.split()
        for start in range(0, len(tokens), words):
            yield tokens[start : start + words]


def _packed(sentences: Iterator[list[str]], words: int) -> Iterator[str]:
    """Join sentences until the next one would make the piece too long."""
    piece: list[str] = []
    for sentence in sentences:
        if piece and len(piece) + len(sentence) > words:
            yield " ".join(piece)
            piece = []
        piece.extend(sentence)
    if piece:
        yield " ".join(piece)
