"""Codes of the casework in plain words, as the desk reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WAITS: Final[Mapping[str, str]] = {
    "decision": "First decision",
    "second": "Second person",
    "hearing": "Appeal",
}
WHY: Final[Mapping[str, str]] = {
    "TIP": "A tip: it restricts nothing by itself",
    "NEUTRAL-LOOK": "The policy wants a person's look before anything is restricted for this reason",
    "NOT-AUTOMATIC": "The policy leaves this reason to people",
    "NOT-SEEN": "The capture does not show what is complained of",
    "NOTIFIER-KIND": "The policy leaves notices of such notifiers to people",
    "STANDING": "The policy leaves notices of this standing to people",
    "POOR-STANDING": "Too many notices of this notifier proved wrong",
    "PROMINENT-SELLER": "The seller is prominent: a second person is needed",
    "SAFETY-CRITICAL": "A fake of such goods can be dangerous: a second person is needed",
    "SELLER-AUTHORISED": "The seller is recorded as authorised by the brand",
    "PROVENANCE": "A verified invoice shows where these goods come from",
    "SAFE-CONDUCT-NEW-FACTS": "Decided in the seller's favour before; new facts are alleged",
    "OTHER-CLASS": "The right is registered for other classes of goods",
    "OTHER-TERRITORY": "The right does not hold where the goods are offered",
    "TERRITORY-UNKNOWN": "It is not known where the goods are offered",
    "HOLD-SPENT": "It was held once for this cause and is not held again",
    "AUTOMATION-OFF": "Automatic effect is switched off on this marketplace",
    "CLOCK-RUN-OUT": "A clock has run out",
    "NOT-CURABLE": "Another text makes no counterfeit genuine",
}
STATES: Final[Mapping[str, str]] = {
    "open": "Being checked",
    "review": "Waits for a decision",
    "asked": "The seller was asked",
    "approval": "Waits for a second person",
    "restricted": "Restricted",
    "contested": "Contested",
    "restored": "Restored",
    "closed": "Closed",
}
STATE_TONES: Final[Mapping[str, str]] = {
    "review": "warn",
    "approval": "warn",
    "contested": "warn",
    "restricted": "bad",
    "restored": "good",
    "closed": "good",
}
CLOCKS: Final[Mapping[str, str]] = {
    "triage": "First decision",
    "triage_proven": "First decision (proven notifier)",
    "triage_safety_critical": "First decision (safety-critical goods)",
    "hold": "The hold ends",
    "seller_answer": "The seller's answer",
    "counter_notice": "The seller may answer",
    "forward": "The rights holder's reply",
    "forward_copyright": "The rights holder's reply",
    "brand_confirmation": "The brand's confirmation",
    "appeal": "May be appealed",
    "appeal_decision": "Decision on the appeal",
    "closure_notice": "Notice of closure",
}
CLOCK_ENDS: Final[Mapping[str, str]] = {
    "restore": "then the listing is restored",
    "person": "then a person decides",
    "escalate": "then the case is escalated",
    "refuse": "then it is over",
}
OUTCOMES: Final[Mapping[str, str]] = {
    "restrict": "Restrict",
    "propose": "Proposed to restrict",
    "ask": "Ask the seller first",
    "dismiss": "No restriction",
    "uphold": "The restriction stays",
    "restore": "Restore",
    "upheld": "The earlier decision stands",
    "reversed": "The earlier decision is reversed",
    "partly": "Changed in part",
    "moot": "There was nothing left to decide",
}
MEASURES: Final[Mapping[str, str]] = {
    "remove": "Remove the listing",
    "disable": "Disable the listing",
    "demote": "Show it lower in search",
    "hold": "Hold the listing for a while",
    "edit_required": "Require a correction",
    "remove_media": "Remove photos",
    "block_new_listings": "Block new listings",
    "payout_hold": "Hold payouts",
    "suspend": "Suspend the shop",
    "terminate": "Close the shop",
    "stock_hold": "Hold the stock",
    "limit_listings": "Limit the number of listings",
    "warn": "Warn the seller",
}
MEASURE_STATES: Final[Mapping[str, str]] = {
    "asked": "Asked; not seen done yet",
    "settled": "Done: the marketplace shows it",
    "undo_asked": "To be undone; not seen undone yet",
    "undone": "Undone: the marketplace shows it",
    "task": "A person must see to it",
}
VERBS: Final[Mapping[str, str]] = {"apply": "Carry out", "undo": "Undo"}
SHOWN: Final[Mapping[str, str]] = {
    "served": "visible",
    "gone": "gone",
    "unreferenced": "named on no page",
    "unknown": "could not be seen",
}
AUTOMATION: Final[Mapping[str, str]] = {
    "fully": "By the policy, without a person",
    "partially": "By a person, with a program's help",
    "not_automated": "By a person",
}
SIGNALS: Final[Mapping[str, str]] = {
    "word_mark": "Names the brand",
    "disguised_mark": "Disguises the brand's name",
    "replica_talk": "Speaks as sellers of replicas do",
    "claim": "Claims to be official",
    "price": "Price",
    "seller": "Seller",
    "authorised": "Authorised seller",
    "fair_use": "Speaks for a lawful use",
}
FIELDS: Final[Mapping[str, str]] = {
    "title": "Title",
    "description": "Description",
    "brand": "Brand, as stated",
    "seller_name": "Shop's name",
    "category": "Category",
    "price": "Price",
    "condition": "Condition",
    "gtin": "GTIN",
    "listing_id": "Listing's number",
    "seller_id": "Seller's account",
}
WAIT_WHY: Final[Mapping[str, str]] = {
    "decision": "A person decides",
    "second": "A grave decision is proposed: a second person agrees or does not",
    "hearing": "One side objected: another person than before decides",
}
CONTROL: Final[Mapping[str, str]] = {
    "code": "code sent to the office record's address",
    "domain": "proof of the owner's domain",
    "mandate": "power of attorney, checked by a person",
}
GROUNDS: Final[Mapping[str, str]] = {
    "authorised": "Authorised by the brand",
    "genuine_purchased": "Genuine goods, bought with an invoice",
    "licence": "There is a licence",
    "exhaustion": "First sold here by the owner or with its consent",
    "descriptive_use": "The mark only says what the goods are or fit",
    "right_invalid": "The right is invalid, expired or does not hold here",
    "wrong_listing": "Another listing is meant",
    "own_earlier_right": "An earlier right of the seller's own",
    "fair_use": "Permitted by law",
    "corrected": "The listing has been corrected",
}
REPLIES: Final[Mapping[str, str]] = {
    "silence": "Nothing",
    "disagreement": "Disagrees, without anything new",
    "evidence": "Brings evidence",
    "court_filing": "Has gone to court",
    "authority_complaint": "Has complained to an authority",
    "withdrawal": "Withdraws the notice",
}
AUDIENCES: Final[Mapping[str, str]] = {
    "reviewer": "for the desk only",
    "holder": "for the rights holder",
    "both": "for the desk and the rights holder",
    "seller": "Seller",
    "notifier": "Notifier",
    "internal": "Internal note",
}
SIDES: Final[Mapping[str, str]] = {"desk": "Desk", "seller": "Seller", "notifier": "Notifier"}
TIERS: Final[Mapping[str, str]] = {
    "proven": "Proven",
    "good_faith": "Good faith",
    "standard": "Standard",
    "watch": "Watched",
    "suspended": "Suspended",
}
NOTIFIERS: Final[Mapping[str, str]] = {
    "rights_holder": "Rights holder",
    "agent": "Agent of the rights holder",
    "association": "Association",
    "buyer": "Buyer",
    "competitor": "Competitor",
    "anonymous": "Anonymous",
}
BROUGHT: Final[Mapping[str, str]] = {
    "invoice": "Invoice",
    "licence": "Licence or contract",
    "letter": "Letter of authorisation",
    "register": "Extract from a register",
    "photo": "Photo of the goods",
    "picture": "Picture",
    "document": "Document",
    "other": "Something else",
}

ALL: Final[Mapping[str, Mapping[str, str]]] = {
    "wait": WAITS,
    "why": WHY,
    "wait_why": WAIT_WHY,
    "state": STATES,
    "state_tone": STATE_TONES,
    "clock": CLOCKS,
    "clock_end": CLOCK_ENDS,
    "outcome": OUTCOMES,
    "measure": MEASURES,
    "measure_state": MEASURE_STATES,
    "verb": VERBS,
    "shown": SHOWN,
    "automation": AUTOMATION,
    "signal": SIGNALS,
    "field": FIELDS,
    "control": CONTROL,
    "ground": GROUNDS,
    "reply": REPLIES,
    "audience": AUDIENCES,
    "side": SIDES,
    "tier": TIERS,
    "notifier": NOTIFIERS,
    "brought": BROUGHT,
}


def said(group: str, code: str) -> str:
    """A code in words; one that has none is shown as it is, so that nobody overlooks it."""
    words = ALL[group].get(code)
    if words is None:
        return "" if group.endswith("_tone") else code.replace("_", " ")
    return words
