"""What people do with the entry form, and what its line says."""

import io
import re
from collections.abc import Callable
from typing import Any

from PIL import Image

from tests.browser.scripts.server import Server

ANNA, BERIT = "7", "8"


def says(page: Any, words: str | re.Pattern[str]) -> None:
    from playwright.sync_api import expect

    expect(page.locator("[data-draft-state]")).to_have_text(words)


def until(page: Any, true: Callable[[], bool], seconds: float = 8) -> None:
    for _ in range(int(seconds * 20)):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("this did not happen in time")


def network_is_back(page: Any) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


def write(page: Any, text: str) -> None:
    page.locator("#text").press_sequentially(text, delay=5)


def open_new(page: Any, person: str = ANNA) -> None:
    page.goto(f"/new?person={person}")
    page.wait_for_load_state("networkidle")


def stored(page: Any) -> list[Any]:
    """What is in the phone's two places, seen without our modules."""
    return page.evaluate(
        """() => new Promise((done) => {
          const opened = indexedDB.open("valo", 1);
          opened.onsuccess = () => {
            const rows = opened.result.transaction("drafts").objectStore("drafts").getAll();
            rows.onsuccess = () => {
              opened.result.close();
              done([...rows.result, ...Object.keys(localStorage)]);
            };
          };
        })"""
    )


def picture(width: int, height: int, *, orientation: int = 1, kind: str = "JPEG") -> bytes:
    image = Image.effect_noise((width // 8, height // 8), 60).resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, kind, exif=exif, quality=95)
    return out.getvalue()


def add_photos(page: Any, *files: tuple[str, str, bytes]) -> None:
    page.locator("#photos").set_input_files(
        [{"name": n, "mimeType": t, "buffer": b} for n, t, b in files]
    )


def photos_shown(page: Any, count: int) -> None:
    from playwright.sync_api import expect

    expect(page.locator(".photos canvas")).to_have_count(count)


def sent_photos(server: Server) -> list[bytes]:
    return [content for content in server.sent[-1]["photos"] if content]
