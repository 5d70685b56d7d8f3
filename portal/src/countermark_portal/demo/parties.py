"""Who takes part in the demo. Everybody is made up; nobody has a password."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from countermark_portal.catalogue.models import Marketplace
from countermark_portal.parties.models import Membership, Organisation, Person
from countermark_portal.parties.rules import SYSTEM, OrganisationKind, Role
from countermark_portal.registry import actions as registry
from countermark_portal.registry.models import AuthorisedSeller, Brand, Right
from countermark_portal.registry.rules import ControlShown

PEOPLE: Final = (
    ("reviewer@demo.example", "Ada Falk", Role.REVIEWER),
    ("second.reviewer@demo.example", "Jonas Brandt", Role.REVIEWER),
    ("senior@demo.example", "Mireille Okafor", Role.SENIOR_REVIEWER),
    ("policy@demo.example", "Tomasz Lind", Role.POLICY_OWNER),
    ("admin@demo.example", "Ines Carvalho", Role.ADMINISTRATOR),
)


class Goods(NamedTuple):
    """A product of a brand: title, GTIN, price new from and to, in EUR."""

    title: str
    gtin: str
    low: int
    high: int


class Told(NamedTuple):
    """What the demo tells of a brand: name, its officer, number, classes and goods of its mark, products."""

    name: str
    officer: str
    number: str
    classes: tuple[int, ...]
    covers: str
    goods: tuple[Goods, ...]


BRANDS: Final = {
    "norrvik": Told(
        "Norrvik",
        "Signe Dahl",
        "018400101",
        (18, 25),
        "outerwear; backpacks",
        (
            Goods("Norrvik Tarn down parka", "2000000000015", 420, 560),
            Goods("Norrvik Skua shell jacket", "2000000000022", 240, 320),
            Goods("Norrvik Fjell 28 backpack", "2000000000039", 150, 210),
        ),
    ),
    "quendrel": Told(
        "Quendrel",
        "Luc Marchand",
        "018400102",
        (14,),
        "watches; watch straps",
        (
            Goods("Quendrel Meridian 40 automatic watch", "2000000000046", 1250, 1650),
            Goods("Quendrel Petite ladies' watch", "2000000000053", 850, 1100),
        ),
    ),
    "velmora": Told(
        "Velmora",
        "Chiara Neri",
        "018400103",
        (3,),
        "cosmetics; creams",
        (
            Goods("Velmora Rosée day cream", "2000000000060", 72, 96),
            Goods("Velmora Nocturne night cream", "2000000000077", 82, 110),
        ),
    ),
    "tarnwick": Told(
        "Tarnwick",
        "Greta Holm",
        "018400104",
        (7, 9),
        "power tools; batteries",
        (
            Goods("Tarnwick T18 Ram cordless drill driver", "2000000000084", 170, 229),
            Goods("Tarnwick T12 Wren compact screwdriver", "2000000000091", 110, 149),
        ),
    ),
}
_RENDERS: Final = {"norrvik": "诺维克", "quendrel": "昆德雷", "velmora": "薇慕拉", "tarnwick": "塔维克"}
_NICKNAMES: Final = {"norrvik": "NRVK", "quendrel": "QDRL", "velmora": "VLMR", "tarnwick": "TWK"}
_SHOPS: Final = {
    "norrvik": "norrvik-official",
    "quendrel": "quendrel-maison",
    "velmora": "velmora-beauty",
    "tarnwick": "tarnwick-tools",
}


def settle(now: datetime) -> Marketplace:
    """Make everybody who is not there yet; the marketplace."""
    operator = _organisation(OrganisationKind.OPERATOR, "Bazaar Lane")
    for email, name, role in PEOPLE:
        _person(email, name, operator, role)
    marketplace, _ = Marketplace.objects.get_or_create(
        slug="bazaar",
        defaults={
            "name": "Bazaar Lane",
            "connector": "demo_shop",
            "profile": "eu",
            "territories": ["DE", "FR", "ES", "IE"],
            "zone": "Europe/Berlin",
            "settings": {
                "out_of_court_body": {"name": "Fair Panel (demo)", "url": "https://panel.example/"},
                "court": "the courts at your place of business",
                "safety_critical": ["tools"],
            },
        },
    )
    for slug, told in BRANDS.items():
        _brand(slug, told, marketplace, now)
    registry.compile_references(actor=SYSTEM, now=now)
    return marketplace


def _organisation(kind: OrganisationKind, name: str) -> Organisation:
    found, _ = Organisation.objects.get_or_create(kind=kind, name=name, defaults={"is_demo": True})
    return found


def _person(email: str, name: str, organisation: Organisation, role: Role) -> Person:
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email, name=name)
    Membership.objects.get_or_create(person=person, organisation=organisation, role=role)
    return person


def _brand(slug: str, told: Told, marketplace: Marketplace, now: datetime) -> None:
    holder = _organisation(OrganisationKind.RIGHTS_HOLDER, f"{told.name} AB")
    _person(f"{slug}@brands.example", told.officer, holder, Role.BRAND_OFFICER)
    said = {
        "words": [{"text": told.name}, {"text": _RENDERS[slug], "renders": told.name}],
        "nicknames": [_NICKNAMES[slug]],
        "products": [
            {
                "id": one.gtin,
                "title": one.title,
                "gtin": one.gtin,
                "price": {"low": str(one.low), "high": str(one.high), "currency": "EUR"},
            }
            for one in told.goods
        ],
    }
    brand, made = Brand.objects.get_or_create(
        slug=slug, defaults={"name": told.name, "organisation": holder, "references": said}
    )
    if not made:
        return
    AuthorisedSeller.objects.create(brand=brand, marketplace=marketplace, seller_id=_SHOPS[slug])
    right = Right(
        brand=brand,
        kind="trademark",
        office="EM",
        number=told.number,
        text=told.name.upper(),
        classes=list(told.classes),
        goods=told.covers,
        territories=["EU"],
        registered=date(2019, 5, 14),
        expires=date(2029, 5, 14),
        owner_name=holder.name,
    )
    [right] = registry.register(actor=SYSTEM, now=now, brand=brand, rights=[right])
    until = (now + timedelta(days=365)).date()
    registry.show_control(
        actor=SYSTEM, now=now, right=right, how=ControlShown.CODE, until=until, checked_by=None
    )


FIRST_DAY: Final = datetime(2026, 9, 1, tzinfo=UTC)
"""When the demo's story begins."""
