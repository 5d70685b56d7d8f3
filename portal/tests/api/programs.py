"""Programs with keys, as they call the API, and what they say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from countermark_portal import worker
from countermark_portal.connectors.demo_shop.market import plan
from countermark_portal.connectors.demo_shop.stock import DEFAULT_SEED
from countermark_portal.ledger import clock
from countermark_portal.parties import api_keys
from countermark_portal.parties.models import Organisation
from countermark_portal.parties.rules import SYSTEM, Scope

SAYS = "The parka bears our mark; we never made this model in that colour, and the label is wrong."
REPLICAS = "style-rush-77"
HOLDER = (Scope.NOTICES_READ, Scope.NOTICES_WRITE, Scope.CASES_READ, Scope.WEBHOOKS_MANAGE)
OPERATOR = (Scope.CASES_READ, Scope.SELLER_ACT, Scope.WEBHOOKS_MANAGE, Scope.NOTICES_READ)


def key(organisation: str = "Norrvik AB", *scopes: Scope, marketplaces: tuple[str, ...] = ()) -> str:
    """A new key of an organisation."""
    now = clock.now()
    issued = api_keys.issue(
        actor=SYSTEM,
        now=now,
        organisation=Organisation.objects.get(name=organisation).id,
        name="tests",
        scopes=scopes or HOLDER,
        expires_at=now + timedelta(days=30),
        marketplaces=marketplaces,
    )
    return issued.secret


class Program:
    """Calls the API with a key."""

    def __init__(self, secret: str) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, *, query: str = "", **headers: str) -> Any:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            f"/api/v1{path}{query}", body, content_type="application/json", headers={**self.headers, **said}
        )

    def post_bytes(self, path: str, body: bytes, content_type: str, **headers: str) -> Any:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            "POST", f"/api/v1{path}", body, content_type=content_type, headers={**self.headers, **said}
        )

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/v1{path}", headers=self.headers)


def of_holder() -> Program:
    return Program(key())


def of_market(*marketplaces: str) -> Program:
    return Program(key("Bazaar Lane", *OPERATOR, marketplaces=marketplaces or ("bazaar",)))


def listing(seller: str = REPLICAS, number: int = 0) -> str:
    """The id of a listing of a seller of the demo shop."""
    offered = [one for one in plan(DEFAULT_SEED).listings if one.seller_id == seller]
    return offered[number].listing_id


def fake() -> str:
    """The id of the listing that openly offers a replica of a Norrvik."""
    fakes = plan(DEFAULT_SEED).of("fake", "norrvik")
    return next(one.listing_id for one in fakes if one.disguise == "openly")


def notice(*listings: str, **more: Any) -> dict[str, Any]:
    """A notice of Norrvik's about a counterfeit."""
    return {
        "listings": [{"marketplace": "bazaar", "listing_id": one} for one in listings or (fake(),)],
        "notifier_kind": "rights_holder",
        "reason": "TM-CF",
        "element": "product",
        "explanation": SAYS,
        "right": {"office": "EM", "number": "018400101"},
        "declarations": ["good_faith", "accurate", "authority", "signature", "guarantee"],
        "evidence": [{"kind": "indicators", "says": "the seam of the hood"}],
        "notifier": {"name": "Signe Dahl", "email": "norrvik@brands.example"},
        **more,
    }


def work() -> None:
    """What workers would do."""
    worker.work_off()


def restricted(program: Program) -> str:
    """The reference of a case that a notice through the API led to."""
    answer = program.post("/notices", {"notices": [notice()]}).json()["answers"][0]
    work()
    told = program.get(f"/notices/{answer['reference']}").json()
    case: str = told["items"][0]["case"]
    return case
