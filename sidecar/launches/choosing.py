"""What a teacher may put into the course, and the signed answer that carries it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from lti import deep_linking
from lti.deep_linking import ContentItem, DeepLinkingSettings, LineItem
from sidecar import clock, forms
from sidecar.demonstrations.scales import highest_points
from sidecar.errors import BadInput, NotFound
from sidecar.grading.jobs import POINTS_OF_A_NEW_DIARY
from sidecar.identity.permissions import Viewer
from sidecar.launches.desk import LAUNCH_PATH, settings, unseal
from sidecar.placements.queries import editions_in
from sidecar.qualifications.queries import in_language, units
from sidecar.tenancy.keys import signing_key
from sidecar.tenancy.models import DESK, DIARY, PAPER
from sidecar.tenancy.stores import Platforms


class ChoiceForm(forms.FormSchema):
    """What was ticked."""

    what = forms.many(forms.code(max_length=200), most=300)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One thing that can be put into the course; graded where it has `maximum`."""

    value: str
    page: str
    title: str
    text: str
    unit: str = ""
    maximum: float | None = None


@dataclass(frozen=True, kw_only=True)
class Offers:
    """All that can be put into the course; papers by the name of their qualification."""

    pages: list[Offer]
    papers: Mapping[str, list[Offer]]

    def all(self) -> list[Offer]:
        """In the order of the page."""
        return self.pages + [offer for found in self.papers.values() for offer in found]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the browser posts to the platform: address, its origin, the signed message."""

    return_url: str
    origin: str
    jwt: str


def settings_of(launch: Mapping[str, Any]) -> DeepLinkingSettings:
    """The settings of the launch that asked for content; NotFound in any other."""
    sealed = launch.get("deep_linking")
    if not isinstance(sealed, str):
        raise NotFound
    return unseal(sealed)


def offers(viewer: Viewer) -> Offers:
    """What can be chosen, with the newest edition of each unit; the course's own come first."""
    return Offers(pages=_pages(), papers=_papers(viewer))


def for_a_new_course() -> list[dict[str, Any]]:
    """The pages as Deep Linking carries them, for a course to start from."""
    return [deep_linking.as_json(_item(offer, with_line_item=True)) for offer in _pages()]


def _pages() -> list[Offer]:
    diary = Offer(
        value=DIARY,
        page=DIARY,
        title=gettext("Work diary"),
        text=gettext("Trainees write about their work days; the coach answers. Graded."),
        maximum=POINTS_OF_A_NEW_DIARY,
    )
    papers = Offer(
        value=PAPER,
        page=PAPER,
        title=gettext("Demonstration papers"),
        text=gettext("Each trainee's papers, whichever unit they study. Not graded."),
    )
    desk = Offer(
        value=DESK,
        page=DESK,
        title=gettext("Coach's desk"),
        text=gettext("Coaches read the diaries and answer."),
    )
    return [diary, desk, papers]


def _papers(viewer: Viewer) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    seen: set[str] = set()
    locale, studied = viewer.locale, editions_in(viewer.context_id)
    for unit in sorted(units(), key=lambda unit: unit.edition_id not in studied):
        if not unit.code_uri or unit.code_uri in seen:
            continue
        seen.add(unit.code_uri)
        name = in_language(unit.name, locale)
        offer = Offer(
            value=unit.code_uri,
            page=PAPER,
            title=gettext("Demonstration papers: %(unit)s", unit=name),
            text=gettext("Plan, evidence and assessment of the demonstration. Graded."),
            unit=unit.code_uri,
            maximum=highest_points(unit.scale),
        )
        found.setdefault(in_language(unit.edition.name, locale), []).append(offer)
    return found


def chosen_of(asked: DeepLinkingSettings, all_offers: Offers, ticked: Sequence[str]) -> list[Offer]:
    """The offers behind what was ticked, in the page's order. BadInput for none or too many."""
    found = [offer for offer in all_offers.all() if offer.value in set(ticked)]
    if not found:
        raise BadInput(fields={"what": [gettext("Choose at least one.")]})
    if len(found) > 1 and not asked.accept_multiple:
        raise BadInput(fields={"what": [gettext("Moodle takes only one here. Choose one.")]})
    return found


def answer_with(
    found: Sequence[Offer], asked: DeepLinkingSettings, viewer: Viewer, *, deployment_id: str
) -> Answer:
    """The signed answer with what was chosen."""
    platform = Platforms().get(viewer.registration_id)
    if platform is None:
        raise NotFound
    jwt = deep_linking.answer(
        [_item(offer, with_line_item=asked.accept_line_item) for offer in found],
        platform=platform,
        deployment_id=deployment_id,
        data=asked.data,
        key=signing_key(),
        now=clock.now(),
    )
    return Answer(return_url=asked.return_url, origin=asked.return_origin, jwt=jwt)


def _item(offer: Offer, *, with_line_item: bool) -> ContentItem:
    custom = {name: v for name, v in (("page", offer.page), ("unit", offer.unit)) if v}
    line_item = None
    if offer.maximum is not None and with_line_item:
        line_item = LineItem(
            maximum=offer.maximum, resource_id=offer.value, tag=offer.page, review=custom
        )
    return ContentItem(
        title=offer.title,
        text=offer.text,
        url=settings().base_url + LAUNCH_PATH,
        custom=custom,
        line_item=line_item,
    )
