"""What can go wrong in saying something; both hang in the portal's tree of errors."""

from __future__ import annotations

from countermark_portal.errors import Misconfigured, Refused


class Unsayable(Refused):  # errors are named by what happened, as in the rest of the tree
    """A letter cannot be written from what was given: a slot is missing, a link is no link."""

    code = "unsayable"


class FaultyTexts(Misconfigured):  # as above
    """The texts of the languages do not fit each other or the templates; every gap is named."""

    code = "faulty-texts"
