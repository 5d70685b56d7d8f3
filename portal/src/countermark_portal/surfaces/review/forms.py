"""Forms of the desk: what is chosen and said. Whether it may be done is for the actions to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from countermark_portal.casework.appeals.background import Offered
from countermark_portal.casework.appeals.facts import Outcome as Heard
from countermark_portal.casework.cases.queries import Wait
from countermark_portal.casework.correspondence.actions import LONGEST, Audience
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.statements.restriction import Fact
from countermark_portal.surfaces.review import words


class Filter(forms.Form):
    """What of the queue is shown."""

    wait = forms.ChoiceField(required=False, label="Waits for")
    brand = forms.ChoiceField(required=False, label="Brand")

    def __init__(self, *given: Any, brands: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        chosen = [
            ("", "Everything"),
            *((one.value, words.WAITS[one.value]) for one in Wait),
            ("stuck", "Stuck measures"),
        ]
        self.fields["wait"] = forms.ChoiceField(choices=chosen, required=False, label="Waits for")
        self.fields["brand"] = forms.ChoiceField(
            choices=[("", "All brands"), *brands], required=False, label="Brand"
        )


class Decide(forms.Form):
    """A first decision: the facts it rests on, in coded sentences and in the reviewer's own words."""

    facts = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="What you see (told to both sides, in their language)",
    )
    own_words = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="In your own words",
        help_text="Quoted as they are and marked as a reviewer's words. No names, please.",
    )
    outcome = forms.ChoiceField(
        choices=[(one.value, one.value) for one in (Outcome.RESTRICT, Outcome.ASK, Outcome.DISMISS)],
        error_messages={"required": "Choose a verdict."},
    )

    def __init__(self, *given: Any, offered: Sequence[Offered], **named: Any) -> None:
        super().__init__(*given, **named)
        self._offered = {one.key: one for one in offered}
        field = self.fields["facts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.key, one.sentence) for one in offered]

    def clean(self) -> dict[str, Any]:
        """Facts are needed for everything that goes against the seller."""
        given = super().clean() or {}
        against = given.get("outcome") in {Outcome.RESTRICT, Outcome.ASK}
        if against and not given.get("facts") and not (given.get("own_words") or "").strip():
            self.add_error(
                "facts", "A decision needs its facts: choose what you see, or say it in your own words."
            )
        return given

    @property
    def chosen(self) -> tuple[Fact, ...]:
        """The facts that were chosen."""
        return tuple(self._offered[key].fact for key in self.cleaned_data["facts"])


class Approve(forms.Form):
    """What the second person says."""

    agrees = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda said: said == "yes")
    own_words = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="In your own words (if left empty, the first reviewer's stand)",
    )


class Hear(forms.Form):
    """How an appeal ends. Its reasons are demanded by law (DSA 20(5))."""

    outcome = forms.ChoiceField(choices=[(one.value, one.value) for one in (Heard.UPHELD, Heard.REVERSED)])
    own_words = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why, in your own words",
        help_text="Both sides read this, as a reviewer's words. No names, please.",
        error_messages={"required": "Say why: both sides are owed the reasons."},
    )
    verified_invoice = forms.BooleanField(
        required=False,
        label="I verified the invoice with who issued it (gives these goods a provenance pass)",
    )


class Write(forms.Form):
    """A message to one side, or a note for the desk."""

    audience = forms.ChoiceField(
        choices=[(one.value, words.AUDIENCES[one.value]) for one in (Audience.SELLER, Audience.NOTIFIER)],
        widget=forms.RadioSelect,
        label="To",
        error_messages={"required": "Choose who reads it."},
    )
    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Message",
        error_messages={"required": "Write what you want to say."},
    )


class Note(forms.Form):
    """A note that only the desk reads."""

    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Note",
        error_messages={"required": "Write what you want to note."},
    )
