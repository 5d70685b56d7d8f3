"""Forms of the seller's side, in the seller's language. What must be in them is the policy's to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from countermark_portal.casework.appeals.queries import Demanded
from countermark_portal.casework.correspondence.actions import LONGEST
from countermark_portal.parties.contacts import Values
from countermark_portal.policies.terms import CounterField, Ground
from countermark_portal.surfaces.evidence_fields import WithEvidence

_DECLARED: Final = (
    CounterField.DECLARATION,
    CounterField.LOCATION,
    CounterField.CONSENT_TO_FORWARD,
    CounterField.PERJURY,
    CounterField.JURISDICTION,
    CounterField.GUARANTEE,
)
_WRITTEN: Final = (
    CounterField.CONTACT,
    CounterField.IDENTITY,
    CounterField.COMPARISON,
    CounterField.SIGNATURE,
)
_KINDS: Final = ("invoice", "licence", "letter", "register", "photo", "other")
_AUDIENCES: Final = ("reviewer", "both", "holder")


class Answer(WithEvidence):
    """A counter-notice. Where the way in is said already that of correction, the ground is not asked."""

    rows = 2
    statement = forms.CharField(max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    pressed_to_pay = forms.BooleanField(required=False)

    def __init__(
        self,
        *given: Any,
        demanded: Demanded,
        words: Mapping[str, Any],
        corrected: bool,
        reachable: bool,
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self.demanded, self.words, self.corrected = demanded, words, corrected
        self.fields["statement"].label = words["corrected_field" if corrected else "statement_field"]
        self.fields["pressed_to_pay"].label = words["pressed"]
        if not corrected:
            choices = [(one.value, self._ground(one)) for one in demanded.grounds if one != Ground.CORRECTED]
            self.fields["ground"] = forms.ChoiceField(
                choices=choices, required=False, widget=forms.RadioSelect, label=words["ground"]
            )
        self.known = frozenset({CounterField.CONTACT}) if reachable else frozenset[CounterField]()
        for field in _DECLARED:
            if field in demanded.fields:
                self.fields[field.value] = forms.BooleanField(required=False, label=words[field.value])
        for field in _WRITTEN:
            if field in demanded.fields - self.known:
                self.fields[field.value] = forms.CharField(
                    required=False, max_length=400, label=words[field.value]
                )
        self._add_rows()

    def _ground(self, ground: Ground) -> str:
        said = str(self.words["grounds"][ground.value])
        return f"{said} ({self.words['needs_evidence']})" if ground in self.demanded.need_evidence else said

    def _add_rows(self) -> None:
        words = self.words
        self.add_evidence([(kind, words["kinds"][kind]) for kind in _KINDS])
        for row in range(self.rows):
            for name, key in (("kind", "kind"), ("says", "says"), ("files", "files")):
                self.fields[f"{name}_{row}"].label = words[key]
            self.fields[f"audience_{row}"] = forms.ChoiceField(
                choices=[(one, words[f"audience_{one}"]) for one in _AUDIENCES],
                required=False,
                initial="reviewer",
                widget=forms.RadioSelect,
                label=words["audience"],
            )

    def _row(self, row: int) -> None:
        """Note with each piece of evidence who may see it: the desk alone, unless something else was chosen."""
        before = len(self._kept)
        super()._row(row)
        for one in self._kept[before:]:
            one["audience"] = self.cleaned_data.get(f"audience_{row}") or "reviewer"
        if len(self._kept) > before:
            self._empty(row)

    def _empty(self, row: int) -> None:
        """Empty a row whose files were kept: shown again as it came, it would ask for its files a second time."""
        dropped = {f"{name}_{row}" for name in ("kind", "says")}
        self.data = {key: value for key, value in self.data.items() if key not in dropped}

    def clean(self) -> dict[str, Any]:
        """Keep the files, whatever else is missing: they need not be chosen again."""
        cleaned = super().clean() or {}
        self.clean_evidence()
        return cleaned

    @property
    def audience_rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """The fields of each row of evidence."""
        return [(*fields, self[f"audience_{row}"]) for row, fields in enumerate(self.evidence_rows)]

    @property
    def received(self) -> list[str]:
        """What was kept from an earlier try, as it can be left out."""
        return [self.words["leave_out"].format(name=one["name"] or one["says"][:80]) for one in self.kept]

    @property
    def declared(self) -> list[Any]:
        """The declarations that are asked for."""
        return [self[field.value] for field in _DECLARED if field.value in self.fields]

    @property
    def written(self) -> list[Any]:
        """What is asked for in writing beside the statement."""
        return [self[field.value] for field in _WRITTEN if field.value in self.fields]

    @property
    def ground_chosen(self) -> Ground | None:
        """The ground."""
        if self.corrected:
            return Ground.CORRECTED
        chosen = self.cleaned_data.get("ground")
        return Ground(chosen) if chosen else None

    @property
    def contained(self) -> frozenset[CounterField]:
        """What the answer contains, by the policy's words."""
        asked = (*_DECLARED, *_WRITTEN)
        given = {
            field
            for field in asked
            if str(self.cleaned_data.get(field.value) or "").strip() not in {"", "False"}
        }
        said = {CounterField.STATEMENT} if self.cleaned_data["statement"].strip() else set()
        shown = {CounterField.EVIDENCE} if self.kept else set()
        ground = {CounterField.GROUND} if self.ground_chosen else set()
        return frozenset(given | said | shown | ground | self.known)

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """The evidence; a comparison in words is one."""
        compared = str(self.cleaned_data.get("comparison") or "").strip()
        told = {"kind": "comparison", "sha256": "", "says": compared, "audience": "reviewer"}
        return [*self.kept, *([told] if compared else [])]

    @property
    def reached_at(self) -> Values:
        """How the seller can be reached."""
        contact = str(self.cleaned_data.get("contact") or "").strip()
        name = str(self.cleaned_data.get("identity") or self.cleaned_data.get("signature") or "").strip()
        by_mail = "@" in contact
        return Values(name=name, email=contact if by_mail else "", phone="" if by_mail else contact)


class Words(forms.Form):
    """Something in one's own words: an appeal's grounds, a message, who pressed for money."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    pressed_to_pay = forms.BooleanField(required=False)

    def __init__(self, *given: Any, label: str, missing: str, words: Mapping[str, Any], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = missing
        self.fields["pressed_to_pay"].label = words["pressed"]
