"""What a case's page shows, gathered from the casework's reads in a bounded number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from countermark_portal.casework.appeals import background as backgrounds
from countermark_portal.casework.appeals import queries as appeals
from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.correspondence import queries as correspondence
from countermark_portal.casework.decisions import queries as decisions
from countermark_portal.casework.enforcement import queries as enforcement
from countermark_portal.casework.evidence import queries as evidence
from countermark_portal.casework.statements import queries as statements
from countermark_portal.parties.rules import Actor
from countermark_portal.surfaces import marking
from countermark_portal.surfaces.review import forms

_MARKED: Final = ("title", "description", "brand", "seller_name")
_SHOWN: Final = ("price", "condition", "category", "gtin", "listing_id", "seller_id")


def show(
    request: HttpRequest, actor: Actor, reference: str, now: datetime, *, status: int = 200, **given: Any
) -> HttpResponse:
    """The page of a case. `given`: forms that were sent and have faults."""
    case = cases.find(actor, reference)
    known = backgrounds.background(actor, case, now)
    decided = decisions.of_case(actor, case)
    rests_on = next((one.capture for one in reversed(decided) if one.capture), None)
    captured = evidence.shown(case.listing_id, brand=case.brand.slug if case.brand else "", capture=rests_on)
    letters = statements.of_case(actor, case)
    asked = appeals.appeals(actor, case)
    waiting = [one for one in asked if not one.outcome]
    messages = correspondence.of_case(actor, case.id)
    context: dict[str, Any] = {
        "now": now,
        "case": case,
        "claim": cases.claim(case, actor, now),
        "can_claim": case.state in {"review", "approval"} or any(not one.waits_for_holder for one in waiting),
        "clocks": cases.clocks(case),
        "known": known,
        "captured": captured,
        "texts": _texts(captured),
        "facts": _facts(captured),
        "others": cases.others_of_seller(actor, case),
        "decisions": decided,
        "precedents": decisions.precedents(actor, case, known.reason.code if known.reason else ""),
        "second": decisions.second(actor, case),
        "measures": enforcement.of_case(actor, case),
        "answers": appeals.answers(actor, case),
        "appeals": asked,
        "open_appeals": waiting,
        "letters": letters,
        "notes": [one for one in messages if one.audience == "internal"],
        "written": [one for one in messages if one.audience != "internal"],
        "decide_form": forms.Decide(offered=known.facts),
        "approve_form": forms.Approve(),
        "hear_form": forms.Hear(),
        "write_form": forms.Write(),
        "note_form": forms.Note(prefix="note"),
    }
    return render(request, "portal/review/case.html", context | given, status=status)


def _texts(captured: evidence.CaptureSeen | None) -> list[tuple[str, tuple[marking.Piece, ...]]]:
    """The texts of the listing, what was seen in them marked; empty ones are left out."""
    if captured is None:
        return []
    fields = captured.fields
    return [
        (name, marking.pieces(fields[name], name, captured.spans)) for name in _MARKED if fields.get(name)
    ]


def _facts(captured: evidence.CaptureSeen | None) -> dict[str, Any]:
    if captured is None:
        return {}
    fields = captured.fields
    shown = {name: fields[name] for name in _SHOWN if fields.get(name)}
    return shown | ({"price": f"{fields['price']} {fields['currency'] or ''}"} if fields.get("price") else {})
