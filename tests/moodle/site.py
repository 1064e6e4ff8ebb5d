"""Pages of Moodle, as an administrator, a coach and a learner press them."""

import re
import tempfile
import time
from pathlib import Path
from typing import Any

READY = "typeof M === 'undefined' || !M.util || M.util.pending_js.length === 0"
PASSWORD = "Valo-1234-koe"
TOURS = "**/lib/ajax/service.php?*tool_usertours_fetch_and_start_tour*"
"""A fresh Moodle lays its guided tours over the page."""


class Site:
    """A browser at a Moodle."""

    def __init__(self, context: Any, url: str, tool: str) -> None:
        self.context, self.url, self.tool = context, url, tool
        context.set_default_timeout(40_000)
        context.route(TOURS, lambda route: route.fulfill(json=[{"error": False, "data": {}}]))
        self.page = context.new_page()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")
        self.page.wait_for_load_state()
        self.page.wait_for_function(READY)

    def text(self) -> str:
        return str(self.page.locator("#region-main").inner_text())

    def sign_in(self, user: str, password: str = PASSWORD) -> None:
        for _ in range(3):
            self.page.goto("about:blank")  # the last page's calls shall not bring its session back
            self.page.wait_for_timeout(300)
            self.context.clear_cookies()
            self.go("/login/index.php")
            self._fill_in(user, password)
            self.page.click("#loginbtn")
            self.page.wait_for_load_state()
            self.page.wait_for_timeout(500)
            if "/login/" not in self.page.url:
                break
        assert "/login/" not in self.page.url, f"{user}: {self.page.locator('body').inner_text()}"
        self.go("/?lang=en")

    def _fill_in(self, user: str, password: str) -> None:
        """Moodle's scripts may still move the focus, and the words with it."""
        for _ in range(5):
            self.page.fill("#username", user)
            self.page.fill("#password", password)
            self.page.wait_for_timeout(300)
            found = self.page.input_value("#username"), self.page.input_value("#password")
            if found == (user, password):
                break

    def save(self, button: str = "#id_submitbutton") -> None:
        with self.page.expect_navigation(timeout=60_000):
            self.page.locator(button).first.click()
        self.page.wait_for_load_state()

    def add_person(self, name: str, first: str) -> None:
        self.go("/user/editadvanced.php?id=-1")
        self.page.fill("#id_username", name)
        self.page.locator("#fitem_id_newpassword [data-passwordunmask=edit]").first.click()
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.fill("#id_firstname", first)
        self.page.fill("#id_lastname", name)
        self.page.fill("#id_email", f"{name}@example.org")
        self.save()

    def add_course(self, name: str) -> str:
        """Its id."""
        self.go("/course/edit.php?category=1")
        self.page.fill("#id_fullname", name)
        self.page.fill("#id_shortname", name)
        self.save("#id_saveanddisplay")
        return _number(self.page.url, "id")

    def enrol(self, course: str, name: str, role: str) -> str:
        """The person's id."""
        self.go(f"/enrol/instances.php?id={course}")
        link = self.page.locator("a[href*='/enrol/manual/manage.php']").first
        self.page.goto(str(link.get_attribute("href")))
        self.page.select_option("select[name=roleid]", label=role)
        option = self.page.locator("#addselect option", has_text=name).first
        person = str(option.get_attribute("value"))
        self.page.select_option("#addselect", person)
        self.save("#add")
        return person

    def upload_people(self, rows: str) -> None:
        """Moodle's own way for many people at once: a table with courses, roles and groups."""
        self.go("/admin/tool/uploaduser/index.php")
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as table:
            table.write(rows)
            table.flush()
            self.pick_file(Path(table.name))
        self.save("#id_submitbutton")
        self.save("#id_submitbutton")
        assert "Errors: 0" in self.text(), self.text()

    def pick_file(self, file: Path) -> None:
        """Give a form of Moodle a file."""
        self.page.locator(".fp-btn-choose").first.click()
        self.page.locator(".fp-repo", has_text="Upload a file").first.click()
        self.page.wait_for_timeout(2500)  # the form is drawn twice
        self.page.set_input_files("input[type=file][name=repo_upload_file]", str(file))
        self.page.locator(".fp-upload-btn").click()
        self.page.locator(".filepicker-filename a").wait_for()

    def people_of(self, course: str) -> dict[str, str]:
        """Ids of the people of a course, by their last names."""
        self.go(f"/user/index.php?id={course}&perpage=5000")
        links = self.page.locator("#region-main table a[href*='/user/view.php?id=']").all()
        found = [(link.inner_text(), str(link.get_attribute("href"))) for link in links]
        return {text.split()[-1]: _number(url, "id") for text, url in found if text.strip()}

    def each_minute(self, task: str) -> None:
        """Let a task of the block run whenever cron does."""
        self.go(f"/admin/tool/task/scheduledtasks.php?action=edit&task=block_valo%5Ctask%5C{task}")
        for name in ("minute", "hour", "day", "month", "dayofweek"):
            self.page.fill(f"input[name={name}]", "*")
        self.save()

    def choose_content(self, course: str, count: int, words: str = "") -> None:
        """Deep Linking: the first things with these words that valo offers become activities."""
        self.go(f"/course/view.php?id={course}")
        if not self.page.locator("input[name=setmode]").is_checked():
            with self.page.expect_navigation():
                self.page.locator("input[name=setmode]").click()
        self.page.wait_for_function(READY)
        links = self.page.locator("a[href*='typeid=']", has_text="valo")
        chooser = self.page.locator("[data-action=open-chooser]:not([data-beforemod])").last
        for _ in range(6):  # the button is there before its script is
            chooser.click()
            self.page.wait_for_timeout(4000)
            if links.count():
                break
        found = [str(link.get_attribute("href")) for link in links.all()]
        # A Moodle that was connected elsewhere before has that tool too; ours is the newest.
        self.page.goto(max(found, key=lambda url: int(_number(url, "typeid"))))
        self.page.locator("[name=selectcontent]").click()
        frame = self.frame("/choose")
        for box in frame.locator("label:has(input[name=what])", has_text=words).all()[:count]:
            box.locator("input").check()
        frame.locator("main form button.main").last.click()
        if count > 1:
            self.page.get_by_text("The following items will be added").wait_for()
            self.save("[name=submitbutton2]")
            return
        self.page.wait_for_function("document.querySelector('#id_name').value !== ''")
        self.save("#id_submitbutton2")

    def activity(self, course: str, name: str) -> None:
        """Open an activity and wait for valo in its frame."""
        self.go(f"/course/view.php?id={course}")
        link = self.page.locator("#region-main a[href*='/mod/lti/view.php']", has_text=name).first
        self.page.goto(str(link.get_attribute("href")))
        self.frame()

    def frame(self, end: str = "") -> Any:
        """The frame with valo, once a page of it has come."""
        for _ in range(200):
            for found in self.page.frames:
                if found.url.startswith(f"{self.tool}/s/") and found.url.endswith(end):
                    found.wait_for_load_state()
                    found.wait_for_selector("main h1")
                    return found
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no page of valo: {[f.url for f in self.page.frames]}")

    def inside(self, page: str) -> Any:
        """Another page of this launch, in its frame."""
        frame = self.frame()
        launch = re.match(r"(.*/s/[^/]+)/", frame.url)
        assert launch, frame.url
        frame.goto(f"{launch[1]}/{page}")
        frame.wait_for_selector("main h1")
        return frame

    def press(self, selector: str) -> None:
        """Press a button in valo and wait for the page that follows."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.frame().locator(selector).first.click()
        self.page.wait_for_timeout(400)
        self.frame()

    def card(self) -> str:
        """The block's card on this page, once filled."""
        self.page.wait_for_function(
            "document.querySelector('.block_valo_card:not([aria-busy])')?.textContent.trim()"
        )
        self.page.wait_for_timeout(500)
        return str(self.page.locator(".block_valo_card").first.text_content())


def until(condition: Any, sentence: str, seconds: int = 150) -> None:
    """Wait for what a task does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, sentence
        time.sleep(1)


def _number(url: str, name: str) -> str:
    found = re.search(rf"[?&]{name}=(\d+)", url)
    assert found, url
    return found[1]
