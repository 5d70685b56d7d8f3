"""The guided form for a notice, which the public and rights holders share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import get_language

from countermark_portal.casework.notices import queries
from countermark_portal.casework.notices.actions import Named, Submission
from countermark_portal.casework.notices.queries import ReasonTold, Site
from countermark_portal.parties.contacts import Values
from countermark_portal.policies.terms import Declaration, Evidence, RightKind
from countermark_portal.surfaces import listing_lines
from countermark_portal.surfaces.evidence_fields import WithEvidence
from countermark_portal.surfaces.wording import DECLARATIONS, ELEMENTS, EVIDENCE, GROUPS, OTHERS

ALWAYS: Final = (Declaration.GOOD_FAITH, Declaration.ACCURATE)
"""What everybody declares, whatever the marketplace demands beyond."""
MOST_LINES: Final = 600_000
"""Characters of the field for listings: 10,000 addresses of 60."""


class NoticeForm(WithEvidence):
    """What a notice says. Whether it is right is not judged here: that is triage."""

    marketplace = forms.ChoiceField(
        label="On which marketplace?", error_messages={"required": "Choose the marketplace."}
    )
    listings = forms.CharField(
        label="Which listings?",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
        max_length=MOST_LINES,
        error_messages={"required": "Name at least one listing."},
    )
    reason = forms.ChoiceField(
        label="What is wrong?", widget=forms.RadioSelect, error_messages={"required": "Choose what is wrong."}
    )
    element = forms.ChoiceField(
        label="Where do you see it?",
        choices=[("", "Choose …"), *((str(one), words) for one, words in ELEMENTS.items())],
        error_messages={"required": "Choose where you see it."},
    )
    explanation = forms.CharField(
        label="What is wrong, and how do you know?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        error_messages={"required": "Say what is wrong and how you know."},
    )
    evidence_kinds: Sequence[Evidence] = tuple(Evidence)
    speaks_for_owner = False
    """Whether declarations that only owners and their agents can make are asked for."""

    def __init__(self, *args: Any, sites: Sequence[Site], reasons: Sequence[ReasonTold], **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.sites, self.reasons = sites, reasons
        self._choice("marketplace").choices = [(site.slug, site.name) for site in sites]
        if len(sites) == 1:
            self.fields["marketplace"].initial = sites[0].slug
        self._choice("reason").choices = [(one.code, one.rule.title) for one in reasons if one.is_taken]
        self.add_evidence([(str(one), EVIDENCE[one]) for one in self.evidence_kinds])
        for one in self._declarations():
            self.fields[f"declare_{one}"] = forms.BooleanField(
                label=DECLARATIONS[one],
                required=one in ALWAYS,
                error_messages={"required": "A notice needs this declaration."},
            )

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def _declarations(self) -> list[Declaration]:
        kinds = [None, *RightKind] if self.speaks_for_owner else [None]
        demanded = {one for kind in kinds for one in queries.declarations(self.sites, kind)}
        return [one for one in Declaration if one in demanded or one in ALWAYS]

    @property
    def declarations(self) -> list[Any]:
        """The bound fields of the declarations."""
        return [self[name] for name in self.fields if name.startswith("declare_")]

    @property
    def reason_groups(self) -> list[tuple[str, list[tuple[ReasonTold, bool]], bool]]:
        """Reasons under headings, which one is chosen, and whether the heading must stand open for it."""
        chosen = str(self["reason"].value() or "")
        groups: dict[str, list[tuple[ReasonTold, bool]]] = {}
        for one in self.reasons:
            if one.is_taken:
                heading = GROUPS.get(one.code.split("-")[0], OTHERS)
                groups.setdefault(heading, []).append((one, one.code == chosen))
        ordered = sorted(groups.items(), key=lambda group: group[0] == OTHERS)
        return [(heading, some, any(is_chosen for _, is_chosen in some)) for heading, some in ordered]

    @property
    def not_taken(self) -> list[ReasonTold]:
        """What is no matter for a notice, with guidance."""
        return [one for one in self.reasons if not one.is_taken]

    def clean(self) -> dict[str, Any]:
        """What can be read of the listings; explanation and declarations as these marketplaces demand them."""
        values = super().clean() or self.cleaned_data
        self.named: list[Named] = []
        if values.get("listings") and values.get("marketplace"):
            self._read_listings(values)
        named = {one.marketplace for one in self.named} or {values.get("marketplace", "")}
        at = [site for site in self.sites if site.slug in named]
        least = max((site.policy.notice.explanation_least for site in at), default=1)
        said = " ".join(values.get("explanation", "").split())
        if said and len(said) < least:
            self.add_error(
                "explanation", f"Say it in at least {least} characters: what is wrong, and how you know."
            )
        for one in queries.declarations(at, self._kind_of_right(values)):
            field = f"declare_{one}"
            if field in self.fields and one not in ALWAYS and not values.get(field):
                self.add_error(field, "This marketplace and right need this declaration.")
        self.evidence = self.clean_evidence()
        return values

    def _read_listings(self, values: dict[str, Any]) -> None:
        self.named, unreadable = listing_lines.read(values["listings"], self.sites, values["marketplace"])
        for one in unreadable[:10]:
            self.add_error("listings", f"Line {one.line}: {one.why}.")
        if not self.named and not unreadable:
            self.add_error("listings", "Name at least one listing.")

    def _kind_of_right(self, values: dict[str, Any]) -> RightKind | None:
        """The kind of right relied on, where a form knows it."""
        del values
        return None

    def _submission(self, *, notifier_kind: str, notifier: Values, right: UUID | None = None) -> Submission:
        values = self.cleaned_data
        declared = {
            name.removeprefix("declare_")
            for name in self.fields
            if name.startswith("declare_") and values[name]
        }
        return Submission(
            notifier_kind=notifier_kind,
            reason=values["reason"],
            listings=self.named,
            explanation=values["explanation"].strip(),
            element=values["element"],
            right=right,
            right_as_stated=values.get("right_as_stated", ""),
            declarations=frozenset(declared),
            evidence=self.evidence,
            first_sold_in=frozenset(values.get("first_sold_in") or ()),
            new_facts=bool(values.get("new_facts")),
            notifier=notifier,
            language=(get_language() or "en").partition("-")[0],
            channel="form",
        )
