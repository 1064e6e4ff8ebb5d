"""The addresses of the coach's pages."""

from flask import Blueprint

from sidecar.review import desk, rounds, team

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

for _rule, _method, _view in (
    ("", "GET", desk.queue),
    ("/<int:entry_id>", "GET", desk.entry),
    ("/<int:entry_id>", "POST", desk.decide),
    ("/<int:entry_id>/undo", "POST", desk.undo),
    ("/<int:entry_id>/reopen", "POST", desk.reopen),
    ("/<int:entry_id>/photos/<int:photo_id>", "GET", desk.photo),
    ("/today", "GET", rounds.today),
    ("/plain", "GET", rounds.plain),
    ("/plain", "POST", rounds.approve_plain),
    ("/observe", "GET", rounds.observe),
    ("/observe", "POST", rounds.save_observation),
    ("/observations/<int:observation_id>/remove", "POST", team.forget),
    ("/learners/<int:period_id>", "GET", team.learner),
    ("/learners/<int:period_id>/note", "POST", team.save_note),
    ("/phrases", "GET", team.team_phrases),
    ("/phrases", "POST", team.save_phrases),
):
    blueprint.add_url_rule(_rule, view_func=_view, methods=[_method])
