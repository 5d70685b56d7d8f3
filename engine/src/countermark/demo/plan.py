"""What a market of a given size, seed and share of fakes is drawn from: its kinds as tables of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from countermark.demo.assortment import Amounts, Assortment, Codes, assortment, brand_sheets
from countermark.demo.kinds import LAWFUL, RECIPES, Role
from countermark.demo.lexicon import LANGUAGE_SHARES, Lexicon, lexicon
from countermark.demo.population import LISTINGS_PER_ACCOUNT
from countermark.errors import UnusableInput

DEFAULT_SEED = 7
DEFAULT_INFRINGING = 0.05
LISTINGS_OF_A_RING = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """A market before it is drawn; indices: recipe (r), language (l), sentence (s), choice (k)."""

    seed: int
    listings: int
    goods: Assortment
    words: Lexicon
    shares: Amounts  # [r] cumulated
    languages: Amounts  # [r, l] cumulated
    titles: tuple[Codes, Codes]  # [r, l] first template and how many
    sentences: tuple[Codes, Codes]  # [s, r, l]
    paired: npt.NDArray[np.bool_]  # [r] the text belongs to the title
    basis: Codes
    mark: Codes
    condition: tuple[str, ...]
    prices: tuple[Amounts, Amounts, Amounts]  # [r, k] cumulated shares, lows, highs
    roles: tuple[Amounts, Codes]  # [r, k] cumulated shares, roles
    accounts: Amounts  # [role, l] how many there are
    rings: int
    brand_field: Amounts
    gtin: Amounts
    wrong_gtin: Amounts
    from_afar: Amounts
    days: Amounts
    phrase_disguised: npt.NDArray[np.bool_]
    bundles: npt.NDArray[np.bool_]


def plan(
    listings: int, seed: int = DEFAULT_SEED, brands: int | None = None, infringing: float = DEFAULT_INFRINGING
) -> Plan:
    """The tables of a market; refuses what cannot be."""
    known = len(brand_sheets())
    brands = known if brands is None else brands
    if listings < 1 or not 1 <= brands <= known or not 0 <= infringing <= 1 or not 0 <= seed < 2**63:
        raise UnusableInput(
            f"no market of {listings} listings, {brands} brands, a share of {infringing} and seed {seed}",
            mend=f"at least one listing, 1 to {known} brands, a share between 0 and 1, a seed from 0 to 2^63",
        )
    goods, words = assortment(brands), lexicon(brands)
    titles = _spans(words, [recipe.titles for recipe in RECIPES])
    sentences = [_spans(words, [f"text.{recipe.text[place]}" for recipe in RECIPES]) for place in range(3)]
    offered = np.array(LANGUAGE_SHARES) * (titles[1] > 0)
    return Plan(
        seed=seed,
        listings=listings,
        goods=goods,
        words=words,
        shares=_shares(infringing, offered.sum(axis=1) > 0),
        languages=np.cumsum(offered / np.maximum(offered.sum(axis=1, keepdims=True), 1e-9), axis=1),
        titles=titles,
        sentences=(np.stack([span[0] for span in sentences]), np.stack([span[1] for span in sentences])),
        paired=np.array([recipe.titles.endswith(".title") for recipe in RECIPES]),
        basis=np.array([recipe.basis for recipe in RECIPES]),
        mark=np.array([recipe.mark for recipe in RECIPES]),
        condition=tuple(recipe.condition for recipe in RECIPES),
        prices=_prices(),
        roles=_roles(),
        accounts=_accounts(listings),
        rings=max(2, round(listings * infringing / 8 / LISTINGS_OF_A_RING)),
        brand_field=np.array([recipe.brand_field for recipe in RECIPES]),
        gtin=np.array([recipe.gtin for recipe in RECIPES]),
        wrong_gtin=np.array([recipe.wrong_gtin for recipe in RECIPES]),
        from_afar=np.array([recipe.from_afar for recipe in RECIPES]),
        days=np.array([recipe.days for recipe in RECIPES], dtype=float),
        phrase_disguised=np.array([recipe.phrase_disguised for recipe in RECIPES]),
        bundles=np.array([recipe.kind == "bundle" for recipe in RECIPES]),
    )


def _spans(words: Lexicon, pools: list[str]) -> tuple[Codes, Codes]:
    return np.stack([words.pools[pool][0] for pool in pools]), np.stack(
        [words.pools[pool][1] for pool in pools]
    )


def _shares(infringing: float, possible: npt.NDArray[np.bool_]) -> Amounts:
    # With few brands a kind may have no template (no brand is an ordinary word): the others share it out.
    weights = np.array([recipe.share for recipe in RECIPES]) * possible
    lawful, fake = weights[: len(LAWFUL)], weights[len(LAWFUL) :]
    cumulated = np.cumsum(
        np.concatenate([lawful / lawful.sum() * (1 - infringing), fake / fake.sum() * infringing])
    )
    cumulated[len(LAWFUL) - 1] = 1 - infringing
    cumulated[-1] = 1.0
    return cumulated


def _prices() -> tuple[Amounts, Amounts, Amounts]:
    most = max(len(recipe.price) for recipe in RECIPES)
    rows = [[*recipe.price, *[recipe.price[-1]] * (most - len(recipe.price))] for recipe in RECIPES]
    shares = np.cumsum([[part[0] for part in row] for row in rows], axis=1)
    return (
        shares,
        np.array([[part[1] for part in row] for row in rows]),
        np.array([[p[2] for p in row] for row in rows]),
    )


def _roles() -> tuple[Amounts, Codes]:
    most = max(len(recipe.sellers) for recipe in RECIPES)
    rows = [[*recipe.sellers, *[recipe.sellers[-1]] * (most - len(recipe.sellers))] for recipe in RECIPES]
    return np.cumsum([[part[0] for part in row] for row in rows], axis=1), np.array(
        [[p[1] for p in row] for row in rows]
    )


def _accounts(listings: int) -> Amounts:
    accounts = np.ones((len(Role), len(LANGUAGE_SHARES)))
    for role, each in LISTINGS_PER_ACCOUNT.items():
        accounts[role] = np.maximum(3, np.round(listings * np.array(LANGUAGE_SHARES) / each))
    return accounts
