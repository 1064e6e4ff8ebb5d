"""What a No of eHOKS means for a person (ehoks.md §1.5). Never its own text: it names people."""

from http import HTTPStatus

from sidecar.backends.base import N_
from sidecar.backends.ehoks.cas import LoginRefused, NothingWritten
from sidecar.backends.ehoks.client import ServiceRefused
from sidecar.backends.ehoks.merge import Merged
from sidecar.outbox.handlers import Outcome, Refused, Retry

_Said = tuple[str, str]
"""(code, English msgid)"""

_LOGIN = (
    "EHOKS-LOGIN",
    N_("The national sign-in refuses valo's user name or password. Tell the administrator."),
)
_OURS = (
    "EHOKS-MODEL",
    N_("eHOKS did not accept the lines of this proposal. Check days, numbers and names."),
)
_THEIRS = (
    "EHOKS-OTHER-PART",
    N_(
        "eHOKS did not accept another part of this HOKS, one that valo does not change. "
        "Correct it in eHOKS first."
    ),
)
_OTHER = ("EHOKS-REFUSED", N_("eHOKS refused this change. Tell the administrator."))
# A piece of the service's short text, and what we say.
_TEXTS: dict[str, _Said] = {
    "not found in Koski": (
        "EHOKS-STUDY-RIGHT",
        N_("The study right is not in KOSKI. Check its OID."),
    ),
    "not found in Oppijanumerorekisteri": (
        "EHOKS-LEARNER",
        N_("The learner number is not in the national register. Check it."),
    ),
    "found for oppija": (
        "EHOKS-NOT-THEIRS",
        N_("This study right is not this learner's. Check both numbers."),
    ),
    "sisältyy toiseen": (
        "EHOKS-CONTAINED",
        N_("This study right is contained in another one. The HOKS belongs to that one."),
    ),
    "no longer active": (
        "EHOKS-ENDED",
        N_("The study right has ended, so its HOKS cannot be changed."),
    ),
    "Archived HOKS": (
        "EHOKS-ARCHIVED",
        N_("A deleted HOKS holds this study right. Only eHOKS support can help."),
    ),
    "Tried to update": (
        "EHOKS-NUMBERS",
        N_("The HOKS has another study right or learner number. Check both."),
    ),
    "No access is allowed": (
        "EHOKS-RIGHTS",
        N_("valo's user has no right to this HOKS at the institution. Tell the administrator."),
    ),
}
_STATUSES: dict[int, _Said] = {
    HTTPStatus.UNAUTHORIZED: _TEXTS["No access is allowed"],
    HTTPStatus.FORBIDDEN: (
        "EHOKS-USER-TYPE",
        N_("valo's user is not a service user in eHOKS. Tell the administrator."),
    ),
    HTTPStatus.NOT_FOUND: (
        "EHOKS-GONE",
        N_("The HOKS is not in eHOKS any more. Look at it there, then propose again."),
    ),
    HTTPStatus.GONE: (
        "EHOKS-ROUTE",
        N_("eHOKS no longer takes this kind of message. Tell the administrator."),
    ),
}
_DUPLICATE = "HOKS with the same opiskeluoikeus-oid already exists"
_FIRST = N_("Somebody made the HOKS at the same time. We read it and try again.")


def outcome(error: ServiceRefused | LoginRefused, sent: Merged | None = None) -> Outcome:
    """How a delivery ends with this No; `sent` is the body that was refused."""
    if isinstance(error, ServiceRefused) and _DUPLICATE in error.text:
        return Retry(reason=_FIRST)
    code, reason = _said(error, sent)
    return Refused(code=code, reason=reason)


def sentence(error: NothingWritten | ServiceRefused | LoginRefused) -> str:
    """Why a reading failed."""
    return error.reason if isinstance(error, NothingWritten) else _said(error, None)[1]


def _said(error: ServiceRefused | LoginRefused, sent: Merged | None) -> _Said:
    if isinstance(error, LoginRefused):
        return _LOGIN
    if error.is_model_error:
        ours = sent is None or not error.places or any(sent.is_ours(p) for p in error.places)
        return _OURS if ours else _THEIRS
    for piece, said in _TEXTS.items():
        if piece in error.text:
            return said
    return _STATUSES.get(error.status, _OTHER)
