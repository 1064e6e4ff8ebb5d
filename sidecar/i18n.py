"""Finnish, Swedish and English. The msgid is the English sentence; fi and sv live in .po files.

One catalogue a feature (`translations/fi/diary.po`); they are merged when the app starts, so that
no compiled file has to be kept in step.
"""

from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

FOLDER = Path(__file__).parent / "translations"
LOCALES = ("fi", "sv", "en")
DEFAULT = "fi"


def catalogue(locale: str) -> Catalog:
    """All features' messages of one language in one catalogue."""
    merged = Catalog(locale=locale)
    for path in sorted((FOLDER / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id:
                    merged.add(message.id, message.string, flags=message.flags)
    return merged


@cache
def translations(locale: str) -> NullTranslations:
    """The messages of a language, ready to use; English is the text itself."""
    if locale not in LOCALES or locale == "en":
        return NullTranslations()
    buffer = BytesIO()
    write_mo(buffer, catalogue(locale))
    buffer.seek(0)
    return Translations(buffer)


class MergedDomain(Domain):  # type: ignore[misc]
    """Gives Flask-Babel the merged catalogues."""

    def get_translations(self) -> NullTranslations:
        """The translations of the current request's language."""
        locale = get_locale()
        return translations(locale.language if locale else DEFAULT)


@lru_cache(maxsize=4096)
def day(value: date, language: str) -> str:
    """24.11.2026, in English 24 November 2026."""
    pattern = "d MMMM y" if language == "en" else "d.M.y"
    return str(format_date(value, pattern, locale=language))


def time_of_day(here: datetime, language: str | None = None) -> str:
    """9.05, in English 9:05; `language`: that of the request when left out."""
    dot = ":" if (language or str(get_locale())) == "en" else "."
    return f"{here.hour}{dot}{here.minute:02}"


def supported(wish: str | None) -> str | None:
    """The language of ours for a wish such as `sv-FI` or `pt_br`; None when we lack it."""
    short = (wish or "").replace("_", "-").split("-")[0].lower()
    return short if short in LOCALES else None
