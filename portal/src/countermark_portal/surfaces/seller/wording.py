"""What the seller's pages say, in the language in which the letters of the case are written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

LANGUAGES: Final = ("en", "de", "fr", "es", "zh")
_HTML: Final = {"zh": "zh-Hans"}


@cache
def words(language: str) -> Mapping[str, Any]:
    """All words of a language."""
    text = (files(__package__) / "texts" / f"{language}.yaml").read_text("utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def html_language(language: str) -> str:
    """The language as a page's `lang` has it: Chinese by its script."""
    return _HTML.get(language, language)
