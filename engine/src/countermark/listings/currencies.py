"""Currencies by their ISO 4217 codes."""

from __future__ import annotations

from typing import Final

_CODES: Final = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
    CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
    LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
    NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
    SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD
    XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG
"""
ACTIVE: Final = frozenset(_CODES.split())
"""The codes in force, funds and metals included. XXX (no currency), XTS (tests) buy nothing."""

_NO_MONEY: Final = frozenset(
    ["XAD", "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XUA"]
)
CURRENCIES: Final = ACTIVE - _NO_MONEY
"""The codes in which a price can stand: without metals, bond units and units of account."""

SUCCESSORS: Final = {
    "ANG": "XCG",
    "BGN": "EUR",
    "BYR": "BYN",
    "CUC": "CUP",
    "EEK": "EUR",
    "HRK": "EUR",
    "LTL": "EUR",
    "LVL": "EUR",
    "MRO": "MRU",
    "SKK": "EUR",
    "SLL": "SLE",
    "STD": "STN",
    "VEF": "VES",
    "ZMK": "ZMW",
    "ZWL": "ZWG",
}
"""Withdrawn codes that old data still carry, and the currency that took their place (not one to one)."""
"""What followed a currency that was withdrawn."""

RETIRED: Final = frozenset({"ANG", "BGN", "HRK", "SLL", "ZWL"})
"""Withdrawn since 2022 and still met in feeds: better a row screened without its price than none."""

KNOWN: Final = ACTIVE | RETIRED

_SIGNS: Final = """
    € EUR | £ GBP | ₹ INR | ₩ KRW | ₽ RUB | ₺ TRY | ₴ UAH | ₫ VND | ₪ ILS | ฿ THB | zł PLN | kč CZK | r$ BRL |
    us$ USD | a$ AUD | c$ CAD | hk$ HKD | s$ SGD | nt$ TWD | 元 CNY | 円 JPY |
    $ | ¥ | ￥ | kr | kr. | rs | rs.
"""
SIGNS: Final = {
    sign: next(iter(code), None) for sign, *code in (entry.split() for entry in _SIGNS.split("|"))
}
"""What is written beside a price instead of a code, in small letters. None: several currencies use it."""
