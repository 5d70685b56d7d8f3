"""Codes of the casework in plain words, as pages for notifiers and rights holders say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from countermark_portal.casework.appeals.facts import Reply
from countermark_portal.casework.notices.queries import Standing
from countermark_portal.policies.terms import Declaration, Element, Evidence, Ground, NotifierKind, RightKind

STANDINGS: Final[Mapping[Standing, tuple[str, str]]] = {
    # standing: the badge's tone and words
    Standing.CHECKING: ("", "Being checked"),
    Standing.INCOMPLETE: ("warn", "Something is missing"),
    Standing.REFUSED: ("bad", "Not acted on"),
    Standing.DESK: ("", "A person looks at it"),
    Standing.ASKED: ("", "The seller was asked"),
    Standing.RESTRICTED: ("good", "Restricted"),
    Standing.CONTESTED: ("warn", "Contested"),
    Standing.RESTORED: ("", "Restored"),
    Standing.UNRESTRICTED: ("", "Not restricted"),
    Standing.WITHDRAWN: ("", "Withdrawn"),
}
MEANINGS: Final[Mapping[Standing, str]] = {
    Standing.CHECKING: "We have recorded the listing as it is and check the notice. This takes a few minutes.",
    Standing.INCOMPLETE: "We cannot work on it yet. Nothing was restricted.",
    Standing.REFUSED: "We do not act on this. Nothing was restricted because of it.",
    Standing.DESK: "It needs human judgement. A reviewer decides and tells you why.",
    Standing.ASKED: "The seller answers first. You are told what comes of it.",
    Standing.RESTRICTED: "A measure stands. The seller was told why and may object.",
    Standing.CONTESTED: "One side objected. Unless it is settled before, a person who had no part in it decides.",
    Standing.RESTORED: "What was restricted has been lifted again.",
    Standing.UNRESTRICTED: "The infringement was not shown, or the matter ended without a restriction.",
    Standing.WITHDRAWN: "You took this back.",
}
ELEMENTS: Final[Mapping[Element, str]] = {
    Element.PRODUCT: "The product itself",
    Element.PACKAGING: "Its packaging or label",
    Element.TITLE: "The listing's title",
    Element.TEXT: "The listing's description",
    Element.IMAGE: "A photo or picture",
    Element.SELLER_NAME: "The name of the shop",
    Element.DOCUMENT: "A document that the seller shows",
}
EVIDENCE: Final[Mapping[Evidence, str]] = {
    Evidence.INDICATORS: "Signs by which you know it (list them)",
    Evidence.TEST_PURCHASE: "Bought it: photos, receipt, report",
    Evidence.AUTHENTICATION: "Examined by an expert",
    Evidence.EXACT_ELEMENT: "The exact spot (screenshot, words)",
    Evidence.COMPARISON: "Side-by-side comparison",
    Evidence.ORIGINAL: "Your original photo or text",
    Evidence.FIRST_PUBLICATION: "Where it was first published",
    Evidence.WORK: "The work that was copied",
    Evidence.CERTIFICATE: "Certificate of the right",
    Evidence.CLAIM_CHART: "Patent claim chart",
    Evidence.EVALUATION: "Neutral evaluation report",
    Evidence.REGISTER_ENTRY: "Entry in the register",
    Evidence.PRODUCT_FACTS: "Facts about the goods",
    Evidence.DOCUMENT_CHECK: "Check of a document with its issuer",
    Evidence.EVASION: "How it hides from checks",
    Evidence.FIRST_SALE: "Where the goods were first sold",
    Evidence.ALTERATION: "How the goods were altered",
}
DECLARATIONS: Final[Mapping[Declaration, str]] = {
    Declaration.GOOD_FAITH: "I believe in good faith that what I report is against the law.",
    Declaration.ACCURATE: "What I say here is accurate and complete, as far as I know.",
    Declaration.AUTHORITY: "Under penalty of perjury: I own the right or may act for its owner.",
    Declaration.SIGNATURE: "I sign this notice electronically with my name.",
    Declaration.GUARANTEE: "I answer for the damage that a wrong notice does.",
}
NOTIFIERS: Final[Mapping[NotifierKind, str]] = {
    NotifierKind.BUYER: "A buyer, or somebody who came across it",
    NotifierKind.COMPETITOR: "Another seller or a competitor",
    NotifierKind.ASSOCIATION: "An association",
    NotifierKind.RIGHTS_HOLDER: "The owner of the right",
    NotifierKind.AGENT: "Acting for the owner of the right",
}
RIGHTS: Final[Mapping[RightKind, str]] = {
    RightKind.TRADEMARK: "Trade mark",
    RightKind.DESIGN: "Registered design",
    RightKind.COPYRIGHT: "Copyright",
    RightKind.PATENT: "Patent",
    RightKind.GEOGRAPHICAL_INDICATION: "Geographical indication",
}
GROUNDS: Final[Mapping[Ground, str]] = {
    Ground.AUTHORISED: "The seller says: authorised by the brand",
    Ground.GENUINE_PURCHASED: "The seller says: genuine goods, bought with an invoice",
    Ground.LICENCE: "The seller says: there is a licence",
    Ground.EXHAUSTION: "The seller says: first sold here by the owner or with its consent",
    Ground.DESCRIPTIVE_USE: "The seller says: the mark only says what the goods are or fit",
    Ground.RIGHT_INVALID: "The seller says: the right is invalid, expired or does not hold here",
    Ground.WRONG_LISTING: "The seller says: another listing is meant",
    Ground.OWN_EARLIER_RIGHT: "The seller says: an earlier right of its own",
    Ground.FAIR_USE: "The seller says: this use is permitted by law",
    Ground.CORRECTED: "The seller says: the listing has been corrected",
}
REPLIES: Final[Mapping[Reply, str]] = {
    Reply.EVIDENCE: "I bring evidence against what the seller says.",
    Reply.COURT_FILING: "I have brought the matter before a court.",
    Reply.AUTHORITY_COMPLAINT: "I have complained to the competent authority.",
}
HAPPENED: Final[Mapping[str, str]] = {
    "submitted": "You sent the notice",
    "triaged": "The notice was checked",
    "withdrawn": "You withdrew the notice",
    "case_opened": "A case was opened",
    "decided_restrict": "Decided: restrict",
    "decided_propose": "A restriction was proposed; a second person looks",
    "decided_ask": "The seller was asked",
    "decided_dismiss": "Decided: no restriction",
    "decided_uphold": "Decided: the restriction stays",
    "decided_restore": "Decided: put back",
    "measure_settled": "The marketplace shows it done; we looked",
    "measure_undone": "The marketplace shows it put back; we looked",
    "counter_notice": "The seller objected",
    "replied": "You replied to the seller's objection",
    "appeal_of_seller": "The seller appealed",
    "appeal_of_notifier": "You appealed",
    "appeal_upheld": "Appeal decided: the earlier decision stands",
    "appeal_reversed": "Appeal decided: the earlier decision is reversed",
    "appeal_partly": "Appeal decided: changed in part",
}
GROUPS: Final[Mapping[str, str]] = {
    "TM": "Trade marks",
    "CR": "Photos, texts and works",
    "DS": "Designs and inventions",
    "PT": "Designs and inventions",
}
"""Headings for reasons, by how their codes begin; all others stand under `OTHERS`."""
OTHERS: Final = "Something else"
