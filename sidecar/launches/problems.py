"""Launch trouble in sentences that a teacher or an administrator can act on."""

from flask_babel import gettext

from lti.errors import LaunchRefused, Problem, RegistrationFailed
from sidecar.errors import N_, ValoError

_P = Problem
_SENTENCES = {
    _P.LOGIN_INCOMPLETE: N_("Moodle did not say who comes. Open valo from its link in the course."),
    _P.UNKNOWN_PLATFORM: N_(
        "valo does not know this Moodle. An administrator registers it: the issuer and the client "
        "id below must be the same on both sides."
    ),
    _P.SWITCHED_OFF: N_("This Moodle is switched off in valo. Ask the administrator."),
    _P.PLATFORM_SAID_NO: N_(
        "Moodle stopped the launch. Log in to Moodle again and open valo from the course."
    ),
    _P.NO_LOGIN_START: N_(
        "The app opened valo without a login. In Moodle the administrator switches on automatic "
        "login for the app, or open the course in the phone's browser."
    ),
    _P.TOO_BIG: N_("Moodle sent too much. Tell the administrator."),
    _P.FLOW_GONE: N_(
        "This launch was used already or took too long. Go back to the course and open valo again."
    ),
    _P.OTHER_BROWSER: N_(
        "This launch began in another browser. Go back to the course and open valo again."
    ),
    _P.BAD_TOKEN: N_("Moodle's message cannot be read. Tell the administrator what stands below."),
    _P.BAD_SIGNATURE: N_(
        "Moodle's signature does not fit its keys. Try again in a minute; if it stays, the "
        "administrator checks the key set address."
    ),
    _P.KEYS_UNREACHABLE: N_(
        "Moodle's keys cannot be fetched. The administrator checks that valo can reach the "
        "address below."
    ),
    _P.BAD_TIME: N_(
        "Moodle's message is too old or its clock is wrong. Open valo again from the course; if it "
        "stays, the administrator checks the server's clock."
    ),
    _P.BAD_AUDIENCE: N_(
        "This launch was meant for another tool. The administrator checks the client id."
    ),
    _P.REPLAYED: N_("This launch was used already. Go back to the course and open valo again."),
    _P.BAD_MESSAGE: N_(
        "Moodle's message lacks something valo needs. Tell the administrator what stands below."
    ),
    _P.UNKNOWN_DEPLOYMENT: N_(
        "valo does not know this deployment of the tool. The administrator adds the deployment id "
        "below."
    ),
    _P.NO_PERSON: N_(
        "Moodle did not say who comes. Log in to Moodle and open valo from the course."
    ),
    _P.NOT_STAFF: N_(
        "Only teachers of the course choose what comes into it. Go back to the course and open "
        "valo from its link there."
    ),
    _P.WRONG_TARGET: N_(
        "The tool's address in Moodle points to another host. The administrator corrects it."
    ),
}
_FORBIDDEN = frozenset({_P.SWITCHED_OFF, _P.PLATFORM_SAID_NO, _P.OTHER_BROWSER, _P.NOT_STAFF})
_NAMES = {
    "issuer": N_("Issuer"),
    "client_id": N_("Client id"),
    "deployment": N_("Deployment id"),
    "target": N_("Host"),
    "address": N_("Address"),
    "key_id": N_("Key id"),
    "what": N_("Detail"),
    "error": N_("Moodle's word"),
    "why": N_("Moodle's reason"),
}
_REGISTRATION = {
    "unreachable": N_("The platform does not answer. Check its address and try again."),
    "refused": N_(
        "The platform refused the registration. Some servers strip the Authorization header; the "
        "invitation in Moodle may also be too old. Start again from Moodle."
    ),
    "incomplete": N_(
        "The platform's description lacks addresses that valo needs. "
        "Open the invitation in a browser of its own to register by hand."
    ),
    "other-host": N_(
        "The platform's description names addresses on other hosts. valo refuses that."
    ),
    "not-json": N_(
        "The platform's answer cannot be read. "
        "Open the invitation in a browser of its own to register by hand."
    ),
    "no-client-id": N_(
        "The platform gave no client id. "
        "Open the invitation in a browser of its own to register by hand."
    ),
}


def sentence_of(code: str | None) -> str:
    """The sentence (English msgid) behind a noted code; "" for one that is none of ours."""
    found = (sentence for problem, sentence in _SENTENCES.items() if problem.value == code)
    return next(found, "")


class LaunchError(ValoError):
    """A refused launch as a page: sentence, code, and facts for the administrator."""

    def __init__(self, refused: LaunchRefused) -> None:
        super().__init__(_SENTENCES[refused.problem])
        self.code = refused.problem.value
        self.status = 403 if refused.problem in _FORBIDDEN else 400
        self.facts = [(gettext(_NAMES[k]), v) for k, v in refused.facts.items()]


class RegistrationError(ValoError):
    """A registration that did not work."""

    code = "E-REGISTRATION"

    def __init__(self, failed: RegistrationFailed) -> None:
        super().__init__(_REGISTRATION[failed.reason])
        detail = _NAMES["what"]
        self.facts = [(gettext(detail), failed.detail)] if failed.detail else []
