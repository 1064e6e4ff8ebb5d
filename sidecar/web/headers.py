"""Security headers: what a page may load, who may show it in a frame, what is kept where."""

from flask import Flask, Response, g, request

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'{forms}; base-uri 'none'; frame-ancestors {frames}"
)


def register(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_add)


def may_be_framed_by_anyone() -> None:
    """For an error before anybody knows whose frame it is in: it must be seen there."""
    g.setdefault("frame_ancestors", ("*",))


def may_send_forms_to(origin: str) -> None:
    """For the one page whose form goes to the platform."""
    g.form_origin = origin


def _add(response: Response) -> Response:
    frames = " ".join(g.get("frame_ancestors", ())) or "'none'"
    forms = f" {g.form_origin}" if "form_origin" in g else ""
    set_default = response.headers.setdefault
    set_default("Content-Security-Policy", _POLICY.format(frames=frames, forms=forms))
    set_default("Referrer-Policy", "no-referrer")
    set_default("X-Content-Type-Options", "nosniff")
    set_default("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
    if request.is_secure:
        set_default("Strict-Transport-Security", "max-age=31536000")
    _keep_nothing(response)
    return response


def _keep_nothing(response: Response) -> None:
    """But static files (`assets`): kept for ever by their version, else asked for again."""
    if request.endpoint not in ("static", "versioned"):
        response.headers["Cache-Control"] = "no-store"
