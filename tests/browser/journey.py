"""Steps of people through the demo, inside the practice platform's frame."""

from io import BytesIO
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image

DIARY, DESK = "1", "2"


def photo() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (1200, 900), (120, 150, 90)).save(buffer, "JPEG")
    return buffer.getvalue()


class Visitor:
    """Somebody at the practice platform, with the tool open in a frame."""

    def __init__(self, context: Any, town: Any, user: str, activity: str) -> None:
        self.town = town
        self.page = context.new_page()
        self.page.goto(f"{town.platform}/course?as={user}")
        self.page.goto(f"{town.platform}/launch/{activity}?as={user}")
        self.settle()

    @property
    def frame(self) -> Any:
        """The tool's frame, once its page has come."""
        return next(f for f in self.page.frames if f.url.startswith(self.town.tool))

    def settle(self) -> None:
        self.page.wait_for_function("document.querySelector('iframe')")
        for _ in range(100):
            found = [f for f in self.page.frames if f.url.startswith(f"{self.town.tool}/s/")]
            if found:
                found[0].wait_for_load_state()
                found[0].wait_for_selector("main h1")
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no page of the tool: {[f.url for f in self.page.frames]}")

    def go(self, end: str) -> None:
        """Press the link whose address ends so."""
        with self.frame.expect_navigation():
            self.frame.locator(f"a[href$='{end}']").first.click()
        self.frame.wait_for_selector("main h1")

    def press(self, selector: str) -> None:
        """Press a button and wait for the page that follows."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.frame.locator(selector).first.click()
        self.page.wait_for_timeout(150)
        self.frame.wait_for_load_state()
        self.frame.wait_for_selector("main h1")

    def send(self, name: str = "send") -> None:
        """Send the entry form; its script goes on when the server has answered."""
        self.frame.locator(f"button[name={name}]").click()
        self.frame.wait_for_selector("p.said", timeout=15_000)
        self.frame.wait_for_load_state()

    def text(self) -> str:
        return str(self.frame.locator("body").inner_text())

    def picture(self, folder: Path, name: str) -> None:
        self.page.screenshot(path=str(folder / f"{name}.png"))

    def assert_accessible(self) -> None:
        """Axe finds nothing on the tool's page, and nothing sticks out sideways."""
        found = Axe().run(self.frame)
        assert found.violations_count == 0, found.generate_report()
        self.assert_whole()

    def assert_whole(self) -> None:
        """Nothing sticks out sideways."""
        wide = self.frame.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{wide} px too wide: {self.frame.url}"


class WithoutScripts(Visitor):
    """Somebody whose browser runs no script: each step of the launch has a button of its own."""

    def settle(self) -> None:
        self.page.locator("form button").click()
        pressed = ""
        for _ in range(100):
            self.page.wait_for_timeout(100)
            frame = self.page.frames[-1]
            if frame.url.startswith(f"{self.town.tool}/s/"):
                return
            if frame.url != pressed and frame.locator("form button").count():
                pressed = frame.url
                frame.locator("form button").first.click()
        raise AssertionError(f"no page of the tool: {[f.url for f in self.page.frames]}")
