"""Webhooks: who is told of what, signed, at least once, for three days, and never into the operator's own network."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from api.programs import Program, fake, key, notice, of_holder, of_market, restricted, work
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.correspondence import actions as correspondence
from countermark_portal.casework.correspondence.actions import Audience
from countermark_portal.connectors.webhook import delivering
from countermark_portal.connectors.webhook.models import Delivery, Endpoint
from countermark_portal.ledger import clock
from countermark_portal.ledger.models import Event
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import SYSTEM

KINDS = [
    "case.moved",
    "decision.made",
    "letter.issued",
    "measure.settled",
    "message.written",
    "notice.triaged",
]


class Receiver:
    """A program of somebody's that listens: what it got, and how it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers = 204
        self.location = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers.items()), body))
                self.send_response(outer.answers)
                if outer.location:
                    self.send_header("Location", outer.location)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def receiver(market: object, settings: Settings) -> Iterator[Receiver]:
    del market  # asked for, so that there is one
    one = Receiver()
    settings.WEBHOOK_ALLOWED_ORIGINS = [one.origin]
    yield one
    one.end()


def listen(program: Program, receiver: Receiver, *kinds: str) -> str:
    made = program.post("/webhooks", {"url": f"{receiver.origin}/hook?of=1", "kinds": list(kinds or KINDS)})
    assert made.status_code == 201, made.content
    secret: str = made.json()["secret"]
    return secret


def test_a_holder_is_told_what_becomes_of_its_notice_and_can_check_who_says_so(receiver: Receiver) -> None:
    program = of_holder()
    secret = listen(program, receiver)
    case = restricted(program)
    told = receiver.told()
    assert {"notice.triaged", "decision.made", "measure.settled"} <= {one["type"] for one in told}
    decided = next(one for one in told if one["type"] == "decision.made")
    assert decided["data"]["case"] == case
    assert decided["data"]["listing"] == fake()
    assert "seller" not in decided["data"]
    for headers, body in receiver.got:
        assert Webhook(secret).verify(body, headers) == json.loads(body)
        assert Event.objects.filter(id=headers["webhook-id"]).exists()
    headers, body = receiver.got[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"type", b"tipe"), headers)


def test_nobody_is_told_what_is_not_theirs(receiver: Receiver) -> None:
    program = of_holder()
    listen(Program(key("Quendrel AB")), receiver)
    case = Case.objects.get(reference=restricted(program))
    assert receiver.got == []
    listen(program, receiver, "letter.issued", "message.written")
    reviewer = actor_of(Person.objects.get(email="reviewer@demo.example"))
    for audience in (Audience.INTERNAL, Audience.SELLER, Audience.NOTIFIER):
        correspondence.write(
            actor=reviewer, now=clock.now(), case=case.id, audience=audience, text=f"for {audience}"
        )
    work()
    assert [one["type"] for one in receiver.told()] == ["message.written"]
    assert b"for " not in receiver.got[0][1]


def test_a_marketplace_is_told_which_seller_it_is_about_and_of_no_internal_note(receiver: Receiver) -> None:
    listen(of_market(), receiver, "letter.issued", "message.written")
    case = Case.objects.get(reference=restricted(of_holder()))
    reviewer = actor_of(Person.objects.get(email="reviewer@demo.example"))
    for audience in (Audience.INTERNAL, Audience.SELLER):
        correspondence.write(actor=reviewer, now=clock.now(), case=case.id, audience=audience, text="hm")
    work()
    told = receiver.told()
    statement = next(one["data"] for one in told if one["data"].get("kind") == "statement")
    assert case.seller is not None
    assert (statement["to"], statement["seller"]) == ("seller", case.seller.seller_id)
    assert sum(one["type"] == "message.written" for one in told) == 1


def test_what_is_not_taken_comes_again_under_the_same_id_and_later_each_time(receiver: Receiver) -> None:
    program = of_holder()
    listen(program, receiver, "decision.made")
    receiver.answers = 503
    restricted(program)
    [message] = Delivery.objects.all()
    assert (len(receiver.got), message.attempts, message.answered_at) == (1, 1, None)
    now = clock.now()
    assert delivering.deliver(now=now) == 0
    waits = []
    for _ in range(3):
        message.refresh_from_db()
        waits.append(message.next_at - now)
        now = message.next_at
        assert delivering.deliver(now=now) == 1
    assert waits[1] == timedelta(seconds=40)
    assert waits[2] == timedelta(seconds=160)
    receiver.answers = 200
    message.refresh_from_db()
    assert delivering.deliver(now=message.next_at) == 1
    message.refresh_from_db()
    assert message.answered_at is not None
    assert delivering.deliver(now=message.next_at + timedelta(days=9)) == 0
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({body for _, body in receiver.got}) == 1


def test_after_three_days_an_endpoint_is_given_up_until_somebody_resumes_it(receiver: Receiver) -> None:
    program = of_holder()
    listen(program, receiver, "decision.made")
    receiver.answers = 500
    restricted(program)
    message = Delivery.objects.get()
    began = message.first_at
    assert began is not None
    for _ in range(30):
        message.refresh_from_db()
        if not delivering.deliver(now=message.next_at):
            break
    endpoint = Endpoint.objects.get()
    assert endpoint.failing_at is not None
    assert timedelta(hours=72) <= endpoint.failing_at - began <= timedelta(hours=85)
    assert Event.objects.filter(kind="webhook.failing", subject=endpoint.id).count() == 1
    [told] = program.get("/webhooks").json()
    assert (told["waiting"], bool(told["failing_at"])) == (1, True)
    receiver.answers = 200
    assert program.post(f"/webhooks/{endpoint.id}/resume", {}).json()["failing_at"] is None
    work()
    assert program.get("/webhooks").json()[0]["waiting"] == 0


def test_a_receiver_that_is_gone_is_not_asked_again(receiver: Receiver) -> None:
    program = of_holder()
    listen(program, receiver, "case.moved", "decision.made")
    receiver.answers = 410
    restricted(program)
    assert len(receiver.got) == 1
    assert Endpoint.objects.get().failing_at is not None


def test_no_redirect_is_followed(receiver: Receiver) -> None:
    program = of_holder()
    listen(program, receiver, "decision.made")
    receiver.answers, receiver.location = 307, receiver.origin + "/other"
    restricted(program)
    assert len(receiver.got) == 1
    assert Delivery.objects.get().answer.startswith("307")


def test_an_address_that_turns_inwards_later_is_not_posted_to(receiver: Receiver, settings: Settings) -> None:
    program = of_holder()
    listen(program, receiver, "decision.made")
    settings.WEBHOOK_ALLOWED_ORIGINS = []
    restricted(program)
    assert receiver.got == []
    assert Delivery.objects.get().answer.startswith("not sent")


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest",
        "ftp://x",
        "x",
    ],
)
def test_an_endpoint_inside_the_own_network_is_not_registered(url: str) -> None:
    answer = of_holder().post("/webhooks", {"url": url, "kinds": ["case.moved"]})
    assert answer.status_code == 422
    assert not Endpoint.objects.exists()


def test_an_endpoint_is_ones_own_and_told_nothing_when_removed(receiver: Receiver) -> None:
    program, other = of_holder(), Program(key("Quendrel AB"))
    listen(program, receiver)
    number = Endpoint.objects.get().id
    assert other.get("/webhooks").json() == []
    assert other.delete(f"/webhooks/{number}").status_code == 404
    assert other.post(f"/webhooks/{number}/resume", {}).status_code == 404
    assert program.delete(f"/webhooks/{number}").status_code == 204
    assert program.get("/webhooks").json() == []
    program.post("/notices", {"notices": [notice()]})
    work()
    assert receiver.got == []
    unknown = program.post("/webhooks", {"url": receiver.origin, "kinds": ["right.registered"]})
    assert unknown.status_code == 422


def test_a_job_that_runs_twice_tells_once(receiver: Receiver) -> None:
    program = of_holder()
    listen(program, receiver, "decision.made")
    case = Case.objects.get(reference=restricted(program))
    assert delivering.queue([case.id], now=clock.now()) == 0
    assert Delivery.objects.count() == 1
    assert SYSTEM.is_system
