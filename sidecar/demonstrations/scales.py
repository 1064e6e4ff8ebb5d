"""Grades of each scale (koodisto arviointiasteikkoammatillinen…; ehoks.md §9, eperusteet.md)."""

from flask_babel import lazy_gettext as _l

FAILED = "failed"
_FAILED = (FAILED, _l("not yet"))
SCALES: dict[str, list[tuple[str, object]]] = {
    "grades-1-5": [
        ("1", _l("1 satisfactory")),
        ("2", _l("2 satisfactory")),
        ("3", _l("3 good")),
        ("4", _l("4 good")),
        ("5", _l("5 excellent")),
        _FAILED,
    ],
    "t1-k3": [("1", _l("1 satisfactory")), ("2", _l("2 good")), ("3", _l("3 excellent")), _FAILED],
    "accepted": [("accepted", _l("accepted")), _FAILED],
}


def grades_of(scale: str) -> list[tuple[str, str]]:
    """(grade, words) of a scale; the plain accepted–not yet for one that we do not know."""
    return [(grade, str(words)) for grade, words in SCALES.get(scale, SCALES["accepted"])]


def words_of(scale: str, grade: str) -> str:
    """A grade in words."""
    return dict(grades_of(scale)).get(grade, grade)


def points_of(scale: str, grade: str) -> float | None:
    """Points of a grade for a gradebook, 1 for the lowest; None for one that has none."""
    passed = _passing(scale)
    return float(passed.index(grade) + 1) if grade in passed else None


def highest_points(scale: str) -> float:
    """Points of the best grade."""
    return float(len(_passing(scale)))


def _passing(scale: str) -> list[str]:
    return [grade for grade, _words in SCALES.get(scale, SCALES["accepted"]) if grade != FAILED]
