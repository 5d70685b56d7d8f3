"""API keys: shown once, kept as HMAC, for something, until some day; limits of size and rate; one shape of errors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from api.programs import Program, key, of_holder
from countermark_portal.errors import Forbidden, Refused
from countermark_portal.ledger import clock
from countermark_portal.ledger.models import Event
from countermark_portal.parties import allowances, api_keys
from countermark_portal.parties.allowances import Rate
from countermark_portal.parties.key_models import ApiKey
from countermark_portal.parties.models import Organisation, Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import SYSTEM, Actor, OrganisationKind, Role, Scope

pytestmark = pytest.mark.usefixtures("market")


def signed_in(email: str) -> Actor:
    return actor_of(Person.objects.get(email=email))


def test_a_key_is_shown_once_and_kept_as_something_else() -> None:
    secret = key()
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(k::text) FROM parties_apikey k")
        kept = str(cursor.fetchone())
    assert secret.split("_")[-1] not in kept
    actor = api_keys.actor_of_key(secret, now=clock.now())
    assert actor is not None
    assert actor.kind is OrganisationKind.RIGHTS_HOLDER
    row = ApiKey.objects.get()
    assert row.last_used_on == clock.now().date()
    event = Event.objects.get(kind="api_key.issued")
    assert secret not in str(event.body)


def test_a_key_acts_as_no_reviewer_and_no_administrator() -> None:
    secret = key("Bazaar Lane", *Scope, marketplaces=("bazaar",))
    actor = api_keys.actor_of_key(secret, now=clock.now())
    assert actor is not None
    assert actor.roles == frozenset()
    of_holder = api_keys.actor_of_key(key("Norrvik AB", Scope.NOTICES_READ), now=clock.now())
    assert of_holder is not None
    assert not of_holder.has(Role.BRAND_OFFICER)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda secret: secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        lambda secret: secret.replace("cmk_", "cmk_0", 1),
        lambda _: "cmk_" + "0" * 16 + "_" + "A" * 43,
        lambda secret: secret + "A",
        lambda _: "",
        lambda _: "\x00",
        lambda _: "schlüssel",
    ],
)
def test_what_is_no_key_is_answered_401(spoil: object) -> None:
    assert callable(spoil)
    assert api_keys.actor_of_key(spoil(key()), now=clock.now()) is None


def test_a_key_ends_with_its_day_and_when_it_is_taken_back() -> None:
    secret = key()
    now = clock.now()
    assert api_keys.actor_of_key(secret, now=now + timedelta(days=31)) is None
    assert Program(secret).get("/marketplaces").status_code == 200
    api_keys.revoke(actor=signed_in("norrvik@brands.example"), now=now, key=ApiKey.objects.get().id)
    answer = Program(secret).get("/marketplaces")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_only_the_own_people_and_administrators_issue_keys_and_never_a_key() -> None:
    norrvik = Organisation.objects.get(name="Norrvik AB")
    now = clock.now()
    asked = {
        "now": now,
        "organisation": norrvik.id,
        "name": "shop system",
        "scopes": [Scope.NOTICES_WRITE],
        "expires_at": now + timedelta(days=300),
    }
    for email in ("norrvik@brands.example", "admin@demo.example"):
        assert api_keys.issue(actor=signed_in(email), **asked).key.organisation == norrvik  # type: ignore[arg-type]
    program = api_keys.actor_of_key(key(), now=now)
    assert program is not None
    for actor in (signed_in("quendrel@brands.example"), signed_in("reviewer@demo.example"), program):
        with pytest.raises(Forbidden):
            api_keys.issue(actor=actor, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("organisation", "scopes", "days", "marketplaces"),
    [
        ("Norrvik AB", [], 10, []),
        ("Norrvik AB", [Scope.NOTICES_READ], 400, []),
        ("Norrvik AB", [Scope.NOTICES_READ], -1, []),
        ("Norrvik AB", [Scope.SELLER_ACT], 10, ["bazaar"]),
        ("Bazaar Lane", [Scope.SELLER_ACT], 10, []),
    ],
)
def test_keys_that_make_no_sense_are_refused(
    organisation: str, scopes: list[Scope], days: int, marketplaces: list[str]
) -> None:
    now = clock.now()
    with pytest.raises(Refused):
        api_keys.issue(
            actor=SYSTEM,
            now=now,
            organisation=Organisation.objects.get(name=organisation).id,
            name="x",
            scopes=scopes,
            expires_at=now + timedelta(days=days),
            marketplaces=marketplaces,
        )


def test_a_bucket_empties_refills_and_is_counted_for_each_key() -> None:
    key(), key("Quendrel AB")
    one, other = ApiKey.objects.values_list("id", flat=True)
    rate, now = Rate(most=3, per_second=0.5), clock.now()
    assert [allowances.take(one, 1, rate, now=now) for _ in range(3)] == [0, 0, 0]
    assert allowances.take(one, 1, rate, now=now) == pytest.approx(2)
    assert allowances.take(other, 3, rate, now=now) == 0
    assert allowances.take(one, 1, rate, now=now + timedelta(seconds=1)) == pytest.approx(1)
    assert allowances.take(one, 1, rate, now=now + timedelta(seconds=2)) == 0
    assert allowances.take(one, 100, rate, now=now + timedelta(hours=1)) == 0


def test_who_asks_too_much_is_told_when_to_come_back(settings: Settings) -> None:
    settings.API_BURST, settings.API_PER_MINUTE = 2.0, 6.0
    program = of_holder()
    assert [program.get("/marketplaces").status_code for _ in range(3)] == [200, 200, 429]
    answer = program.get("/marketplaces")
    assert 1 <= int(answer.headers["Retry-After"]) <= 10
    assert answer.json()["code"] == "too-many-requests"


def test_a_request_that_is_too_large_is_refused_before_it_is_read() -> None:
    program = of_holder()
    body = b'{"url": "' + b"x" * 1_100_000 + b'", "kinds": ["case.moved"]}'
    answer = program.post_bytes("/webhooks", body, "application/json")
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (413, "application/json")


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/v1/marketplaces", b"", 401),
        ("GET", "/api/v1/nowhere", b"", 404),
        ("GET", "/api/v2/", b"", 404),
        ("PUT", "/api/v1/notices", b"", 405),
    ],
)
def test_everything_that_goes_wrong_has_one_shape(method: str, path: str, body: bytes, status: int) -> None:
    answer = Client().generic(method, path, body, content_type="application/json")
    assert answer.status_code == status
    told = answer.json()
    assert {"code", "message", "mend"} <= set(told)
    if status == 405:
        assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b'"\\ud800"', 400), (b"[]", 422), (b'{"notices": []}', 422), (b"\xff", 400), (b"", 422)],
)
def test_a_body_that_is_no_request_is_told_what_is_wrong(body: bytes, status: int) -> None:
    answer = of_holder().post_bytes("/notices", body, "application/json")
    assert answer.status_code == status
    assert b'"code"' in answer.content


def test_health_says_how_the_database_outbox_and_seals_are() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"
    assert answer.json()["outbox"]["waiting"] >= 0
    assert set(answer.json()["last_seal"]) == {"number", "seconds_ago"}
