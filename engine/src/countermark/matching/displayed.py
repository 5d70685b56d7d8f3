"""Texts as they are shown: invisible controls can make a text be shown in another order than it is stored in."""

from __future__ import annotations

from countermark.text.chars import Kind, kind

OVERRIDE = "\u202e"
ENDS = frozenset("\u202c\u2069")


def displayed(text: str) -> list[tuple[str, int]]:
    """The visible characters of `text` in the order in which they are shown, each with its place in `text`.

    What stands between a right-to-left override and its end is turned round; other controls move no Latin letter.
    """
    shown: list[tuple[str, int]] = []
    turned: list[tuple[str, int]] | None = None
    for place, char in enumerate(text):
        if char == OVERRIDE:
            shown.extend(reversed(turned or ()))
            turned = []
        elif char in ENDS and turned is not None:
            shown.extend(reversed(turned))
            turned = None
        elif kind(char) is not Kind.INVISIBLE:
            (shown if turned is None else turned).append((char, place))
    shown.extend(reversed(turned or ()))
    return shown
