"""Every address times every role: who is let in stands in this table, and no address is missing from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.fixtures import Settings

from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.notices.models import NoticeItem
from countermark_portal.parties import links
from countermark_portal.parties.models import Person
from countermark_portal.parties.rules import Capacity
from surfaces.cases_told import restricted

PEOPLE = {
    "nobody": None,
    "reviewer": "reviewer@demo.example",
    "senior": "senior@demo.example",
    "policy owner": "policy@demo.example",
    "administrator": "admin@demo.example",
    "its brand": "norrvik@brands.example",
    "another brand": "velmora@brands.example",
}
EVERYONE = frozenset(PEOPLE)
DESK = frozenset({"reviewer", "senior"})
OPERATOR = DESK | {"policy owner", "administrator"}
HOLDERS = frozenset({"its brand", "another brand"})
OWN = frozenset({"its brand"})
NOBODY: frozenset[str] = frozenset()

TABLE = {
    # the public
    "": EVERYONE,
    "notify/": EVERYONE - HOLDERS,  # they are sent to their own form
    "notify/received/<str:token>/": EVERYONE,  # the token is the key, whoever is signed in
    "notice/<str:token>/": EVERYONE,
    "notice/<str:token>/withdraw/": EVERYONE,
    "notice/<str:token>/appeal/<str:reference>/": NOBODY,  # nothing was decided that could be appealed against
    "notice/<str:token>/proof/": EVERYONE,
    "ledger/": EVERYONE,
    "ledger/heads/<str:day>.json": NOBODY,  # in a test's own transaction nothing is sealed: no day has a head
    "healthz": EVERYONE,
    # rights holders
    "brand/": HOLDERS,
    "brand/notify/": HOLDERS,
    "brand/notice/<str:reference>/": OWN,
    "brand/notice/<str:reference>/withdraw/": OWN,
    "brand/case/<str:reference>/reply/": NOBODY,  # there is no counter-notice to reply to
    "brand/case/<str:reference>/appeal/": NOBODY,  # nothing was decided in the seller's favour
    # the desk
    "review/": DESK,
    "review/case/<str:reference>/": DESK,
    "review/case/<str:reference>/claim/": DESK,
    "review/case/<str:reference>/decide/": DESK,
    "review/case/<str:reference>/approve/": DESK,
    "review/case/<str:reference>/hear/<uuid:appeal>/": NOBODY,  # there is no appeal
    "review/case/<str:reference>/write/": DESK,
    "review/case/<str:reference>/note/": DESK,
    "review/case/<str:reference>/media/<str:sha256>/": DESK,
    "review/case/<str:reference>/file/<str:sha256>/": NOBODY,  # no file was sent along
    # sellers: the token is the key
    "seller/<str:token>/": EVERYONE,
    "seller/<str:token>/answer/": EVERYONE,
    "seller/<str:token>/corrected/": EVERYONE,
    "seller/<str:token>/appeal/": EVERYONE,
    "seller/<str:token>/pressed/": EVERYONE,
    "seller/<str:token>/write/": EVERYONE,
    "seller/<str:token>/proof/": EVERYONE,
    "seller/<str:token>/photo/<str:sha256>/": EVERYONE,
    # the demo is off here
    "demo/sign-in/": NOBODY,
    "play/": NOBODY,
    "demo/report/": NOBODY,
}
FAMILIES = {
    r"accounts/.*": None,  # allauth's own pages and its own tests
    r"shop/.*": EVERYONE,
    r"api/v1/openapi\.json": EVERYONE,
    r"api/v1/.*": NOBODY,  # keys, never sessions
    r"brand/rights/.*": HOLDERS,
    r"review/mandates/.*": DESK,
    r"review/policies/.*": OPERATOR,
}
"""Whole families: who may come in at all; which of them may do what is told in their own tests."""
ONLY_KEPT_OUT = re.compile(r"brand/rights/.+|review/(mandates|policies)/.+|shop/.+")
"""Addresses with a thing of their own in them: here only that others are kept out."""


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, here)
        elif isinstance(entry, URLPattern):
            yield here


def allowed(address: str) -> frozenset[str] | None:
    """Who is let in; None: not told here."""
    if address in TABLE:
        return TABLE[address]
    for pattern, roles in FAMILIES.items():
        if re.fullmatch(pattern, address):
            return roles
    pytest.fail(f"the table does not know {address}: say who is let in")


def path_of(address: str, case: Case) -> str:
    """The address with the things of a case that belongs to a brand."""
    item = NoticeItem.objects.select_related("notice").get(case=case)
    capacity, opens = (
        (Capacity.SELLER, case.id) if address.startswith("seller") else (Capacity.NOTIFIER, item.notice_id)
    )
    reference = item.notice.reference if address.startswith("brand/notice") else case.reference
    photo = case.listing.captures.latest("at").media[0]["sha256"]
    values = {
        "token": links.token(capacity, opens),
        "reference": reference,
        "sha256": photo,
        "slug": "norrvik",
    }

    def value(found: re.Match[str]) -> str:
        name = found[1].rpartition(":")[2]
        return str(values.get(name, "1" if "int:" in found[1] else uuid4()))

    return "/" + re.sub(r"<([^>]+)>", value, address)


def is_let_in(client: Client, path: str) -> bool:
    answer = client.get(path)
    if answer.status_code == 405:
        answer = client.post(path, {})
    to_sign_in = answer.status_code in {301, 302} and "/accounts/" in answer.headers["Location"]
    elsewhere = answer.status_code == 302 and path == "/notify/"
    assert answer.status_code < 500, f"{path}: {answer.status_code}"
    return not (to_sign_in or elsewhere or answer.status_code in {401, 403, 404, 405, 409})


@pytest.mark.django_db
@pytest.mark.usefixtures("market")
def test_every_address_lets_in_whom_its_table_names_and_nobody_else(settings: Settings) -> None:
    settings.DEMO = False
    case = restricted()
    wrong = []
    for address in addresses():
        roles = allowed(address)
        if roles is None:
            continue
        path = path_of(address, case)
        for role, email in PEOPLE.items():
            client = Client(raise_request_exception=False)
            if email:
                client.force_login(Person.objects.get(email=email))
            let_in = is_let_in(client, path)
            if let_in and role not in roles:
                wrong.append(f"{role} is let in to {address}")
            if not let_in and role in roles and not ONLY_KEPT_OUT.fullmatch(address):
                wrong.append(f"{role} is kept out of {address}")
    assert not wrong, "\n".join(wrong)
