"""A small LTI 1.3 platform in memory, shaped like Moodle 4.5: for tests and the demo.

It knows nothing of HTTP: whoever uses it hands in requests as plain values and passes the answers
on. What Moodle refuses, it refuses: wrong redirect addresses, used hints, foreign signatures,
scores of the same second, scores for people who are not students.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import jwt

from lti import claims as c
from lti.keys import SigningKey, new_signing_key, public_key_set, sign
from lti.testing.course import Activity, Course, Tool, User
from lti.testing.deep_linking import ContentWish, DeepLinking
from lti.testing.gradebook import Gradebook, Refusal
from lti.testing.review import ReviewWish, review_claims, review_form

TOKEN_LIFE = 60
_NEEDED = ("initiate_login_uri", "jwks_uri", "client_name", "redirect_uris")


class FakePlatform(DeepLinking):
    """The platform. `issuer` is its address; all state fits into `dump()`."""

    def __init__(self, issuer: str, course: Course, users: list[User]) -> None:
        self.issuer, self.course = issuer, course
        self.users = {user.id: user for user in users}
        self.key: SigningKey = new_signing_key()
        self.tools: dict[str, Tool] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.hints: dict[str, str | ContentWish | ReviewWish] = {}
        self.sesskeys: set[str] = set()
        self.registration_tokens: dict[str, str] = {}
        self.gradebook = Gradebook(self._students())
        self.claims_hook: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims

    def _students(self) -> set[str]:
        return {user.id for user in self.users.values() if user.role == "Learner"}

    # -- registration ------------------------------------------------------------------------
    def configuration(self) -> dict[str, Any]:
        """The OpenID configuration."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/mod/lti/auth.php",
            "token_endpoint": f"{self.issuer}/mod/lti/token.php",
            "jwks_uri": f"{self.issuer}/mod/lti/certs.php",
            "registration_endpoint": f"{self.issuer}/mod/lti/openid-registration.php",
            "scopes_supported": ["openid"],
            "response_types_supported": ["id_token"],
            "id_token_signing_alg_values_supported": ["RS256"],
            c.PLATFORM_CONFIGURATION: {"product_family_code": "moodle", "version": "2024100706"},
        }

    def new_registration_token(self, client_id: str = "") -> str:
        """What an administrator's click hands to the tool; good for one registration.

        `client_id`: the tool that is to be updated, as Moodle's button "Update" does.
        """
        token = secrets.token_urlsafe(24)
        self.registration_tokens[token] = client_id
        return token

    def register(self, body: Mapping[str, Any], bearer: str) -> dict[str, Any]:
        """Register or update a tool. Raises Refusal 401 for a used token, 400 when incomplete."""
        if bearer not in self.registration_tokens:
            raise Refusal(401, "registration token unknown or used")
        more = body.get(c.TOOL_CONFIGURATION) or {}
        if any(not body.get(n) for n in _NEEDED) or not more.get("target_link_uri"):
            raise Refusal(400, "registration incomplete")
        if str(more.get("domain")) not in str(more["target_link_uri"]):
            raise Refusal(400, "domain does not fit target_link_uri")
        tool = self.tools.get(self.registration_tokens.pop(bearer)) or self._add_tool()
        tool.body = dict(body)
        more = {**more, "deployment_id": tool.deployment_id}
        return {**body, "client_id": tool.client_id, c.TOOL_CONFIGURATION: more}

    def _add_tool(self) -> Tool:
        tool = Tool(secrets.token_hex(8)[:15], str(len(self.tools) + 1), {})
        self.tools[tool.client_id] = tool
        for activity in self.course.activities:
            if activity.maximum is not None:
                self.gradebook.add(activity.id, activity.title, activity.maximum)
        return tool

    # -- launch ------------------------------------------------------------------------------
    def login_form(self, tool: Tool, user: User, activity: Activity) -> tuple[str, dict[str, str]]:
        """Address and fields of the form that starts a launch."""
        launch_id = secrets.token_hex(6)
        hint = json.dumps({"cmid": activity.id, "launchid": launch_id})
        self.hints[hint] = activity.id
        return str(tool.body["initiate_login_uri"]), {
            "iss": self.issuer,
            "target_link_uri": str(tool.body[c.TOOL_CONFIGURATION]["target_link_uri"]),
            "login_hint": user.id,
            "lti_message_hint": hint,
            "client_id": tool.client_id,
            "lti_deployment_id": tool.deployment_id,
        }

    def authorise(self, wish: Mapping[str, str], user: User | None) -> tuple[str, dict[str, str]]:
        """Answer the tool's authorisation request: where to post what. Raises Refusal 400."""
        tool = self.tools.get(wish.get("client_id", ""))
        redirect = wish.get("redirect_uri", "")
        if tool is None or redirect not in tool.body["redirect_uris"]:
            raise Refusal(400, "unknown client or redirect_uri")
        fixed = {"scope": "openid", "response_type": "id_token", "response_mode": "form_post"}
        if any(wish.get(k) != v for k, v in fixed.items()) or wish.get("prompt") != "none":
            return redirect, {"error": "invalid_request", "state": wish.get("state", "")}
        asked = self.hints.pop(wish.get("lti_message_hint", ""), None)
        if asked is None or not wish.get("nonce"):
            return redirect, {"error": "invalid_request", "state": wish.get("state", "")}
        if user is None or user.id != wish.get("login_hint"):
            return redirect, {"error": "access_denied", "state": wish.get("state", "")}
        claims = self._claims_of(asked, tool, user, nonce=wish["nonce"])
        return redirect, {"id_token": self.sign(claims), "state": wish.get("state", "")}

    def _claims_of(
        self, asked: str | ContentWish | ReviewWish, tool: Tool, user: User, *, nonce: str
    ) -> dict[str, Any]:
        if isinstance(asked, ReviewWish):
            item = self.gradebook.items[asked.item_id]
            activity = self._activity_of(item.activity_id)
            launch = self.claims(tool, user, activity, nonce=nonce)
            return review_claims(launch, item, self.line_item_url(tool, item.id), asked)
        if isinstance(asked, ContentWish):
            launch = self.claims(tool, user, self.course.activities[0], nonce=nonce)
            return self.content_claims(launch, tool, asked)
        return self.claims(tool, user, self._activity_of(asked), nonce=nonce)

    def _activity_of(self, activity_id: str | None) -> Activity:
        """The activity; the first one for a column that belongs to none."""
        found = (a for a in self.course.activities if a.id == activity_id)
        return next(found, self.course.activities[0])

    def review_launch(
        self, tool: Tool, user: User, item_id: str, for_user: str
    ) -> tuple[str, dict[str, str]]:
        """Address and fields of the form that opens somebody's work from the gradebook."""
        item = self.gradebook.items[item_id]
        address, fields, wish = review_form(self.issuer, tool, user, item, for_user)
        self.hints[fields["lti_message_hint"]] = wish
        return address, fields

    def sign(self, claims: dict[str, Any]) -> str:
        """An id_token of the claims as the hook leaves them."""
        return sign(self.claims_hook(claims), self.key)

    def jwks(self) -> dict[str, Any]:
        """The platform's public keys."""
        return public_key_set([self.key])

    def claims(self, tool: Tool, user: User, activity: Activity, *, nonce: str) -> dict[str, Any]:
        """The claims of a launch, in the shape of the recorded ones (`platforms/recorded/`)."""
        issued = int(datetime.now(UTC).timestamp())
        services = f"{self.issuer}/mod/lti/services.php"
        item = self.gradebook.item_of(activity.id)
        return {
            "nonce": nonce,
            "iat": issued,
            "exp": issued + TOKEN_LIFE,
            "iss": self.issuer,
            "aud": tool.client_id,
            "sub": user.id,
            "given_name": user.given_name,
            "family_name": user.family_name,
            "name": user.name,
            c.VERSION: "1.3.0",
            c.MESSAGE_TYPE: c.RESOURCE_LINK_REQUEST,
            c.DEPLOYMENT_ID: tool.deployment_id,
            c.TARGET_LINK_URI: tool.body[c.TOOL_CONFIGURATION]["target_link_uri"],
            c.ROLES: user.roles(),
            c.CONTEXT: {
                "id": self.course.id,
                "label": self.course.label,
                "title": self.course.title,
                "type": ["CourseSection"],
            },
            c.RESOURCE_LINK: {"id": activity.id, "title": activity.title, "description": ""},
            c.LAUNCH_PRESENTATION: {
                "locale": user.locale,
                "document_target": "iframe",
                "return_url": f"{self.issuer}/course?as={user.id}",
            },
            c.TOOL_PLATFORM: {
                "product_family_code": "moodle",
                "version": "2024100706",
                "guid": "practice",
                "name": "Practice platform",
            },
            c.CUSTOM: {"foo": "$Foo.bar", **activity.custom},
            c.AGS_ENDPOINT: {
                "scope": sorted(s for s in tool.scopes if "lti-ags" in s),
                "lineitems": f"{services}/{self.course.id}/lineitems?type_id={tool.deployment_id}",
                "lineitem": self.line_item_url(tool, item.id) if item else "",
            },
            c.NRPS_SERVICE: {
                "context_memberships_url": f"{services}/CourseSection/{self.course.id}"
                f"/bindings/{tool.deployment_id}/memberships",
                "service_versions": ["1.0", "2.0"],
            },
        }

    def line_item_url(self, tool: Tool, item_id: str) -> str:
        """Where a line item lives."""
        base = f"{self.issuer}/mod/lti/services.php/{self.course.id}/lineitems"
        return f"{base}/{item_id}/lineitem?type_id={tool.deployment_id}"

    # -- services ----------------------------------------------------------------------------
    def token(self, form: Mapping[str, str], fetch: Callable[[str], Any]) -> dict[str, Any]:
        """An access token for a signed request; `fetch` reads the tool's key set. Refusal 400."""
        assertion = form.get("client_assertion", "")
        try:
            unproven = jwt.decode(assertion, options={"verify_signature": False})
            tool = self.tools[str(unproven.get("sub"))]
            kid = jwt.get_unverified_header(assertion).get("kid")
            row = next(r for r in fetch(str(tool.body["jwks_uri"]))["keys"] if r["kid"] == kid)
            audience = f"{self.issuer}/mod/lti/token.php"
            key = jwt.PyJWK(row, algorithm="RS256").key
            jwt.decode(assertion, key, algorithms=["RS256"], audience=audience)
        except (jwt.PyJWTError, KeyError, StopIteration) as error:
            raise Refusal(400, "invalid_client") from error
        granted = set(form.get("scope", "").split()) & tool.scopes
        if not granted or form.get("grant_type") != "client_credentials":
            raise Refusal(400, "invalid_scope")
        token = secrets.token_urlsafe(24)
        self.tokens[token] = {"client_id": tool.client_id, "scopes": sorted(granted)}
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": " ".join(sorted(granted)),
        }

    def allow(self, bearer: str, scope: str) -> None:
        """Raises Refusal 401 where the token does not carry the scope."""
        if scope not in self.tokens.get(bearer, {}).get("scopes", []):
            raise Refusal(401, "token")

    def members(self, bearer: str, accept: str) -> dict[str, Any]:
        """The member list. Moodle fails on a list of media types."""
        self.allow(bearer, c.SCOPE_ROSTER)
        if "," in accept:
            raise Refusal(400, "one media type only")
        rows = [
            {
                "status": "Active",
                "roles": ["Learner" if user.role == "Learner" else "Instructor"],
                "user_id": user.id,
                "name": user.name,
                "given_name": user.given_name,
                "family_name": user.family_name,
            }
            for user in self.users.values()
        ]
        where = {"id": self.course.id, "label": self.course.label, "title": self.course.title}
        return {
            "id": f"{self.issuer}/{{context_type}}/memberships",
            "context": where,
            "members": rows,
        }

    # -- state -------------------------------------------------------------------------------
    def dump(self) -> dict[str, Any]:
        """Everything that must survive a restart, as JSON."""
        return {
            "key": asdict(self.key),
            "tools": [asdict(tool) for tool in self.tools.values()],
            "tokens": self.tokens,
            "gradebook": self.gradebook.dump(),
            "activities": [asdict(activity) for activity in self.course.activities],
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """The counterpart of `dump`."""
        self.key = SigningKey(**state["key"])
        self.tools = {row["client_id"]: Tool(**row) for row in state["tools"]}
        self.tokens = dict(state["tokens"])
        self.gradebook.load(state["gradebook"])
        if "activities" in state:
            self.course.activities = [Activity(**row) for row in state["activities"]]
