"""The case that a seller's link opens, and the language and zone in which the seller is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from countermark_portal.casework.appeals import queries as appeals
from countermark_portal.casework.appeals.facts import WINDOWS
from countermark_portal.casework.appeals.for_holders import timeline
from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.statements.issuing import seller_language
from countermark_portal.casework.statements.texts import nearest_language
from countermark_portal.casework.statements.writing import Writing
from countermark_portal.ledger import clock
from countermark_portal.parties.links import holder_of
from countermark_portal.parties.rules import Actor
from countermark_portal.surfaces.seller import wording


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as a seller's link opens it."""

    token: str
    actor: Actor
    case: Any  # as `cases.linked` gives it: surfaces import no tables, not even to name them
    now: datetime
    language: str

    @property
    def words(self) -> Mapping[str, Any]:
        """The words of the pages."""
        return wording.words(self.language)

    def say(self, key: str, **slots: object) -> str:
        """A sentence with its slots filled."""
        return str(self.words[key]).format(**slots)

    def moment(self, at: datetime) -> str:
        """A moment as the letters write it, in the marketplace's zone."""
        return Writing(self.language).write(
            "moment", at.astimezone(ZoneInfo(self.case.marketplace.zone)).isoformat()
        )


def opened(token: str) -> Opened:
    """What a link opens; raises `NotFound` for one that is no seller's."""
    actor = holder_of(token)
    case = cases.linked(actor)
    return Opened(token, actor, case, clock.now(), nearest_language(seller_language(case)))


@dataclass(frozen=True, slots=True)
class Way:
    """Something that the seller can do: its page, its words, until when."""

    page: str
    title: str
    help: str
    until: str


def now_told(at: Opened, clocks: tuple[cases.Clock, ...], can: appeals.Open) -> str:
    """What happens now, and until when."""
    due = {one.kind: one for one in clocks}
    window = next((one for kind, one in due.items() if kind in WINDOWS), None)
    state = at.case.state
    if state == "asked":
        asked = due.get("seller_answer")
        return at.say("now_asked", until=at.moment(asked.due_at)) if asked else at.say("now_review")
    if state == "restricted":
        return at.say("now_restricted" if can.demanded and can.appeal_until else "now_final")
    if state != "contested":
        return at.say(f"now_{state}")
    if window is not None:
        key = "now_forwarded" if window.at_end == "restore" else "now_forwarded_person"
        return at.say(key, until=at.moment(window.due_at))
    hearing = due.get("appeal_decision")
    return (
        at.say("now_contested", until=at.moment(hearing.due_at)) if hearing else at.say("now_contested_open")
    )


def ways(at: Opened, clocks: tuple[cases.Clock, ...], can: appeals.Open) -> list[Way]:
    """What the seller can do now."""
    found = []
    if can.demanded is not None:
        due = next((one.due_at for one in clocks if one.kind in {"counter_notice", "seller_answer"}), None)
        until = at.say("until", until=at.moment(due)) if due else ""
        found.append(Way("seller:answer", at.say("answer"), at.say("answer_help"), until))
        if "corrected" in can.demanded.grounds:
            found.append(Way("seller:corrected", at.say("corrected"), at.say("corrected_help"), until))
    if can.appeal_until is not None:
        until = at.say("until", until=at.moment(can.appeal_until))
        found.append(Way("seller:appeal", at.say("appeal"), at.say("appeal_help"), until))
    return found


def progress(at: Opened) -> list[tuple[str, str]]:
    """What happened so far, in words, the first thing first."""
    said: Mapping[str, str] = at.words["happened"]
    return [(at.moment(one.at), said[one.code]) for one in timeline([at.case]) if one.code in said]
