"""Texts of ePerusteet as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.qualifications.text import Line, lines, localized, normalised, plain, prose


@pytest.mark.parametrize(
    ("given_", "read"),
    [
        ("  kaksi\n\tsanaa ", "kaksi sanaa"),
        ("A&nbsp;&ndash;&nbsp;B &sect; &quot;C&quot;", 'A – B § "C"'),
        ("raken\u00adnus", "rakennus"),
        ("alle < 5 mm & yli", "alle < 5 mm & yli"),
        ("<p>yksi</p>", "yksi"),
        ("<img src=x onerror=alert(1)>kuva", "kuva"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_plain(given_: str, read: str):
    assert plain(given_) == read


def test_localized_keeps_fi_sv_en_that_are_there():
    assert localized({"fi": "a", "sv": "", "en": None, "se": "b", "_id": "1"}) == {"fi": "a"}
    assert localized(None) == localized("text") == localized([]) == {}


def test_lines():
    html = "Alku<p>Osaa<br>hyvin</p><ol><li><p>yksi</p></li><li>kaksi <b>kolme</b></li></ol>loppu"
    assert lines(html) == [
        Line("Alku"),
        Line("Osaa"),
        Line("hyvin"),
        Line("yksi", 1),
        Line("kaksi kolme", 1),
        Line("loppu"),
    ]


def test_links_and_pictures_leave_their_words_only():
    html = '<p>Katso <a href="x" routenode="1">ohje</a><img data-uid="2"><style>p{}</style></p>'
    assert prose({"fi": html}) == {"fi": "Katso ohje"}


def test_a_dash_inside_a_sentence_is_no_bullet():
    assert lines("<p>-aloitus jatkuu</p><p>– kohta</p>") == [
        Line("-aloitus jatkuu"),
        Line("kohta", 1),
    ]


def test_normalised():
    assert normalised(" Työ\u2011taito &  TIETO. ") == "työ-taito & tieto"


@given(st.text())
def test_any_text_has_lines_and_never_control_characters(value: str):
    for line in [*lines(value), Line(plain(value))]:
        line.text.encode()
        assert "\x00" not in line.text


def test_deep_html():
    assert isinstance(lines("<ul><li>a" * 5000), list)
