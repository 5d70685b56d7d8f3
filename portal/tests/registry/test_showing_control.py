"""Control of a right is shown by a code, a domain or a power of attorney, before anything is restricted on it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from countermark_portal.blobs.fetching import NotFetched, fetch
from countermark_portal.connectors.ip_offices.reading import read
from countermark_portal.errors import Forbidden, NotFound, Refused, Stale
from countermark_portal.ledger.models import Event, Outbox
from countermark_portal.parties.models import Mandate, Membership, Organisation, Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import SYSTEM, Actor, Role
from countermark_portal.registry import control, importing, jobs, queries
from countermark_portal.registry.control_models import ControlProof
from countermark_portal.registry.control_rules import (
    NotShown,
    counts_until,
    domain_of,
    stands_in_record,
    told,
    typed,
)
from countermark_portal.registry.models import Brand, Right
from countermark_portal.registry.rules import control_shown
from registry import records_by_hand as by_hand

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DOCUMENT = {"sha256": "0" * 64, "name": "power.pdf", "content_type": "application/pdf"}
pytestmark = pytest.mark.usefixtures("market")


def signed_in(email: str) -> Actor:
    return actor_of(Person.objects.get(email=email))


def holder() -> Actor:
    return signed_in("norrvik@brands.example")


def desk() -> Actor:
    return signed_in("reviewer@demo.example")


def taken(actor: Actor = SYSTEM, **values: str) -> Right:
    records = read("mark.xml", by_hand.st96(by_hand.mark(**values))).records
    importing.take_in(actor=actor, now=NOW, brand=Brand.objects.get(slug="norrvik"), records=records)
    return Right.objects.get(number="018400777")


def asked(right: Right, at: datetime = NOW) -> ControlProof:
    address = queries.addresses(holder(), right)[-1]
    return control.ask_code(actor=holder(), now=at, right=right.id, address=address.id)


def code_in_mail() -> str:
    found = re.search(r"^ +([0-9A-Z]{5}-[0-9A-Z]{5})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found[1]


def is_shown(right: Right, on: date = TODAY) -> bool:
    return control_shown(Right.objects.get(id=right.id).facts, on)


def test_a_code_goes_to_the_address_of_the_record_and_shows_control_for_a_year() -> None:
    right = taken()
    proof = asked(right)
    assert Outbox.objects.filter(job="registry.send_codes", event__subject=proof.id).exists()
    jobs.send_codes([proof.id], now=NOW)
    assert mail.outbox[-1].to == ["docket@lund.example"]
    assert "Norrvik AB" in str(mail.outbox[-1].body)
    shown = control.enter_code(actor=holder(), now=NOW, proof=proof.id, code=code_in_mail().lower())
    assert isinstance(shown, Right)
    assert is_shown(right, date(2027, 10, 5))
    assert not is_shown(right, date(2027, 10, 6)), "it ends by itself"
    again = control.enter_code(actor=holder(), now=NOW, proof=proof.id, code=code_in_mail())
    assert isinstance(again, NotShown), "a code opens once"
    assert Event.objects.filter(kind="right.control_shown", subject=right.id).count() == 1


def test_the_code_stands_nowhere_but_in_the_mail_and_is_sent_once() -> None:
    right = taken()
    proof = asked(right)
    jobs.send_codes([proof.id], now=NOW)
    jobs.send_codes([proof.id], now=NOW)
    assert len(mail.outbox) == 1
    code = typed(code_in_mail())
    kept = ControlProof.objects.values().get(id=proof.id)
    assert code not in str(kept)
    assert len(kept["secret"]) == 64
    assert code not in str(list(Event.objects.values_list("body", flat=True)))


def test_five_wrong_tries_void_a_code() -> None:
    right = taken()
    proof = asked(right)
    jobs.send_codes([proof.id], now=NOW)
    good = code_in_mail()
    for left in (4, 3, 2, 1):
        wrong = control.enter_code(actor=holder(), now=NOW, proof=proof.id, code="00000-00000")
        assert isinstance(wrong, NotShown)
        assert f"{left} more" in wrong.what
    last = control.enter_code(actor=holder(), now=NOW, proof=proof.id, code="00000-00000")
    assert isinstance(last, NotShown)
    assert last.code == "too-many-tries"
    assert isinstance(control.enter_code(actor=holder(), now=NOW, proof=proof.id, code=good), NotShown)
    assert not is_shown(right)


def test_a_code_runs_out_after_a_fortnight() -> None:
    right = taken()
    proof = asked(right)
    jobs.send_codes([proof.id], now=NOW)
    late = NOW + timedelta(days=14)
    answer = control.enter_code(actor=holder(), now=late, proof=proof.id, code=code_in_mail())
    assert isinstance(answer, NotShown)
    assert answer.code == "code-expired"


def test_a_new_code_voids_the_one_before_and_only_three_go_out_a_day() -> None:
    right = taken()
    first = asked(right)
    jobs.send_codes([first.id], now=NOW)
    old = code_in_mail()
    asked(right)
    asked(right)
    assert isinstance(control.enter_code(actor=holder(), now=NOW, proof=first.id, code=old), NotShown)
    with pytest.raises(Refused, match="3 codes"):
        asked(right)
    asked(right, NOW + timedelta(days=1, minutes=1))


def test_a_code_to_an_address_that_the_record_no_longer_has_opens_nothing() -> None:
    right = taken()
    proof = asked(right)
    jobs.send_codes([proof.id], now=NOW)
    taken(owner="Fjell Holding Oy", email="other@firm.example")
    answer = control.enter_code(actor=holder(), now=NOW, proof=proof.id, code=code_in_mail())
    assert isinstance(answer, NotShown)
    assert answer.code == "record-changed"


def test_nothing_is_sent_on_the_word_of_a_record_that_a_holder_sent() -> None:
    right = taken(holder(), email="mine@elsewhere.example")
    address = right.records.get().addresses.get(whose="representative")
    with pytest.raises(Refused, match="not compared"):
        control.ask_code(actor=holder(), now=NOW, right=right.id, address=address.id)
    assert mail.outbox == []


def test_nobody_shows_control_of_anothers_right_or_enters_anothers_code() -> None:
    right = taken()
    proof = asked(right)
    other = signed_in("quendrel@brands.example")
    with pytest.raises(Forbidden):
        control.ask_code(
            actor=other, now=NOW, right=right.id, address=queries.addresses(holder(), right)[0].id
        )
    with pytest.raises(Forbidden):
        control.enter_code(actor=other, now=NOW, proof=proof.id, code="x")
    records = read("mark.xml", by_hand.st96(by_hand.mark(number="018400102", owner="Quendrel AB"))).records
    importing.take_in(actor=SYSTEM, now=NOW, brand=Brand.objects.get(slug="quendrel"), records=records)
    theirs = Right.objects.get(number="018400102")
    with pytest.raises(NotFound, match="no such address"):
        control.ask_code(
            actor=other, now=NOW, right=theirs.id, address=queries.addresses(holder(), right)[0].id
        )


@contextmanager
def site(body: bytes, status: int = 200) -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/.well-known/countermark.txt" else 404)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_file_in_the_domain_and_a_persons_word_show_control(settings: Settings) -> None:
    right = taken()
    with site(b"") as host:
        settings.FETCH_ALLOWED_ORIGINS = [f"http://{host}"]
        proof = control.ask_domain(actor=holder(), now=NOW, right=right.id, domain=host)
        missing = control.check_domain(actor=holder(), now=NOW, proof=proof.id)
        assert isinstance(missing, NotShown)
    with site(f"# ours\n{told(proof.token)}\n".encode()) as host:
        settings.FETCH_ALLOWED_ORIGINS = [f"http://{host}"]
        ControlProof.objects.filter(id=proof.id).update(domain=host)
        waits = control.check_domain(actor=holder(), now=NOW, proof=proof.id)
    assert isinstance(waits, ControlProof), "the record does not name this domain: a person says whose it is"
    assert not is_shown(right)
    [one] = queries.to_check(desk())
    assert not one.domain_in_record
    control.check(actor=desk(), now=NOW, proof=one.proof.id, agrees=True)
    assert is_shown(right)
    assert Right.objects.get(id=right.id).control_checked_by == Person.objects.get(
        email="reviewer@demo.example"
    )


def test_a_domain_that_the_record_names_needs_no_person(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = taken()
    proof = control.ask_domain(actor=holder(), now=NOW, right=right.id, domain="https://www.Norrvik.example/")
    assert proof.domain == "www.norrvik.example"
    with site(told(proof.token).encode()) as host:
        # Where the domain stands is the name server's business: here it stands on this machine.
        settings.FETCH_ALLOWED_ORIGINS = [f"http://{host}"]
        monkeypatch.setattr(
            "countermark_portal.blobs.fetching.allowed_origin", lambda _host: f"http://{host}"
        )
        shown = control.check_domain(actor=holder(), now=NOW, proof=proof.id)
    assert isinstance(shown, Right)
    assert is_shown(right)


def test_a_server_that_redirects_shows_nothing(settings: Settings) -> None:
    right = taken()
    with site(b"", status=302) as host:
        settings.FETCH_ALLOWED_ORIGINS = [f"http://{host}"]
        proof = control.ask_domain(actor=holder(), now=NOW, right=right.id, domain=host)
        answer = control.check_domain(actor=holder(), now=NOW, proof=proof.id)
    assert isinstance(answer, NotShown)
    assert "302" in answer.what


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://norrvik.example/.well-known/countermark.txt", "no-tls"),
        ("https://127.0.0.1/.well-known/countermark.txt", "private-address"),
        ("https://localhost/", "private-address"),
        ("https://169.254.169.254/latest/meta-data/", "private-address"),
        ("https://[::1]/", "private-address"),
        ("https://[::ffff:10.0.0.1]/", "private-address"),
        ("https://10.0.0.1:8443/", "bad-address"),
        ("https://user:word@norrvik.example/", "bad-address"),
        ("file:///etc/hostname", "no-tls"),
    ],
)
def test_nothing_is_fetched_from_inside_or_without_tls(url: str, code: str) -> None:
    answer = fetch(url)
    assert isinstance(answer, NotFetched)
    assert answer.code == code


def test_a_server_that_sends_too_much_is_left(settings: Settings) -> None:
    with site(b"x" * 100_000) as host:
        settings.FETCH_ALLOWED_ORIGINS = [f"http://{host}"]
        answer = fetch(f"http://{host}/.well-known/countermark.txt")
    assert isinstance(answer, NotFetched)
    assert answer.code == "too-large"


@pytest.mark.parametrize(
    "text", ["", "localhost", "10.0.0.1", "norrvik", "a b.example", "x" * 300 + ".example", "-.com"]
)
def test_what_is_no_domain_is_not_asked(text: str) -> None:
    assert domain_of(text) == ""
    with pytest.raises(Refused, match="no domain"):
        control.ask_domain(actor=holder(), now=NOW, right=taken().id, domain=text)


def test_a_domain_in_which_anybody_has_an_address_says_nothing_of_an_owner() -> None:
    assert stands_in_record("norrvik.example", ["legal@Norrvik.example"])
    assert not stands_in_record("gmail.com", ["norrvik@gmail.com"])
    assert not stands_in_record("evil-norrvik.example", ["legal@norrvik.example"])


def test_a_power_of_attorney_counts_once_a_person_has_checked_it_and_no_longer_than_it_says() -> None:
    right = taken(holder())
    until = date(2027, 3, 31)
    proof = control.bring_mandate(
        actor=holder(), now=NOW, right=right.id, document=DOCUMENT, valid_until=until
    )
    assert not is_shown(right)
    with pytest.raises(Forbidden):
        control.check(actor=holder(), now=NOW, proof=proof.id, agrees=True)
    with pytest.raises(Refused, match="not compared"):
        control.check(actor=desk(), now=NOW, proof=proof.id, agrees=True)
    control.check(actor=desk(), now=NOW, proof=proof.id, agrees=True, record_compared=True)
    assert queries.state(holder(), right.id, TODAY).is_trusted
    assert is_shown(right, until)
    assert not is_shown(right, until + timedelta(days=1))
    with pytest.raises(Stale):
        control.check(actor=desk(), now=NOW, proof=proof.id, agrees=True)


def test_no_document_helps_a_record_that_the_office_does_not_have() -> None:
    right = taken(holder())
    [sent] = queries.to_compare(desk())
    control.compare(actor=desk(), now=NOW, record=sent.copy.id, same=False, why="Another owner.")
    assert queries.why_refused(holder(), right) == "Another owner."
    proof = control.bring_mandate(
        actor=holder(), now=NOW, right=right.id, document=DOCUMENT, valid_until=date(2027, 3, 31)
    )
    with pytest.raises(Refused, match="says otherwise"):
        control.check(actor=desk(), now=NOW, proof=proof.id, agrees=True, record_compared=True)
    taken(SYSTEM)
    control.check(actor=desk(), now=NOW, proof=proof.id, agrees=True)
    assert is_shown(right)


def test_who_is_refused_is_told_why() -> None:
    right = taken()
    proof = control.bring_mandate(
        actor=holder(), now=NOW, right=right.id, document=DOCUMENT, valid_until=date(2027, 3, 31)
    )
    with pytest.raises(Refused, match="told why"):
        control.check(actor=desk(), now=NOW, proof=proof.id, agrees=False)
    control.check(actor=desk(), now=NOW, proof=proof.id, agrees=False, why="The signature is missing.")
    state = queries.state(holder(), right.id, TODAY)
    assert state.proof is not None
    assert state.proof.why == "The signature is missing."
    assert not is_shown(right)
    with pytest.raises(Refused, match="run out"):
        control.bring_mandate(actor=holder(), now=NOW, right=right.id, document=DOCUMENT, valid_until=TODAY)


def agent() -> Actor:
    firm = Organisation.objects.create(kind="agent", name="Lund and Partners")
    person = Person.objects.create_user("edda@lund.example", name="Edda Lund")
    Membership.objects.create(person=person, organisation=firm, role=Role.BRAND_OFFICER)
    return actor_of(person)


def test_an_agent_acts_for_a_holder_once_its_power_of_attorney_was_checked() -> None:
    acting, day = agent(), datetime.now(UTC).date()
    proof = control.act_for(
        actor=acting,
        now=NOW,
        brand="norrvik",
        document=DOCUMENT,
        valid_from=min(day, TODAY),
        valid_until=max(day, TODAY) + timedelta(days=90),
    )
    assert queries.visible_rights(acting) == []
    control.check(actor=desk(), now=NOW, proof=proof.id, agrees=True)
    assert [one.number for one in queries.visible_rights(acting)] == ["018400101"]
    assert Mandate.objects.get().checked_by is not None
    with pytest.raises(NotFound):
        queries.own_brand(acting, "norrvik")
    with pytest.raises(Forbidden):
        control.act_for(
            actor=desk(), now=NOW, brand="norrvik", document=DOCUMENT, valid_from=TODAY, valid_until=TODAY
        )


def test_control_counts_twelve_months_at_most() -> None:
    assert counts_until(date(2024, 2, 29)) == date(2025, 2, 28)
    assert counts_until(date(2026, 10, 5), date(2026, 12, 1)) == date(2026, 12, 1)
    assert counts_until(date(2026, 10, 5), date(2036, 12, 1)) == date(2027, 10, 5)


def test_a_right_that_is_not_in_force_is_not_worth_showing_control_of() -> None:
    right = taken()
    taken(status="Registration expired")
    with pytest.raises(Refused, match="not in force"):
        asked(right)
