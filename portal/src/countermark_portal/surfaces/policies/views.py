"""Pages of policies: profiles, versions, differences, rules that nobody has checked; proposing and activating."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countermark_portal.errors import Forbidden, NotFound, Refused
from countermark_portal.ledger import clock
from countermark_portal.parties.permission_map import Permission, may
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor, OrganisationKind
from countermark_portal.policies import actions, queries
from countermark_portal.policies.changes import differences, unchecked
from countermark_portal.policies.errors import PolicyFaults
from countermark_portal.policies.loading import PROFILES, text_of
from countermark_portal.policies.model import Policy

MOST_BYTES: Final = 400_000


class Proposal(forms.Form):
    """A policy as a YAML file, and why."""

    file = forms.FileField(
        label="The policy as YAML",
        help_text="“extends: eu” and only what differs, or all of it. See docs/policies.md.",
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.json"}),
        error_messages={"required": "Choose a file."},
    )
    note = forms.CharField(label="Why", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})

    def clean_file(self) -> str:
        """The text."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError("No policy is that large.")
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError("Save it as UTF-8.") from error
        return text


def for_operator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for the operator's people; what each may do there, the actions say."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        actor = actor_of(request.user)
        if actor.kind is not OrganisationKind.OPERATOR:
            raise Forbidden("this page is for the operator's people", mend="sign in as one of them")
        return view(request, actor, **named)

    return login_required(guarded)


@require_safe
@for_operator
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What counts for each profile, what waits, what counted."""
    return _overview(request, actor)


def _overview(request: HttpRequest, actor: Actor, status: int = 200, **more: Any) -> HttpResponse:
    today = clock.now().date()
    versions = queries.versions(actor)
    profiles = list(dict.fromkeys((*PROFILES, *(one.profile for one in versions if one.active_profile))))
    counting = queries.active_of(profiles)
    context = {
        "profiles": [(one, counting[one], len(unchecked(counting[one], today))) for one in profiles],
        "waiting": [one for one in versions if one.waits],
        "versions": [one for one in versions if not one.waits],
        "may_propose": may(actor, Permission.PROPOSE_POLICY),
        "form": Proposal(),
        **more,
    }
    return render(request, "portal/policies/overview.html", context, status=status)


@require_POST
@for_operator
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Propose a policy."""
    form = Proposal(request.POST, request.FILES)
    faults: tuple[Any, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.propose(actor=actor, now=clock.now(), text=given["file"], note=given["note"])
        except PolicyFaults as error:
            faults = error.faults
        except Refused as refused:
            form.add_error("file", f"{refused.args[0]}: {refused.mend}.")
        else:
            messages.success(request, f"{made.id} is proposed. Another policy owner puts it in force.")
            return redirect("policies:version", number=made.id)
    return _overview(request, actor, 422, form=form, faults=faults)


@require_safe
@for_operator
def version(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """A version: what differs from the one that counts, and what nobody has checked."""
    row = next((one for one in queries.versions(actor) if one.id == number), None)
    policy = queries.policy_by_id(number)
    counting = _counting(policy.name)
    mine = row is not None and actor.id in row.decided_by
    context = {
        "number": number,
        "row": row,
        "policy": policy,
        "counting": counting,
        "counts": counting is not None and counting.id == number,
        "changes": differences(counting, policy) if counting is not None else None,
        "unchecked": unchecked(policy, clock.now().date()),
        "may_activate": row is not None and row.waits and may(actor, Permission.ACTIVATE_POLICY, row),
        "is_mine": mine,
    }
    return render(request, "portal/policies/version.html", context)


def _counting(profile: str) -> Policy | None:
    """The policy that counts for a profile; none for a profile that is new."""
    try:
        return queries.active(profile)
    except PolicyFaults:
        return None


@require_POST
@for_operator
def activate(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Put a version in force."""
    instead_of = request.POST.get("instead_of", "")
    made = actions.activate(actor=actor, now=clock.now(), number=number, instead_of=instead_of)
    messages.success(request, f"{made.id} is in force. What is decided from now on is decided under it.")
    return redirect("policies:overview")


@require_safe
@for_operator
def text(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """The whole text of a version, as a download: read again, it has the same id."""
    del request, actor
    policy = queries.policy_by_id(number)
    if policy.id != number:
        raise NotFound(f"there is no policy {number}")
    answer = HttpResponse(text_of(policy), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{number.replace("@", "-")}.json"'
    return answer
