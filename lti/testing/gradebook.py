"""The gradebook of the small platform, with Moodle's rules for scores."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lti.grades import ITEM_TYPE, SCORE_TYPE


class Refusal(Exception):
    """The platform says no, with an HTTP status."""

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason
        super().__init__(f"{status} {reason}")


@dataclass
class LineItem:
    """A column of the gradebook."""

    id: str
    label: str
    maximum: float
    activity_id: str | None
    is_locked: bool = False
    resource_id: str = ""
    tag: str = ""
    review: dict[str, Any] | None = None
    """What a submission review brings along; None: the column cannot be reviewed."""

    def marked_by(self, body: Mapping[str, Any]) -> None:
        """Take over the tool's marks, and whether it can be reviewed."""
        self.resource_id, self.tag = str(body.get("resourceId") or ""), str(body.get("tag") or "")
        found = body.get("submissionReview")
        self.review = dict(found.get("custom") or {}) if isinstance(found, Mapping) else None


@dataclass
class Grade:
    """What stands in a cell; `given` None: cleared."""

    given: float | None
    at: str
    comment: str = ""


class Gradebook:
    """Line items, and grades by (item, user)."""

    def __init__(self, students: set[str]) -> None:
        self.students = students
        self.items: dict[str, LineItem] = {}
        self.grades: dict[tuple[str, str], Grade] = {}
        self.posts = 0

    def add(self, activity_id: str | None, label: str, maximum: float) -> LineItem:
        """A line item; an activity has at most one."""
        found = self.item_of(activity_id)
        if found is None:
            found = LineItem(str(len(self.items) + 1), label, maximum, activity_id)
            self.items[found.id] = found
        return found

    def make(self, body: Mapping[str, Any], content_type: str) -> LineItem:
        """A column by the service. Moodle drops submissionReview here."""
        _must_be_item(body, content_type)
        number = max((int(known) for known in self.items), default=0) + 1
        item = LineItem(str(number), str(body["label"]), float(body["scoreMaximum"]), None)
        item.marked_by({**body, "submissionReview": None})
        self.items[item.id] = item
        return item

    def update(self, item_id: str, body: Mapping[str, Any], content_type: str) -> LineItem:
        """A column written once more, now with its submissionReview."""
        item = self.items.get(item_id)
        if item is None:
            raise Refusal(404, "no such line item")
        _must_be_item(body, content_type)
        item.label, item.maximum = str(body["label"]), float(body["scoreMaximum"])
        item.marked_by(body)
        return item

    def item_of(self, activity_id: str | None) -> LineItem | None:
        """The line item of an activity."""
        found = (i for i in self.items.values() if activity_id and i.activity_id == activity_id)
        return next(found, None)

    def post_score(self, item_id: str, body: Mapping[str, Any], content_type: str) -> None:
        """Take a score, or raise Refusal with Moodle's status."""
        item = self.items.get(item_id)
        if item is None:
            raise Refusal(404, "no such line item")
        if content_type.split(";", maxsplit=1)[0] != SCORE_TYPE:
            raise Refusal(400, "media type")
        user, at = body.get("userId"), _moment(body.get("timestamp"))
        if not body.get("activityProgress") or not body.get("gradingProgress") or at is None:
            raise Refusal(400, "incomplete score")
        if user not in self.students:
            raise Refusal(400, "not a student")
        if item.is_locked:
            raise Refusal(500, "locked")
        before = self.grades.get((item_id, str(user)))
        if before and int(at.timestamp()) <= int(datetime.fromisoformat(before.at).timestamp()):
            raise Refusal(409, "a newer score is stored")
        self.posts += 1
        self.grades[item_id, str(user)] = _graded(item, body, at)

    def results(self, item_id: str) -> list[dict[str, Any]]:
        """Results as Moodle gives them: a grade of 0 comes as no score."""
        item = self.items[item_id]
        return [
            {"userId": user, "resultMaximum": item.maximum}
            | ({"resultScore": grade.given} if grade.given else {})
            for (of_item, user), grade in self.grades.items()
            if of_item == item_id
        ]

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "items": [asdict(item) for item in self.items.values()],
            "grades": [[item, user, asdict(g)] for (item, user), g in self.grades.items()],
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """The counterpart of `dump`."""
        self.items = {row["id"]: LineItem(**row) for row in state["items"]}
        self.grades = {(item, user): Grade(**row) for item, user, row in state["grades"]}


def _must_be_item(body: Mapping[str, Any], content_type: str) -> None:
    if content_type.split(";", maxsplit=1)[0] != ITEM_TYPE:
        raise Refusal(400, "media type")
    maximum = body.get("scoreMaximum")
    if not body.get("label") or not isinstance(maximum, int | float) or maximum <= 0:
        raise Refusal(400, "incomplete line item")


def _graded(item: LineItem, body: Mapping[str, Any], at: datetime) -> Grade:
    """Anything but a fully graded score with a number clears the grade."""
    given, maximum = body.get("scoreGiven"), body.get("scoreMaximum")
    is_final = body["gradingProgress"] == "FullyGraded" and given is not None and maximum
    scaled = float(given) / float(maximum) * item.maximum if is_final else None  # type: ignore[arg-type]
    return Grade(scaled, at.isoformat(), str(body.get("comment") or ""))


def _moment(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None
