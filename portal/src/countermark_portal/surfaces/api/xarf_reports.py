"""XARF v4 reports, of the types that concern marketplaces, and what they say as a notice.

The shapes are those of the schemas 4.x: https://xarf.org/schemas/v4. What a report says beyond them is left aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Discriminator, Field, StringConstraints, Tag

from countermark_portal.surfaces.api.shapes import Address, Line

Url = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[A-Za-z][A-Za-z0-9+.-]*://[^\s\x00]+$")]
Told = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]
_REASONS: Final[Mapping[str, str]] = {
    "counterfeit": "TM-CF",
    "lookalike": "TM-LOOK",
    "unauthorized_reseller": "NOT-IP",  # whom a brand lets sell is a matter of contracts; triage answers with guidance
}
_ELEMENTS: Final[Mapping[str, str]] = {"product_images": "image", "brand_name": "title", "tagline": "text"}


class Loose(Schema):
    """Part of a report. Fields that we do not read may stand there."""

    model_config = ConfigDict(extra="ignore")


class Contact(Loose):
    """Who complains, or who transmits."""

    org: Line
    contact: Address
    domain: Line


class EvidenceItem(Loose):
    """Something that is sent along."""

    content_type: Line
    payload: Annotated[str, Field(max_length=14 * 1024 * 1024, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]
    description: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")] = ""


class Report(Loose):
    """What every report has."""

    xarf_version: Annotated[str, StringConstraints(pattern=r"^4\.[0-9]+\.[0-9]+$", max_length=20)]
    report_id: UUID
    timestamp: AwareDatetime
    reporter: Contact
    sender: Contact
    source_identifier: Told
    description: Told = ""
    evidence: Annotated[list[EvidenceItem], Field(max_length=10)] = Field(default_factory=list)


class TrademarkDetails(Loose):
    """The mark, as the reporter names it."""

    registration_number: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")] = ""
    jurisdiction: Line = ""


class BrandInfringement(Report):
    """`content/brand_infringement`."""

    category: Literal["content"]
    type: Literal["brand_infringement"]
    url: Url
    infringement_type: Literal[
        "counterfeit",
        "typosquatting",
        "lookalike",
        "homograph",
        "unauthorized_reseller",
        "trademark_violation",
        "brand_impersonation",
        "logo_misuse",
        "other",
    ]
    legitimate_site: Url
    target_brand: Line = ""
    trademark_details: TrademarkDetails = TrademarkDetails()
    infringing_elements: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)
    products_offered: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)

    @property
    def place(self) -> str:
        """The address of what is complained of."""
        return self.url

    def as_notice(self) -> dict[str, Any]:
        """What it says as a notice; explanation, evidence and right."""
        shown = [*self.products_offered[:5], *self.infringing_elements[:5]]
        said = [
            self.description,
            f"Reported as {self.infringement_type.replace('_', ' ')} of {self.target_brand or self.reporter.org}.",
            f"Genuine: {self.legitimate_site}.",
            f"Concerned: {', '.join(shown)}." if shown else "",
        ]
        explanation = " ".join(part for part in said if part)
        kind = {"counterfeit": "indicators", "lookalike": "comparison"}.get(
            self.infringement_type, "exact_element"
        )
        element = next((_ELEMENTS[one] for one in self.infringing_elements if one in _ELEMENTS), "product")
        return {
            "reason": _REASONS.get(self.infringement_type, "TM-USE"),
            "element": element,
            "explanation": explanation,
            "evidence": [{"kind": kind, "says": explanation[:2000]}],
            "right": self._right(),
        }

    def _right(self) -> dict[str, Any] | None:
        number = self.trademark_details.registration_number.strip()
        office = self.trademark_details.jurisdiction.strip().upper()
        # XARF writes the European Union; its office is EM in WIPO ST.3.
        office = {"EU": "EM", "EUIPO": "EM", "UK": "GB", "USPTO": "US"}.get(office, office)
        is_office = len(office) == 2 and office.isascii() and office.isalpha()
        return {"office": office if is_office else None, "number": number} if number else None


class _Copying(Report):
    """What both types on copyright share."""

    infringing_url: Url
    work_title: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")] = ""
    rights_holder: Line = ""
    original_url: Url | None = None

    @property
    def place(self) -> str:
        """The address of what is complained of."""
        return self.infringing_url

    def as_notice(self) -> dict[str, Any]:
        """What it says as a notice; explanation, evidence and right."""
        work = self.work_title or "a work"
        holder = self.rights_holder or self.reporter.org
        said = [self.description, f"Copy of {work}, protected for {holder}."]
        evidence = [{"kind": "work", "says": f"{work}, {holder}"}]
        if self.original_url:
            said.append(f"Original: {self.original_url}.")
            evidence += [
                {"kind": kind, "says": self.original_url} for kind in ("original", "first_publication")
            ]
        return {
            "reason": "CR-PROD",
            "element": "product",
            "explanation": " ".join(part for part in said if part),
            "evidence": evidence,
            "right": None,
            "right_as_stated": f"copyright in {work}, {holder}"[:400],
        }


class Copyright(_Copying):
    """`copyright/copyright`."""

    category: Literal["copyright"]
    type: Literal["copyright"]


class UgcPlatform(_Copying):
    """`copyright/ugc_platform`."""

    category: Literal["copyright"]
    type: Literal["ugc_platform"]
    platform_name: Line


def _which(given: Any) -> str | None:
    if isinstance(given, dict):
        return f"{given.get('category')}/{given.get('type')}"
    return f"{getattr(given, 'category', '')}/{getattr(given, 'type', '')}"


AnyReport = Annotated[
    Annotated[BrandInfringement, Tag("content/brand_infringement")]
    | Annotated[Copyright, Tag("copyright/copyright")]
    | Annotated[UgcPlatform, Tag("copyright/ugc_platform")],
    Discriminator(_which),
]
"""A report of a type that we take."""
