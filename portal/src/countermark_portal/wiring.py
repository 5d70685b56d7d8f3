"""Every asynchronous hop of the system on one page: what happened, and which jobs it asks for.

A job is given the subjects of the events, many at once, and runs as often as it takes: it looks at the state that it
finds. Kinds without a job are recorded and ask for nothing; kinds that are not here cannot be recorded at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

WIRING: Final[Mapping[str, Sequence[str]]] = {
    # a notice
    "notice.submitted": ["notices.acknowledge", "notices.capture"],
    "notice.captured": ["notices.triage"],
    "notice.triaged": ["webhook.deliver"],
    "notice.incomplete": [],
    "notice.refused": [],
    "notice.withdrawn": ["webhook.deliver"],
    # a case and what is decided in it
    "case.opened": [],
    "case.moved": ["webhook.deliver"],
    "case.claimed": [],
    "case.released": [],
    "case.deadline_run_out": [],
    "decision.made": ["webhook.deliver"],
    # what is done about it
    "measure.asked": ["enforcement.carry_out"],
    "measure.undo_asked": ["enforcement.carry_out"],
    "measure.done": [],
    "measure.settled": ["webhook.deliver"],
    "measure.undone": ["appeals.tell_restored", "webhook.deliver"],
    "measure.stuck": [],
    # what is told
    "letter.issued": ["statements.send", "webhook.deliver"],
    "letter.read": [],
    # the other side
    "counter_notice.received": ["webhook.deliver"],
    "counter_notice.replied": [],
    "appeal.opened": ["webhook.deliver"],
    "appeal.ended": ["webhook.deliver"],
    "strike.given": [],
    "strike.erased": [],
    "message.written": ["webhook.deliver"],
    # what is registered
    "brand.registered": [],
    "right.registered": [],
    "right.changed": ["registry.compile"],
    "right.withdrawn": ["registry.compile"],
    "right.record_waits": [],
    "right.record_compared": [],
    "right.control_asked": ["registry.send_codes"],
    "right.control_shown": [],
    "right.control_refused": [],
    "mandate.brought": [],
    "mandate.checked": [],
    "consent.given": ["registry.compile"],
    "consent.ended": ["registry.compile"],
    "references.changed": [],
    "references.compiled": [],
    # the rules
    "policy.proposed": [],
    "policy.activated": [],
    "link.opened": [],
    # who takes part
    "organisation.made": [],
    "person.joined": [],
    "person.left": [],
    "marketplace.connected": [],
    # programs of others
    "api_key.issued": [],
    "api_key.revoked": [],
    "webhook.registered": [],
    "webhook.removed": [],
    "webhook.failing": [],
    "webhook.resumed": [],
}
