"""The portal's errors, one tree below the engine's. Refusals that are expected are values, not errors.

    CountermarkError
    └── PortalError
        ├── Forbidden            403   who asked may not do this
        ├── NotFound             404   no such thing, or none that may be seen
        ├── Stale                409   somebody else was faster; what is there now is told
        ├── Refused              422   what was asked cannot be done as it stands; says why and how it can
        ├── Unreachable          503   a counterpart does not answer; what was asked is asked again
        └── Misconfigured              the installation cannot start as it is set up

One place turns them into pages and answers of the API: `surfaces/refusals.py`.
"""

from __future__ import annotations

from countermark.errors import CountermarkError


class PortalError(CountermarkError):
    """Base of the portal's errors: a stable `code`, an HTTP `status`, a text for people, how to mend it."""

    code = "portal-error"
    status = 500


class Forbidden(PortalError):  # noqa: N818  # errors are named by what happened, as in the engine
    """Who asked may not do this."""

    code = "forbidden"
    status = 403


class NotFound(PortalError):  # noqa: N818  # as above
    """There is no such thing, or none that who asked may see: the two are not told apart."""

    code = "not-found"
    status = 404


class Stale(PortalError):  # noqa: N818  # as above
    """Somebody else was faster: what was to be changed has changed already."""

    code = "stale"
    status = 409


class Refused(PortalError):  # noqa: N818  # as above
    """What was asked cannot be done as it stands."""

    code = "refused"
    status = 422


class Unreachable(PortalError):  # noqa: N818  # as above
    """A counterpart does not answer. What was asked of it is asked again."""

    code = "unreachable"
    status = 503


class Misconfigured(PortalError):  # noqa: N818  # as above
    """The installation cannot start as it is set up."""

    code = "misconfigured"
