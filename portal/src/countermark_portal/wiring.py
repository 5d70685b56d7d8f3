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
    "notice.triaged": [],
    "notice.incomplete": [],
    "notice.refused": [],
    "notice.withdrawn": [],
    # a case and what is decided in it
    "case.opened": [],
    "case.moved": [],
    "case.claimed": [],
    "case.released": [],
    "case.deadline_run_out": [],
    "decision.made": [],
    # what is done about it
    "measure.asked": ["enforcement.carry_out"],
    "measure.undo_asked": ["enforcement.carry_out"],
    "measure.done": [],
    "measure.settled": [],
    "measure.undone": ["appeals.tell_restored"],
    "measure.stuck": [],
    # what is told
    "letter.issued": ["statements.send"],
    "letter.read": [],
    # the other side
    "counter_notice.received": [],
    "counter_notice.replied": [],
    "appeal.opened": [],
    "appeal.ended": [],
    "strike.given": [],
    "strike.erased": [],
    "message.written": [],
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
}
