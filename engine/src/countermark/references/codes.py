"""Codes that references name: countries and territories (ISO 3166-1), offices (WIPO ST.3), as of 2026."""

from __future__ import annotations

from typing import Final

_ISO_3166: Final = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
    YT ZA ZM ZW
"""

COUNTRIES: Final = frozenset(_ISO_3166.split())
"""ISO 3166-1 alpha-2: countries and their territories."""

TERRITORIES: Final = COUNTRIES | {"EU", "XK"}
"""Where a right may hold. EU stands for its member states; XK is the code in common use for Kosovo."""

OFFICES: Final = COUNTRIES | {
    "AP",  # African Regional Intellectual Property Organization
    "BX",  # Benelux Office for Intellectual Property
    "EA",  # Eurasian Patent Organization
    "EM",  # European Union Intellectual Property Office
    "EP",  # European Patent Office
    "GC",  # Patent Office of the Gulf Cooperation Council
    "IB",  # International Bureau of WIPO
    "OA",  # African Intellectual Property Organization
    "QZ",  # Community Plant Variety Office
    "WO",  # World Intellectual Property Organization
    "XN",  # Nordic Patent Institute
    "XU",  # International Union for the Protection of New Varieties of Plants
    "XV",  # Visegrad Patent Institute
    "XK",  # Kosovo, as in TERRITORIES
}
"""Who registers rights: national offices under their country's code, and those of several countries."""

_SLIPS: Final = {"UK": "GB", "EL": "GR", "USA": "US", "GBR": "GB", "DEU": "DE", "FRA": "FR", "CHN": "CN"}

OFFICE_SLIPS: Final = _SLIPS | {
    "EU": "EM",
    "EUIPO": "EM",
    "OHIM": "EM",
    "EPO": "EP",
    "BOIP": "BX",
    "BNL": "BX",
    "WIPO": "WO",
    "USPTO": "US",
    "UKIPO": "GB",
    "DPMA": "DE",
    "CNIPA": "CN",
    "JPO": "JP",
    "KIPO": "KR",
}
"""What people write for an office, and its code."""

TERRITORY_SLIPS: Final = _SLIPS | {"EM": "EU", "EUROPE": "EU"}
"""What people write for a territory, and its code."""

EU_MEMBERS: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
"""The states that the territory EU stands for."""
