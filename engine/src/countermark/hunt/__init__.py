"""The hunt: finding in the listing history what screening would have found, for references that are new or
changed.

`changes` says what is new, `quarry` what to look for, `trails` where it may stand (by `likeness`, `parted`
and `letters`), `hunting` screens those listings again.
"""

from countermark.hunt.changes import Changes, changes_since, now_hunted
from countermark.hunt.hunting import Found, Hunt, Trail

__all__ = ["Changes", "Found", "Hunt", "Trail", "changes_since", "now_hunted"]
