"""The whole API against its own description: schemathesis sends what it allows and what it does not."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pytest_django.fixtures import Settings
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from api.programs import key, of_holder, restricted
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.notices.models import Notice
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.parties.rules import Scope

MOST = 12
"""Examples an operation: enough to meet every field, few enough for a slow machine."""


@pytest.fixture
def api(market: Marketplace, settings: Settings) -> Iterator[Any]:
    """The description, loaded from the application itself; there is one case."""
    del market
    settings.API_BURST = settings.API_PER_MINUTE = 1e9
    restricted(of_holder())
    # As Django's own test client does: the connection of the test's transaction outlives every request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_answer_is_one_that_the_description_names(api: Any) -> None:
    holder = key("Norrvik AB", *_HOLDER)
    operator = key("Bazaar Lane", *Scope, marketplaces=("bazaar",))
    asked = 0
    for found in api.get_all_operations():
        operation = found.ok()
        of_operator = operation.path.startswith(("/api/v1/seller", "/api/v1/cases"))
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _ask(operation, mode, operator if of_operator else holder)
            asked += 1
    assert asked >= 30


def _ask(operation: Any, mode: GenerationMode, secret: str) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=MOST,
        deadline=timedelta(seconds=20),
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    def ask(case: Any) -> None:
        _aim(case)
        body = case.meta.components.get(ParameterLocation.BODY)
        # What is well formed may still be refused for what it says; unknown parameters are left aside.
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {secret}"},
            excluded_checks=[positive_data_acceptance, negative_data_rejection],
        )
        if body is not None and body.mode.is_negative:
            assert 400 <= answer.status_code < 500

    with contextlib.suppress(Unsatisfiable):  # an operation that takes nothing can be asked nothing wrong
        ask()


_HOLDER = [scope for scope in Scope if scope is not Scope.SELLER_ACT]


def _aim(case: Any) -> None:
    """Half of what names a notice, a case or a seller names one that there is: beyond 404 it becomes interesting."""
    named = case.path_parameters or {}
    if "reference" in named and len(str(named["reference"])) % 2 == 0:
        kind = Notice if "/notices/" in case.path else Case
        named["reference"] = kind.objects.get().reference
    asked = case.query or {}
    if asked.get("seller") and asked.get("marketplace"):
        found = Case.objects.select_related("seller").get()
        asked["seller"], asked["marketplace"] = found.seller.seller_id if found.seller else "", "bazaar"


def test_the_description_is_openapi_3_1_and_names_every_operation(market: Marketplace) -> None:
    del market
    told = Client().get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    operations = [one for methods in told["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in operations}) == len(operations) >= 15
    for one in operations:
        assert re.fullmatch(r"[a-z]+_[a-z_]+", one["operationId"]), one["operationId"]
        assert one["security"], one["operationId"]
        assert one["description"].endswith("."), one["operationId"]
        assert {"401", "403", "404", "409", "413", "422", "429"} <= set(one["responses"])
