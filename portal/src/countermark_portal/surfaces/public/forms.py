"""Forms for people without an account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from countermark_portal.casework.notices.actions import Submission
from countermark_portal.casework.notices.queries import ItemSeen
from countermark_portal.casework.notices.withdrawal import LONGEST_REASON
from countermark_portal.parties.contacts import Values
from countermark_portal.policies.terms import Evidence
from countermark_portal.surfaces.notice_form import NoticeForm
from countermark_portal.surfaces.wording import NOTIFIERS


class PublicNotice(NoticeForm):
    """A notice by anyone (DSA 16)."""

    rows = 2
    evidence_kinds = (
        Evidence.TEST_PURCHASE,
        Evidence.EXACT_ELEMENT,
        Evidence.INDICATORS,
        Evidence.COMPARISON,
        Evidence.ORIGINAL,
        Evidence.FIRST_PUBLICATION,
        Evidence.PRODUCT_FACTS,
        Evidence.ALTERATION,
        Evidence.FIRST_SALE,
        Evidence.EVASION,
        Evidence.REGISTER_ENTRY,
        Evidence.CERTIFICATE,
    )
    right_as_stated = forms.CharField(
        label="Whose brand, design or work is it, as far as you know?", max_length=400, required=False
    )
    notifier_kind = forms.ChoiceField(
        label="You are",
        widget=forms.RadioSelect,
        choices=[(str(one), words) for one, words in NOTIFIERS.items()],
        error_messages={"required": "Choose as what you write."},
    )
    name = forms.CharField(
        label="Your name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Say who you are."},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Give an address at which we can answer you.",
            "invalid": "This is no e-mail address.",
        },
    )

    def submission(self) -> Submission:
        """The notice, as it comes in."""
        values = self.cleaned_data
        notifier = Values(name=values["name"].strip(), email=values["email"])
        return self._submission(notifier_kind=values["notifier_kind"], notifier=notifier)


class Withdrawal(forms.Form):
    """Taking a notice back, whole or by listing."""

    scope = forms.ChoiceField(
        label="How much of it?",
        widget=forms.RadioSelect,
        choices=[("whole", "The whole notice"), ("some", "Only the listings that I tick here")],
        initial="whole",
    )
    items = forms.MultipleChoiceField(
        label="Listings, if only some", widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(
        label="Why do you take it back?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={"required": "Say in a few words why."},
    )
    paid = forms.ChoiceField(
        label="Were you paid for it, or promised anything?",
        widget=forms.RadioSelect,
        choices=[("no", "No"), ("yes", "Yes"), ("unsaid", "I would rather not say")],
        error_messages={"required": "Choose an answer."},
    )

    def __init__(self, *args: Any, items: Sequence[ItemSeen], **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        standing = [one for one in items if one.can_be_withdrawn]
        if len(standing) == 1:
            del self.fields["scope"], self.fields["items"]
            return
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.id), f"{one.title or one.named} ({one.marketplace})") for one in standing]

    def clean(self) -> dict[str, Any]:
        """Some listings are at least one."""
        values = super().clean() or self.cleaned_data
        if values.get("scope") == "some" and not values.get("items"):
            self.add_error("items", "Tick at least one listing.")
        return values

    @property
    def chosen(self) -> list[UUID]:
        """The listings chosen; none: the whole notice."""
        if self.cleaned_data.get("scope") != "some":
            return []
        return [UUID(one) for one in self.cleaned_data["items"]]

    @property
    def was_paid(self) -> bool | None:
        """Whether the notifier was paid; None if that is left unsaid."""
        return {"yes": True, "no": False}.get(self.cleaned_data["paid"])


class AppealForm(forms.Form):
    """Why a decision is wrong."""

    grounds = forms.CharField(
        label="Why is the decision wrong?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        error_messages={"required": "Say in a sentence or two why the decision is wrong."},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})

    def clean_grounds(self) -> str:
        """A sentence."""
        grounds: str = self.cleaned_data["grounds"].strip()
        if len(grounds.split()) < 3:
            raise forms.ValidationError("Say in a sentence or two why the decision is wrong.")
        return grounds
