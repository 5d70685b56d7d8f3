"""Pages of the seller's side. Whoever holds the link of a letter acts as the seller in that one case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals import answering
from countermark_portal.casework.appeals import queries as appeals_read
from countermark_portal.casework.appeals.actions import Given
from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.correspondence import actions as correspondence
from countermark_portal.casework.correspondence import queries as messages_read
from countermark_portal.casework.correspondence.actions import Audience
from countermark_portal.casework.evidence import queries as evidence
from countermark_portal.casework.notices.facts import Fix
from countermark_portal.casework.statements import proofs
from countermark_portal.casework.statements import queries as statements
from countermark_portal.errors import NotFound, Stale
from countermark_portal.surfaces import files
from countermark_portal.surfaces.files import receipt_file
from countermark_portal.surfaces.seller import forms, opened, wording
from countermark_portal.surfaces.seller.opened import Opened

SellerView = Callable[..., HttpResponse]
_SHOWN: Final = 6
_LEAST: Final = 8
"""Signs of the shortest sentence that says anything; Chinese has no spaces to count words by."""


def by_link(view: SellerView) -> SellerView:
    """A page that a link opens: in the case's language, kept by no cache and by no search engine."""

    @wraps(view)
    def guarded(request: HttpRequest, *, token: str, **named: Any) -> HttpResponse:
        at = opened.opened(token)
        with translation.override("zh-hans" if at.language == "zh" else at.language):
            response = view(request, at, **named)
        response.setdefault("Cache-Control", "no-store")
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def _page(request: HttpRequest, at: Opened, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "at": at,
        "case": at.case,
        "token": at.token,
        "w": at.words,
        "language": wording.html_language(at.language),
        "listing_on": at.say("listing_on", marketplace=at.case.marketplace.name),
        "status": at.words["status"][at.case.state],
    }
    return render(request, f"portal/seller/{template}.html", context | more, status=status)


@require_GET
@by_link
def case(request: HttpRequest, at: Opened) -> HttpResponse:
    """What was decided and why, what happens now, what can be done."""
    return _case(request, at, message_form=_message(at))


def _message(at: Opened, *given: Any) -> forms.Words:
    return forms.Words(*given, label=at.say("message"), missing=at.say("message"), words=at.words)


def _case(request: HttpRequest, at: Opened, *, message_form: forms.Words, status: int = 200) -> HttpResponse:
    found = at.case
    letters = statements.of_case(at.actor, found)
    clocks, can = cases.clocks(found), appeals_read.open_to_seller(found, at.now)
    captured = evidence.shown(found.listing_id, brand="")
    said = at.words["grounds"]
    return _page(
        request,
        at,
        "case",
        status=status,
        now_told=opened.now_told(at, clocks, can),
        ways=opened.ways(at, clocks, can),
        statement=statements.latest_statement(letters),
        letters=[(one, at.moment(one.sent_at) if one.sent_at else "") for one in letters],
        progress=opened.progress(at),
        photos=[
            (one.sha256, at.say("photo", number=number))
            for number, one in enumerate(captured.photos[:_SHOWN] if captured else (), 1)
        ],
        answers=[
            (
                one,
                said.get(one.ground, one.ground),
                at.moment(one.at),
                _files(at, [e.name for e in one.evidence if e.name]),
            )
            for one in appeals_read.answers(at.actor, found)
        ],
        thread=[(one, at.moment(one.at)) for one in messages_read.of_case(at.actor, found.id)],
        message_form=message_form,
    )


def _files(at: Opened, names: list[str]) -> str:
    return at.say("file_count", names=", ".join(names)) if names else ""


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def answer(request: HttpRequest, at: Opened) -> HttpResponse:
    """Object to the measure."""
    return _answer(request, at, corrected=False)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def corrected(request: HttpRequest, at: Opened) -> HttpResponse:
    """Say that the listing was corrected."""
    return _answer(request, at, corrected=True)


def _answer(request: HttpRequest, at: Opened, *, corrected: bool) -> HttpResponse:
    can = appeals_read.open_to_seller(at.case, at.now)
    if can.demanded is None:
        raise Stale(
            f"{at.case.reference}: there is nothing to answer to now", mend=at.say(f"now_{_plain_state(at)}")
        )
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    reachable = at.case.seller is not None and at.case.seller.contact_id is not None
    form = forms.Answer(
        *given, demanded=can.demanded, words=at.words, corrected=corrected, reachable=reachable
    )
    if request.method == "POST" and form.is_valid():
        kept = answering.take_in(
            actor=at.actor,
            now=at.now,
            case=at.case.id,
            given=Given(
                ground=form.ground_chosen,
                statement=form.cleaned_data["statement"],
                given=form.contained,
                evidence=form.evidence,
                pressed_to_pay=form.cleaned_data["pressed_to_pay"],
            ),
            reached_at=form.reached_at,
        )
        if not isinstance(kept, tuple):
            return _thanked(request, at, "done_answer")
        _lacking(form, kept, at)
    return _page(
        request,
        at,
        "answer",
        status=422 if form.errors else 200,
        form=form,
        title=at.say("corrected" if corrected else "answer"),
        intro=at.say("corrected_help" if corrected else "answer_help"),
        statement_help=at.say("statement_help", least=can.demanded.statement_least),
        evidence_help=at.say("evidence_help", types="PDF, JPEG, PNG, WebP, TXT"),
    )


def _lacking(form: forms.Answer, fixes: Sequence[Fix], at: Opened) -> None:
    """Put what the policy still asks for beside its fields."""
    for fix in fixes:
        field = "files_0" if fix.field == "evidence" else fix.field
        form.add_error(field if field in form.fields else None, at.words["fixes"].get(fix.field, fix.mend))


def _plain_state(at: Opened) -> str:
    state: str = at.case.state
    return {"contested": "contested_open", "restricted": "final", "asked": "review"}.get(state, state)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def appeal(request: HttpRequest, at: Opened) -> HttpResponse:
    """Ask for another decision by another person."""
    can = appeals_read.open_to_seller(at.case, at.now)
    sent = request.method == "POST"
    if sent and can.appeal_until is None:
        raise Stale(f"{at.case.reference}: {can.why_no_appeal}", mend=at.say("no_appeal"))
    form = forms.Words(
        *([request.POST] if sent else []),
        label=at.say("appeal_grounds"),
        missing=at.words["fixes"]["grounds"],
        words=at.words,
    )
    if sent and form.is_valid() and len(form.cleaned_data["text"]) < _LEAST:
        form.add_error("text", at.words["fixes"]["grounds"])
    if sent and form.is_valid():
        appeals.appeal(actor=at.actor, now=at.now, case=at.case.id, grounds=form.cleaned_data["text"])
        if form.cleaned_data["pressed_to_pay"]:
            _tell_pressed(at, "")
        return _thanked(request, at, "done_appeal")
    until = at.say("until", until=at.moment(can.appeal_until)) if can.appeal_until else ""
    return _page(request, at, "appeal", status=422 if form.errors else 200, form=form, until=until)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def pressed(request: HttpRequest, at: Opened) -> HttpResponse:
    """Say that somebody demanded money for taking a notice back."""
    form = forms.Words(
        *([request.POST] if request.method == "POST" else []),
        label=at.say("pressed_words"),
        missing=at.words["fixes"]["grounds"],
        words=at.words,
    )
    if request.method == "POST" and form.is_valid():
        _tell_pressed(at, form.cleaned_data["text"])
        return _thanked(request, at, "done_pressed")
    return _page(request, at, "pressed", status=422 if form.errors else 200, form=form)


def _tell_pressed(at: Opened, text: str) -> None:
    correspondence.write(
        actor=at.actor,
        now=at.now,
        case=at.case.id,
        audience=Audience.SELLER,
        text=f"{at.say('pressed_prefix')}\n{text}",
    )


@require_POST
@by_link
def write(request: HttpRequest, at: Opened) -> HttpResponse:
    """Write to the desk."""
    form = _message(at, request.POST)
    if not form.is_valid():
        return _case(request, at, message_form=form, status=422)
    correspondence.write(
        actor=at.actor, now=at.now, case=at.case.id, audience=Audience.SELLER, text=form.cleaned_data["text"]
    )
    return _thanked(request, at, "done_message")


@require_GET
@by_link
def photo(request: HttpRequest, at: Opened, *, sha256: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """A photo of the listing, as it was captured."""
    if not evidence.is_photo_of(at.case.listing_id, sha256):
        raise NotFound("there is no such photo in this case")
    return files.picture(sha256, most=480)


def _thanked(request: HttpRequest, at: Opened, key: str) -> HttpResponse:
    messages.success(request, at.say(key), extra_tags="good")
    return redirect("seller:case", token=at.token)


@require_GET
@by_link
def proof(request: HttpRequest, at: Opened) -> HttpResponse:  # noqa: ARG001  # the link says it all
    """What the record says of the case, with its proof, as a file to keep."""
    return receipt_file(proofs.proof(at.case.id, audience="seller"), at.case.reference)
