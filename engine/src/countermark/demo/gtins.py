"""GTIN-13 of the ranges 20 to 29, which GS1 leaves for use inside one company: valid, and nobody's."""

from __future__ import annotations


def check_digit(digits: str) -> int:
    """The check digit that belongs behind these twelve digits."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return -total % 10


def gtin(prefix: int, number: int) -> str:
    """The valid GTIN-13 of the restricted range `prefix` with this running number."""
    digits = f"{prefix}{number:010d}"
    return f"{digits}{check_digit(digits)}"


def with_wrong_check_digit(code: str) -> str:
    """The same code with a check digit that cannot be right."""
    return f"{code[:-1]}{(int(code[-1]) + 4) % 10}"
