"""The paper as PDF, in Finnish or Swedish whatever the page speaks."""

from flask import Blueprint, Response, g, send_file

from sidecar import clock
from sidecar.demonstrations.criteria import levels_of
from sidecar.demonstrations.queries import frozen_rows, paper_of
from sidecar.diary import queries as diaries
from sidecar.diary.export import bundle
from sidecar.diary.goals import goals_of
from sidecar.errors import NotFound
from sidecar.evidence.queries import shown_by
from sidecar.identity.permissions import Permission, requires
from sidecar.qualifications.queries import requirements_of
from sidecar.reports.content import content_of
from sidecar.reports.diary import diary_pdf
from sidecar.reports.diary_words import DIARY_WORDS
from sidecar.reports.paper import paper_pdf
from sidecar.reports.words import WORDS
from sidecar.review.talking import told_to
from sidecar.tenancy.queries import provider

blueprint = Blueprint("reports", __name__)


@blueprint.get("/diary/pdf")
@requires(Permission.WRITE_DIARY)
def diary() -> Response:
    """My whole diary with its pictures, in the language of my pages."""
    me = g.viewer.person
    entries = diaries.all_entries_of(me.id)
    content = diary_pdf(
        me.display_name,
        entries,
        shown_by([entry.id for entry in entries]),
        goals_of(me.id),
        language=g.viewer.locale if g.viewer.locale in DIARY_WORDS else "fi",
        made_on=clock.today(),
    )
    answer = Response(content, mimetype="application/pdf")
    name = f"valo-{clock.today().isoformat()}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/diary/export")
@requires(Permission.WRITE_DIARY)
def diary_bundle() -> Response:
    """My whole diary in one file, at any time: words, photos, voice notes, goals and talks."""
    me = g.viewer.person.id
    entries = diaries.all_entries_of(me)
    file = bundle(
        entries,
        shown_by([entry.id for entry in entries]),
        diaries.all_versions_of(me),
        goals_of(me),
        told_to(me),
    )
    name = f"valo-{clock.today().isoformat()}.zip"
    return send_file(file, "application/zip", as_attachment=True, download_name=name)


@blueprint.get("/papers/<int:paper_id>/pdf/<language>", endpoint="paper_pdf")
@requires(Permission.SEE_PAPERS)
def paper(paper_id: int, language: str) -> Response:
    """The paper for print and archive."""
    if language not in WORDS:
        raise NotFound
    found = paper_of(g.viewer, paper_id)
    content = content_of(
        found,
        frozen_rows(found),
        provider(found.period.provider_id),
        levels_of(found.unit, requirements_of(found.unit_id)),
        language=language,
        made_on=clock.today(),
    )
    answer = Response(paper_pdf(content), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="paper-{found.id}-{language}.pdf"'
    return answer
