"""A whole LTI 1.3 tool on top of `lti/`: it greets whoever comes."""

# ruff: noqa: INP001, D103 - a page of documentation, not a package

from datetime import UTC, datetime

from lti import launch, login
from lti.keys import RemoteKeys
from lti.outgoing import OutgoingSession

CALLBACK = "https://tool.example.org/launch"


# `store`: lti.memory.Memory to begin with, a database later. `browser`: its User-Agent.
def begin(store, fields, browser):  # /login, by GET and by POST: answer 302 to `.url`
    now = datetime.now(UTC)
    ports = {"platforms": store, "flows": store, "redirect_uri": CALLBACK}
    return login.start(fields, browser=browser, now=now, **ports)


def greet(store, form, browser, cookie):  # /launch, by POST; LaunchRefused says why not
    keys = RemoteKeys(store, OutgoingSession())
    desk = launch.LaunchDesk(platforms=store, flows=store, keys=keys, redirect_uri=CALLBACK)
    now = datetime.now(UTC)
    who = launch.receive(form, desk, flow_cookie=cookie, browser=browser, now=now)
    return f"Hello {who.name} from {who.course.title if who.course else 'nowhere'}"
