"""The addresses of the coach's pages."""

from flask import Blueprint

from sidecar.review import desk, person, rounds, seen, talks, team, writing

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

for _rule, _method, _view in (
    ("", "GET", desk.queue),
    ("/<int:entry_id>", "GET", desk.entry),
    ("/<int:entry_id>", "POST", desk.decide),
    ("/<int:entry_id>/undo", "POST", desk.undo),
    ("/<int:entry_id>/reopen", "POST", desk.reopen),
    ("/<int:entry_id>/photos/<int:photo_id>", "GET", desk.photo),
    ("/<int:entry_id>/voices/<int:message_id>", "GET", desk.voice),
    ("/today", "GET", rounds.today),
    ("/plain", "GET", rounds.plain),
    ("/plain", "POST", rounds.approve_plain),
    ("/plain/undo", "POST", rounds.undo_plain),
    ("/today/<int:period_id>/away", "POST", rounds.away),
    ("/observe", "GET", seen.observe),
    ("/observe", "POST", seen.save_observation),
    ("/observe/undo", "POST", seen.undo_observation),
    ("/observations/<int:observation_id>/remove", "POST", seen.forget),
    ("/learners/<int:period_id>", "GET", person.learner),
    ("/learners/<int:period_id>/note", "POST", person.save_note),
    ("/learners/<int:period_id>/permits", "POST", person.save_permit),
    ("/learners/<int:period_id>/permits/<int:permit_id>/remove", "POST", person.drop_permit),
    ("/learners/<int:period_id>/write", "GET", writing.write),
    ("/learners/<int:period_id>/write", "POST", writing.save_writing),
    ("/learners/<int:period_id>/talks", "GET", talks.new_talk),
    ("/learners/<int:period_id>/talks", "POST", talks.make_talk),
    ("/talks/<int:talk_id>", "GET", talks.talk),
    ("/talks/<int:talk_id>", "POST", talks.save_talk),
    ("/phrases", "GET", team.team_phrases),
    ("/phrases", "POST", team.save_phrases),
):
    blueprint.add_url_rule(_rule, view_func=_view, methods=[_method])
