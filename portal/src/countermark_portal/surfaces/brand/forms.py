"""Forms of rights holders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms

from countermark_portal.casework.appeals.facts import Reply
from countermark_portal.casework.appeals.for_holders import CounterSeen
from countermark_portal.casework.notices.actions import Submission
from countermark_portal.casework.notices.queries import RightSeen
from countermark_portal.parties.contacts import Values
from countermark_portal.policies.terms import Evidence, KeptBy, NotifierKind, RightKind
from countermark_portal.surfaces.evidence_fields import WithEvidence
from countermark_portal.surfaces.notice_form import NoticeForm
from countermark_portal.surfaces.wording import EVIDENCE, REPLIES, RIGHTS

COUNTS: Final = {
    KeptBy.EVIDENCE: (Reply.EVIDENCE, Reply.COURT_FILING, Reply.AUTHORITY_COMPLAINT),
    KeptBy.COURT_FILING: (Reply.COURT_FILING,),
    KeptBy.SUIT_OR_COMPLAINT: (Reply.COURT_FILING, Reply.AUTHORITY_COMPLAINT),
}
"""What can keep a restriction up, by what the profile demands. Mere disagreement is silence: it is not offered."""


class HolderNotice(NoticeForm):
    """A notice on a right of one's own, or of an owner one acts for."""

    speaks_for_owner = True
    right = forms.ChoiceField(label="On which right?", error_messages={"required": "Choose the right."})
    first_sold_in = forms.CharField(
        label="Parallel imports: where were the goods first sold?",
        help_text="Two-letter codes of the countries, as US, CN. Only for parallel imports.",
        max_length=200,
        required=False,
    )
    new_facts = forms.BooleanField(
        label="This was decided in the seller's favour before, and I bring new facts", required=False
    )

    def __init__(self, *args: Any, rights: Sequence[RightSeen], kind: NotifierKind, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rights, self.kind = rights, kind
        self._choice("right").choices = [
            ("", "Choose …"),
            *((str(one.right.id), _named(one)) for one in rights),
        ]
        if len(rights) == 1:
            self.fields["right"].initial = str(rights[0].right.id)

    def clean_first_sold_in(self) -> list[str]:
        """Codes of countries."""
        codes: list[str] = self.cleaned_data["first_sold_in"].upper().replace(",", " ").split()
        if any(len(code) != 2 or not code.isalpha() for code in codes):
            raise forms.ValidationError("Write two letters for each country, as US, CN.")
        return codes

    def _kind_of_right(self, values: dict[str, Any]) -> RightKind | None:
        chosen = values.get("right")
        return next((RightKind(one.right.kind) for one in self.rights if str(one.right.id) == chosen), None)

    @property
    def needed(self) -> list[tuple[str, str]]:
        """Of each reason, the evidence that it needs."""
        return [
            (
                one.rule.title,
                " and ".join(
                    " or ".join(EVIDENCE[kind].lower() for kind in group) for group in one.rule.evidence
                ),
            )
            for one in self.reasons
            if one.is_taken and one.rule.evidence
        ]

    def submission(self) -> Submission:
        """The notice, as it comes in. Who signed in is known: no address is kept beside it."""
        return self._submission(
            notifier_kind=self.kind, notifier=Values(), right=UUID(self.cleaned_data["right"])
        )


def _named(one: RightSeen) -> str:
    right = one.right
    name = f"{RIGHTS[RightKind(right.kind)]} {right.text or right.brand.name}, {right.office} {right.number}"
    if not one.in_force:
        return f"{name} (not in force)"
    return name if one.control_shown else f"{name} (control not shown yet)"


class ReplyForm(WithEvidence):
    """What a holder says to a counter-notice."""

    rows = 2
    reply = forms.ChoiceField(
        label="Your reply",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you reply."},
    )
    text = forms.CharField(
        label="In your words",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
    )

    def __init__(self, *args: Any, counter: CounterSeen, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        field = self.fields["reply"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one), REPLIES[one]) for one in COUNTS[counter.kept_by]]
        self.add_evidence([(str(one), EVIDENCE[one]) for one in Evidence])

    def clean(self) -> dict[str, Any]:
        """What counts must be shown: by words, or by files."""
        values = super().clean() or self.cleaned_data
        evidence = self.clean_evidence()
        if not evidence and len(values.get("text", "").split()) < 3:
            self.add_error("text", "Say what you bring, or add it as a file.")
        return values
