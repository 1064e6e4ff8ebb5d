"""A new trainee on an old phone with a slow network: the first entry takes less than three minutes.

A script acts as a finger does: it taps only what is in view, swipes until a thing is, and waits as
long as the page makes it wait. Chromium is slowed down as a cheap phone on a weak mobile network
is. The time that a person needs for each act passes really, so photos go up meanwhile as they do;
it is that of the keystroke-level model (Card, Moran and Newell, Communications of the ACM 23(7),
1980) with its slowest numbers: a touch is pointing and pressing, typing is that of somebody who
does not know the keyboard. Reading is added: each word that came into view, once, at half the speed
of Finnish adults (161 words a minute; Trauzettel-Klosinski and Dietz, IOVS 53(9), 2012). The strip
of the week and tiles with pictures are looked over, not read: that is the thinking before a tap.
"""

import io
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error

from tests.browser.conftest import Town

pytestmark = pytest.mark.browser

THINK = 1.35
"""M, seconds: getting ready for each tap."""
POINT = 1.10
"""P, seconds: finding the place with the finger; also one swipe."""
PRESS = 0.28
"""K, seconds: of an average typist, for the touch itself."""
TYPE = 1.20
"""K, seconds a letter: of the worst typist."""
CAMERA = 15.0
"""Seconds in the phone's own camera: it opens, one looks, presses, agrees. Our assumption."""
WORDS_A_SECOND = 161 / 2 / 60
LIMIT, PATIENCE = 180.0, 90.0
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
CPU = 6
ONE_PROCESS = (
    "--disable-features=IsolateOrigins,site-per-process",
    "--disable-site-isolation-trials",
)
TEXT = "Mittasin lautoja."
READ = """() => [...document.querySelectorAll(
    "main :is(h1, h2, p, b, span, label, a, button, summary)")].filter((e) => {
    const r = e.getBoundingClientRect();
    return e.innerText && !e.querySelector("p, span, label, a, button, b")
      && !e.closest(".week, .tile") && r.width > 2 && r.bottom > 0 && r.top < innerHeight; })
  .map((e) => e.innerText.trim())"""
LOOP = """() => Array.from({ length: 30 }, () => { const began = performance.now();
  for (let i = 0, x = 0; i < 2e6; i++) x = Math.sqrt(x + i);
  return performance.now() - began; })"""


@dataclass
class Finger:
    """One finger on a phone; counts what it does and how long it had to wait."""

    page: Any
    tool: str
    folder: Path
    taps: int = 0
    swipes: int = 0
    letters: int = 0
    spent: dict[str, float] = field(default_factory=dict)
    waits: dict[str, float] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    @property
    def here(self) -> Any:
        inside = [f for f in self.page.frames if f.url.startswith(f"{self.tool}/s/")]
        return inside[0] if inside else self.page.main_frame

    def looks(self, words: str, *, name: str) -> Any:
        """Waits until these words are there; reads what is in view; takes a picture."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            with suppress(Error):  # the frame may just be going on to its next page
                found = self.here.get_by_text(words, exact=True).locator("visible=true").first
                found.wait_for(timeout=500)
                break
        else:
            raise AssertionError(f"{words} did not come")
        self.waits[name] = round(time.monotonic() - began, 1)
        self._read()
        self.page.screenshot(path=str(self.folder / f"first-entry-{name}.png"))
        return found

    def spends(self, what: str, seconds: float) -> None:
        self.spent[what] = self.spent.get(what, 0) + seconds
        self.page.wait_for_timeout(seconds * 1000)

    def tap(self, found: Any) -> None:
        for _ in range(30):
            if self._in_reach(found):
                break
            self.page.mouse.move(180, 400)
            self.page.mouse.wheel(0, 300)
            self.swipes += 1
            self.spends("swiping", POINT)
            self._read()
        else:
            raise AssertionError("not to be found by swiping down")
        self.spends("tapping", THINK + POINT + PRESS)
        box = found.bounding_box()
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.taps += 1

    def types(self, text: str) -> None:
        self.page.keyboard.type(text, delay=TYPE * 1000)
        self.letters += len(text)
        self.spent["typing"] = len(text) * TYPE

    @staticmethod
    def _in_reach(found: Any) -> bool:
        return bool(
            found.evaluate(
                """e => { const r = e.getBoundingClientRect();
                const at = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
                return Boolean(at) && (e.contains(at) || at.contains(e)); }"""
            )
        )

    def _read(self) -> None:
        """Each line that has come into view, read once."""
        lines = self.here.evaluate(READ)
        self.read |= set(filter(None, lines))

    @property
    def words(self) -> int:
        return sum(len(line.split()) for line in self.read)


def photo_of_a_phone() -> bytes:
    """Twelve megapixels and some three megabytes, as cameras make them."""
    picture = Image.effect_noise((500, 375), 90).resize((4000, 3000)).convert("RGB")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def slow_down(context: Any, page: Any) -> None:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    times = page.evaluate(LOOP)
    # Others on this machine slow the page down already: only what lacks to a cheap phone is added.
    rate = max(1, CPU * min(times) / (sum(times) / len(times)))
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def test_the_first_entry_takes_less_than_three_minutes(town: Town, open_browser, screenshots: Path):
    context = open_browser(width=360, flags=ONE_PROCESS)
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(f"{town.platform}/course?as=102")
    slow_down(context, page)
    finger = Finger(page, town.tool, screenshots)
    start = finger.looks("Työpäiväkirja", name="1-course")
    finger.read.clear()  # the platform's own page
    began = time.monotonic()
    finger.tap(start)
    finger.tap(finger.looks("Kerro päivästä", name="2-today"))
    finger.tap(finger.looks("Mittaus", name="3-form"))
    with page.expect_file_chooser() as chooser:
        finger.tap(finger.here.locator("#photos"))
    finger.spends("camera", CAMERA)
    chooser.value.set_files(
        {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_phone()}
    )
    finger.here.locator(".photos canvas").wait_for()
    page.screenshot(path=str(screenshots / "first-entry-4-photo.png"))
    finger.tap(finger.here.locator("#text"))
    finger.types(TEXT)
    finger.tap(finger.here.get_by_text("yksin", exact=True))
    page.screenshot(path=str(screenshots / "first-entry-5-ready.png"))
    finger.tap(finger.here.locator("button[name=send]"))
    finger.looks("Lähetetty valmentajalle.", name="6-sent")
    acting, reading = time.monotonic() - began, finger.words / WORDS_A_SECOND
    told = {
        **{name: getattr(finger, name) for name in ("taps", "swipes", "letters", "words")},
        **{name: getattr(finger, name) for name in ("spent", "waits")},
        "waiting": acting - sum(finger.spent.values()),
        "reading": reading,
        "together": acting + reading,
    }
    (screenshots / "first-entry.json").write_text(
        json.dumps({**told, "lines": sorted(finger.read)}, indent=1, ensure_ascii=False)
    )
    assert (finger.taps, finger.letters) == (7, len(TEXT)), told
    assert told["together"] < LIMIT, told
