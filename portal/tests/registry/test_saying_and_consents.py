"""What a brand says of itself is checked by the engine before it counts; consents have a first and a last day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from countermark_portal.errors import Forbidden, NotFound, Refused
from countermark_portal.ledger.models import Event, Outbox
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor
from countermark_portal.registry import actions, consents, jobs, queries, saying
from countermark_portal.registry.consents import Consent
from countermark_portal.registry.models import AuthorisedSeller, Brand

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("market")


def holder() -> Actor:
    return actor_of(Person.objects.get(email="norrvik@brands.example"))


def brand(slug: str = "norrvik") -> Brand:
    return Brand.objects.get(slug=slug)


SAID: dict[str, Any] = {
    "words": [{"text": "Norrvik"}, {"text": "Tarn Parka"}],
    "nicknames": ["NRVK"],
    "products": [
        {
            "id": "p1",
            "title": "Norrvik Tarn down parka",
            "gtin": "2000000000015",
            "price": {"low": "420", "high": "560", "currency": "EUR"},
        }
    ],
}


def test_what_a_brand_says_is_kept_once_the_engines_checker_finds_no_fault() -> None:
    assert saying.say(actor=holder(), now=NOW, brand=brand(), said=SAID) == ()
    assert brand().references == SAID
    assert Event.objects.get(kind="references.changed").body == {"words": 2, "nicknames": 1, "products": 1}


def test_every_fault_is_told_and_nothing_is_kept() -> None:
    before = brand().references
    bad = {
        **SAID,
        "products": [
            {**SAID["products"][0], "gtin": "123", "price": {"low": "9", "high": "5", "currency": "XX"}}
        ],
    }
    faults = saying.say(actor=holder(), now=NOW, brand=brand(), said=bad)
    assert len(faults) >= 2
    assert all(fault.mend for fault in faults)
    assert brand().references == before
    [fault] = saying.say(actor=holder(), now=NOW, brand=brand(), said={"products": [{"title": 3}]})
    assert "products" in fault.what


def test_rights_and_sellers_are_not_said_here() -> None:
    extra = {
        **SAID,
        "rights": [{"id": "x"}],
        "authorised_sellers": [{"marketplace": "bazaar", "seller_id": "me"}],
    }
    assert saying.say(actor=holder(), now=NOW, brand=brand(), said=extra) == ()
    assert set(brand().references) == {"words", "nicknames", "products"}


YAML = b"""\
brands:
  - id: norrvik
    name: Norrvik
    words: [Norrvik, {text: Tarn Parka, common: false}]
    products:
      - {id: p1, title: Norrvik Tarn down parka, price: {low: 420, high: 560, currency: EUR}}
"""


def test_a_yaml_file_is_read_as_the_engine_reads_it() -> None:
    said = saying.read_yaml(brand(), YAML)
    assert isinstance(said, dict)
    assert saying.say(actor=holder(), now=NOW, brand=brand(), said=said) == ()
    assert brand().references["words"][1]["text"] == "Tarn Parka"
    assert actions.compile_references(actor=holder(), now=NOW, asked_for=brand()).brands == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"brands: [", "references.yaml"),
        (b"\xff\xfe\x00", "UTF-8"),
        (YAML.replace(b"420", b"900"), "references.yaml:6"),
        (YAML.replace(b"id: norrvik", b"id: quendrel"), "it tells of quendrel"),
        (b"x" * (3 * 1024 * 1024), "larger than"),
    ],
)
def test_a_yaml_file_with_faults_is_answered_with_their_lines(content: bytes, said: str) -> None:
    faults = saying.read_yaml(brand(), content)
    assert not isinstance(faults, dict)
    assert any(said in str(fault) for fault in faults)


def test_a_holder_adds_a_brand_of_its_own_and_nobody_elses() -> None:
    made = saying.add_brand(actor=holder(), now=NOW, name="Norrvik Junior")
    assert (made.slug, made.organisation_id) == ("norrvik-junior", holder().organisation)
    assert actions.compile_references(actor=holder(), now=NOW, asked_for=made).brands == 5
    with pytest.raises(Refused, match="already"):
        saying.add_brand(actor=holder(), now=NOW, name="Norrvik  junior")
    with pytest.raises(Refused, match="letters"):
        saying.add_brand(actor=holder(), now=NOW, name="诺维克")
    reviewer = actor_of(Person.objects.get(email="reviewer@demo.example"))
    with pytest.raises(Forbidden):
        saying.add_brand(actor=reviewer, now=NOW, name="Mine")


def test_a_holder_compiles_on_its_own_brands_account_only() -> None:
    with pytest.raises(Forbidden):
        actions.compile_references(actor=holder(), now=NOW)
    with pytest.raises(Forbidden):
        actions.compile_references(actor=holder(), now=NOW, asked_for=brand("quendrel"))


def last_day(seller: str) -> date | None:
    return AuthorisedSeller.objects.get(seller_id=seller).valid_until


def test_a_consent_is_given_with_days_ends_with_a_day_and_can_be_given_again() -> None:
    consent = Consent("bazaar", "fjell-outlet", date(2026, 1, 1), date(2026, 12, 31))
    [given] = consents.authorise(actor=holder(), now=NOW, brand=brand(), consents=[consent])
    given = AuthorisedSeller.objects.get(seller_id="fjell-outlet")
    assert Outbox.objects.filter(job="registry.compile").exists()
    consents.end(actor=holder(), now=NOW, consent=given.id, last_day=date(2026, 10, 5))
    assert last_day("fjell-outlet") == date(2026, 10, 5)
    consents.authorise(actor=holder(), now=NOW, brand=brand(), consents=[Consent("bazaar", "fjell-outlet")])
    assert last_day("fjell-outlet") is None
    assert [one.seller_id for one in queries.sellers(holder(), brand())] == [
        "norrvik-official",
        "fjell-outlet",
    ]


def test_a_consent_is_the_holders_to_give() -> None:
    with pytest.raises(Forbidden):
        consents.authorise(
            actor=holder(), now=NOW, brand=brand("quendrel"), consents=[Consent("bazaar", "x")]
        )
    theirs = AuthorisedSeller.objects.get(brand__slug="quendrel")
    with pytest.raises(Forbidden):
        consents.end(actor=holder(), now=NOW, consent=theirs.id, last_day=NOW.date())
    with pytest.raises(NotFound):
        consents.authorise(actor=holder(), now=NOW, brand=brand(), consents=[Consent("no-such", "x")])
    backwards = Consent("bazaar", "x", date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(Refused, match="before the first"):
        consents.authorise(actor=holder(), now=NOW, brand=brand(), consents=[backwards])


def test_what_changed_is_compiled_in_the_background_once_for_all() -> None:
    before = str(queries.latest_snapshot())
    consents.authorise(actor=holder(), now=NOW, brand=brand(), consents=[Consent("bazaar", "fjell-outlet")])
    jobs.compile_changed([brand().id], now=NOW)
    after = str(queries.latest_snapshot())
    assert before != after
    jobs.compile_changed([brand().id], now=NOW)
    assert str(queries.latest_snapshot()) == after
