"""The paper as PDF, in Finnish or Swedish whatever the page speaks."""

from flask import Blueprint, Response, g

from sidecar import clock
from sidecar.demonstrations.queries import frozen_rows, paper_of
from sidecar.errors import NotFound
from sidecar.identity.permissions import Permission, requires
from sidecar.reports.content import content_of
from sidecar.reports.paper import paper_pdf
from sidecar.reports.words import WORDS
from sidecar.tenancy.queries import provider

blueprint = Blueprint("reports", __name__)


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
        language=language,
        made_on=clock.today(),
    )
    answer = Response(paper_pdf(content), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="paper-{found.id}-{language}.pdf"'
    return answer
