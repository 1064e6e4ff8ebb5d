"""Demonstration papers: requirement beside evidence, receipt of the hand-over, the own scale."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from sidecar import clock, db
from sidecar.demonstrations.models import Assessment, DemonstrationPaper
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.actions import import_edition
from sidecar.qualifications.reader import load_file
from tests.functional.steps import approve, rows, send
from tests.functional.town import handed_over, plan_form
from tests.support.world import Browser, World, soup, text_of


def printed(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def squeezed(text: str) -> str:
    """Without blanks and hyphens: a print breaks lines where it likes, also across pages."""
    pages = re.sub(r"Tulostettu \d+\.\d+\.\d+|Sivu \d+ / \d+", "", text)
    return re.sub(r"[\s\u00ad\u200b\u2010-]", "", pages)


def opened(world: World, coach: Browser) -> str:
    coach.post(f"/periods/{world.period.id}/paper")
    [paper] = rows(DemonstrationPaper)
    return f"/papers/{paper.id}"


def test_evidence_stands_beside_its_requirement(world: World):
    chosen = [str(world.requirements[1].id)]
    entry = send(world.sign_in(world.learner), requirements=chosen, text="Teippasin listat.")
    coach = world.sign_in(world.coach)
    approve(coach, entry)
    page = coach.page(opened(world, coach))
    beside = [row for row in page.select(".req") if "Teippasin listat." in row.get_text()]
    assert [row.b.get_text() for row in beside] == ["Mask the surfaces (fi)"]
    assert "Not lit yet" in page.select(".req")[0].get_text()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"business_id": "1234567-2"}, "not a business ID"),
        ({"starts_on": "31.2.2026"}, "This is not a day"),
        ({"ends_on": "2026-01-01"}, "The last day comes before the first."),
        ({"place_name": "x" * 300}, "too long"),
    ],
)
def test_a_plan_with_a_slip_keeps_what_was_typed(
    world: World, wrong: dict[str, str], sentence: str
):
    coach = world.sign_in(world.coach)
    path = opened(world, coach)
    answer = coach.post(path, plan_form(work_situations="Oven maalaus", **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Oven maalaus" in answer.text
    [paper] = rows(DemonstrationPaper)
    assert paper.work_situations == []


def test_handing_over_names_each_gap_and_keeps_the_rest(world: World):
    coach = world.sign_in(world.coach)
    path = opened(world, coach)
    form = plan_form(starts_on="", ends_on="", workplace_assessor="", ready="1")
    answer = coach.post(path, form)
    assert answer.status_code == 422
    gaps = [link["href"] for link in soup(answer).select(".summary a")]
    assert gaps == ["#starts_on", "#ends_on", "#workplace_assessor"]
    [paper] = rows(DemonstrationPaper)
    assert (paper.state, paper.work_situations) == ("writing", ["Seinän maalaus"])


def test_another_window_is_noticed_and_may_be_overruled(world: World):
    coach = world.sign_in(world.coach)
    path = opened(world, coach)
    shown = coach.page(path).select_one("input[name=revision]")["value"]
    coach.post(path, plan_form(place_name="Ensimmäinen", revision=shown))
    answer = coach.post(path, plan_form(place_name="Toinen", revision=shown))
    assert answer.status_code == 422
    assert "changed in another window" in answer.text
    again = soup(answer)
    assert again.select_one("#place_name")["value"] == "Toinen"
    newest = again.select_one("input[name=revision]")["value"]
    coach.post(path, plan_form(place_name="Toinen", revision=newest))
    [paper] = rows(DemonstrationPaper)
    assert paper.place_name == "Toinen"


def test_the_hand_over_and_its_receipt_are_seen_by_all(world: World):
    paper = handed_over(world)
    coach = world.sign_in(world.coach)
    assert "The teacher has not received the paper yet." in text_of(
        coach.page(f"/papers/{paper.id}")
    )
    world.sign_in(world.teacher).post(f"/papers/{paper.id}/receive")
    for person in (world.learner, world.coach, world.teacher):
        page = world.sign_in(person).page(f"/papers/{paper.id}")
        [card] = [c for c in page.select(".card") if c.h2 and c.h2.get_text() == "Hand-over"]
        said = card.get_text(" ", strip=True)
        assert f"· {world.coach.display_name} Received" in said
        assert said.endswith(f"· {world.teacher.display_name}")


REAL = {
    "peruste/ajoneuvoalan-pt_OPH-5410-2021_7614470": ("grades-1-5", 5, ""),
    "peruste/puuteollisuuden-pt_OPH-2455-2017_3932281": ("grades-1-5", 3, "2 satisfactory, 4 good"),
    "tutkinnonosa/rakennustyomaalla-toimiminen_106512": ("grades-1-5", 5, ""),
    "peruste/hiusalan-pt_43-011-2014_1571584": ("t1-k3", 3, ""),
    "peruste/elaintenhoidon-at_OPH-2487-2018_4454270": ("accepted", 1, ""),
}


@pytest.mark.parametrize("name", REAL)
def test_the_assessment_is_on_the_units_own_scale_beside_its_criteria(
    world: World, shared: Path, name: str
):
    scale, with_criteria, between = REAL[name]
    snapshot = load_file(shared / "data" / "eperusteet" / f"{name}.json")
    with db.transaction() as session:
        unit = next(u for u in import_edition(snapshot, by=None).units if u.kind == "vocational")
        session.get_one(WorkPeriod, world.period.id).unit_id = unit.id
        criteria = [
            c["fi"] for g in unit.assessment["groups"] for lv in g["levels"] for c in lv["criteria"]
        ]
    db.database().release()
    paper = handed_over(world)
    teacher = world.sign_in(world.teacher, locale="fi")
    teacher.post(f"/papers/{paper.id}/receive")
    page = teacher.page(f"/papers/{paper.id}")
    grades = [box["value"] for box in page.select("input[name=grade]")]
    assert grades == {"grades-1-5": [*"12345", "failed"], "t1-k3": [*"123", "failed"]}.get(
        scale, ["accepted", "failed"]
    )
    [card] = [c for c in page.select(".card") if c.h2 and "kukin arvosana" in c.h2.get_text()]
    assert len(card.select("details")) == with_criteria
    said = " ".join(card.get_text(" ").split())
    assert all(" ".join(one.split()) in said for one in criteria)
    assert ("Viereisten" in said) is bool(between)
    print_ = squeezed(printed(teacher.get(f"/papers/{paper.id}/pdf/fi").data))
    assert all(squeezed(one) in print_ for one in criteria)
    assert ("Viereisten" in print_) is bool(between)
    day = clock.today().isoformat()
    teacher.post(f"/papers/{paper.id}/assess", {"grade": grades[0], "assessed_on": day})
    [made] = rows(Assessment)
    assert (made.scale, made.grade) == (scale, grades[0])


@pytest.mark.parametrize(
    "wrong", [{"grade": "6"}, {"grade": ""}, {"assessed_on": ""}, {"assessed_on": "2199-01-01"}]
)
def test_a_slip_in_an_assessment_keeps_the_grounds(world: World, wrong: dict[str, Any]):
    paper = handed_over(world)
    teacher = world.sign_in(world.teacher)
    teacher.post(f"/papers/{paper.id}/receive")
    form = {"grade": "4", "assessed_on": clock.today().isoformat(), "grounds": "Siisti jälki."}
    answer = teacher.post(f"/papers/{paper.id}/assess", {**form, **wrong})
    assert answer.status_code == 422
    assert "Siisti jälki." in answer.text
    assert rows(Assessment) == []


def test_steps_are_taken_by_whose_they_are(world: World):
    paper = handed_over(world)
    path = f"/papers/{paper.id}"
    assert world.sign_in(world.coach).post(f"{path}/receive").status_code == 403
    assert world.sign_in(world.learner).post(f"{path}/receive").status_code == 403
    assert world.sign_in(world.other_coach).get(path).status_code == 404
    assert world.sign_in(world.other_learner).get(path).status_code == 404


def test_the_prints_are_in_their_own_languages(world: World):
    paper = handed_over(world)
    learner = world.sign_in(world.learner)
    for language in ("fi", "sv"):
        answer = learner.get(f"/papers/{paper.id}/pdf/{language}")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert learner.get(f"/papers/{paper.id}/pdf/en").status_code == 404
