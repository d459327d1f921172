"""What the code says in running English (sources of numbers, notes of planner and geography), in another language.

The sentences stay where they are made, next to the numbers in them. A file of pairs says what each is in the other language, with
``{names}`` where it has values; a value that is such a sentence itself is translated too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ....models.files import read_yaml

FIELD = re.compile(r"\{(\w+)\}")
NAMES = re.compile(r"\W*(?:(?:[A-ZÅÄÖ]\w*|\w*\d\w*)\W*)*")  # names and numbers alone are the same in every language

OWN = {"group", "client", "shift", "file", "names", "title", "titles", "kind", "kinds"}  # values that are called as somebody chose


class Told:
    """A translator of sentences.

    Parameters
    ----------
    pairs
        For each sentence in English, with ``{names}`` where it has values, the other language's. Sentences without values are
        looked up first, the others tried in their order.
    """

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._plain = {text: other for text, other in pairs.items() if not FIELD.search(text)}
        self._open = [(_pattern(text), other) for text, other in pairs.items() if FIELD.search(text)]

    def __call__(self, text: str) -> str:
        """Return the sentence in the other language; as it is where nobody has translated it."""
        return self._told(text, [])

    def lacking(self, text: str) -> list[str]:
        """The parts of a sentence that stay English (names and numbers may)."""
        left: list[str] = []
        self._told(text, left)
        return left

    def _told(self, text: str, left: list[str]) -> str:
        if text in self._plain:
            return self._plain[text]
        for pattern, other in self._open:
            found = pattern.fullmatch(text)
            if found:
                values = found.groupdict().items()
                return other.format(**{name: value if name in OWN else self._told(value, left) for name, value in values})
        if not NAMES.fullmatch(text):
            left.append(text)
        return text


def _pattern(text: str) -> re.Pattern[str]:
    parts = FIELD.split(text)  # text and names by turns
    return re.compile("".join(f"(?P<{part}>.+?)" if k % 2 else re.escape(part) for k, part in enumerate(parts)), re.DOTALL)


@cache
def told(language: str) -> Told:
    """The translator into a language; what is English already stays as it is."""
    return Told({} if language == "en" else read_yaml(Path(__file__).parent / f"told_{language}.yaml"))
