"""How a listing writes the mark: as the brand does, carelessly, in another script, by mistake, disguised."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import numpy as np

from countermark.demo.assortment import BrandSheet, Texts, assortment
from countermark.demo.disguises import FAMILIES, NICKNAME, RENDERING, typo
from countermark.demo.draws import Draw, pick
from countermark.demo.kinds import Mark
from countermark.demo.lexicon import LANGUAGES
from countermark.demo.plan import Plan

_STYLES = np.array([[0.74, 0.86, 0.94, 1.0]])
"""As the brand writes it, in capitals, in small letters, without accents; cumulated."""

_RENDERED, _NICKNAMED, _BOTH = 0.3, 0.04, 0.5
_OWN_SCRIPT = 4
"""How much likelier a rendering is in a listing of its own language."""


@dataclass(frozen=True, slots=True)
class Written:
    """The marks of a batch as written, and the family of each disguise (None: not disguised)."""

    texts: Texts
    families: list[str | None]


@lru_cache(maxsize=4)
def _styles(brands: int) -> Texts:
    names = assortment(brands).names.tolist()
    return np.array([[name, name.upper(), name.lower(), _unaccented(name)] for name in names], dtype=object)


@lru_cache(maxsize=4)
def _renderings(brands: int) -> Texts:
    sheets = assortment(brands).sheets
    return np.array([[sheet.renders.get(code, "") for sheet in sheets] for code in LANGUAGES], dtype=object)


@lru_cache(maxsize=4)
def _nicknames(brands: int) -> Texts:
    return np.array(
        [sheet.nicknames[0] if sheet.nicknames else "" for sheet in assortment(brands).sheets], dtype=object
    )


def _unaccented(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ø", "O"))
    return "".join(char for char in letters if not unicodedata.combining(char))


def written(plan: Plan, draw: Draw) -> Written:
    """The marks of a batch."""
    rows, brands, rng = len(draw), len(plan.goods.names), draw.rng
    mark = plan.mark[draw.recipe]
    texts = _styles(brands)[draw.brand, pick(rng.random(rows), _STYLES)]
    rendered = _renderings(brands)[draw.language, draw.brand]
    chosen = (mark == Mark.PLAIN) & (rendered != "") & (rng.random(rows) < _RENDERED)
    beside = chosen & (rng.random(rows) < _BOTH)
    texts = np.where(chosen, np.where(beside, texts + " " + rendered, rendered), texts)
    used = np.array([condition == "used" for condition in plan.condition])[draw.recipe]
    nickname = _nicknames(brands)[draw.brand]
    texts = np.where(
        (mark == Mark.PLAIN) & used & (nickname != "") & (rng.random(rows) < _NICKNAMED), nickname, texts
    )
    other = plan.goods.look_alikes[draw.brand, (rng.random(rows) * 3).astype(np.int64)]
    texts = np.where(mark == Mark.LOOK_ALIKE, other, texts)

    families: list[str | None] = [None] * rows
    letters = Random(int(rng.integers(2**63)))  # noqa: S311  # a simulation, no secret
    for row in np.flatnonzero(mark == Mark.TYPO).tolist():
        texts[row] = typo(plan.goods.names[draw.brand[row]], letters)
    for row in np.flatnonzero(mark == Mark.DISGUISED).tolist():
        sheet, language = plan.goods.sheets[draw.brand[row]], LANGUAGES[draw.language[row]]
        texts[row], families[row] = disguised(sheet, language, letters)
    return Written(texts, families)


def disguised(sheet: BrandSheet, language: str, rng: Random) -> tuple[str, str]:
    """The brand's name in a disguise that works on it, and the family of the disguise."""
    families = [*FAMILIES, *(["cyrillic_by_rule"] * (_OWN_SCRIPT - 1) if language == "ru" else [])]
    if sheet.renders:
        families += [RENDERING] * (_OWN_SCRIPT if language in sheet.renders else 1)
    if sheet.nicknames:
        families.append(NICKNAME)
    while True:
        family = rng.choice(families)
        text = _in_family(sheet, language, family, rng)
        if text != sheet.name:
            return text, family


def _in_family(sheet: BrandSheet, language: str, family: str, rng: Random) -> str:
    if family == RENDERING:
        return sheet.renders.get(language) or rng.choice(list(sheet.renders.values()))
    if family == NICKNAME:
        return rng.choice(sheet.nicknames)
    return FAMILIES[family](sheet.name, rng)


_OF_PHRASES = (
    "leet",
    "spaced",
    "dotted",
    "zero_width",
    "homoglyph",
    "emoji",
    "full_width",
    "split",
    "doubled",
)
"""Families that also hide the talk of replicas, in any script."""


def disguised_phrase(phrase: str, rng: Random) -> str:
    """A phrase of the trade, written so that a word list does not find it."""
    while True:
        text = FAMILIES[rng.choice(_OF_PHRASES)](phrase, rng)
        if text != phrase:
            return text
