"""The sellers of the simulated market: who they are follows from a number, so that none has to be remembered.

An account is a role, a language and a running number, mixed to one hash; id, name and habits are read off
the hash. Neither id nor name shows the role.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from countermark.demo.assortment import BrandSheet, Codes, read_data
from countermark.demo.kinds import Role

Hashes = npt.NDArray[np.uint64]

MARKETPLACE: Final = "demo"

LISTINGS_PER_ACCOUNT: Final = {
    Role.PRIVATE: 30,
    Role.TRADER: 60,
    Role.RESELLER: 60,
    Role.FITTER: 150,
    Role.SHADY: 160,
}
"""One account of the role for so many listings of the whole market."""

DEALERS: Final = 20
DEALERS_OF_A_BRAND: Final = 4
"""The last of them is authorised, but missing from the references."""

_NUMBERED: Final = 300
"""Shops whose number of 997 is lower carry it in their name."""


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = read_data("names.yaml")
    return names


def mixed(numbers: npt.NDArray[np.uint64]) -> Hashes:
    """Numbers to hashes without a pattern (the finaliser of splitmix64)."""
    values = numbers + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def account_hashes(seed: int, role: Codes, language: Codes, number: Codes) -> Hashes:
    """One hash for each account: the same role, language and number is the same account."""
    key = (role.astype(np.uint64) << np.uint64(48)) | (language.astype(np.uint64) << np.uint64(40))
    return mixed((key | number.astype(np.uint64)) ^ mixed(np.full(1, seed, dtype=np.uint64)))


def seller_ids(hashes: Hashes) -> list[str]:
    """Account ids, ten hexadecimal digits."""
    return [f"{value:010x}" for value in (hashes >> np.uint64(24)).tolist()]


def seller_names(hashes: Hashes, private: npt.NDArray[np.bool_]) -> list[str]:
    """What the accounts call themselves; people a given name and a number, shops two words."""
    names = _names()
    first, second, people = (
        [name.capitalize() for name in names[part]] for part in ("first", "second", "people")
    )
    a = (hashes % np.uint64(len(first))).tolist()
    b = ((hashes >> np.uint64(8)) % np.uint64(len(second))).tolist()
    person = ((hashes >> np.uint64(16)) % np.uint64(len(people))).tolist()
    number = ((hashes >> np.uint64(24)) % np.uint64(997)).tolist()
    return [
        f"{people[p].lower()}_{n}" if alone else f"{first[f]} {second[s]}{f' {n}' if n < _NUMBERED else ''}"
        for f, s, p, n, alone in zip(a, b, person, number, private.tolist(), strict=True)
    ]


def dealers_of(brand: int) -> list[int]:
    """The dealers that carry a brand; DEALERS_OF_A_BRAND of them."""
    return [(brand * 7 + place * 3) % DEALERS for place in range(DEALERS_OF_A_BRAND)]


def official_seller(sheet: BrandSheet) -> str:
    """The account of the brand itself."""
    return f"{sheet.id}-official"


def authorised_sellers(seed: int, brand: int, sheet: BrandSheet) -> list[str]:
    """The accounts that the brand's references name: its own, and all its dealers but the last."""
    listed = np.array(dealers_of(brand)[:-1])
    roles, languages = np.full(len(listed), Role.DEALER), np.zeros(len(listed), dtype=np.int64)
    return [official_seller(sheet), *seller_ids(account_hashes(seed, roles, languages, listed))]
