"""The trainee's day on an old phone: three taps, no network, a stopped server, two devices."""

import re
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Town, running
from tests.browser.journey import DIARY, Visitor, WithoutScripts, photo

pytestmark = pytest.mark.browser
MINUTES = 3
PHOTO = {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": photo()}


def says(visitor: Visitor, words: str) -> None:
    expect(visitor.frame.locator("[data-draft-state]")).to_contain_text(words, timeout=15_000)


def entries(visitor: Visitor) -> list[str]:
    return [one.inner_text() for one in visitor.frame.locator("#entries a.item").all()]


def drawn(visitor: Visitor) -> None:
    expect(visitor.frame.locator(".photos canvas")).to_have_count(1, timeout=15_000)


def test_a_new_trainees_first_entry_is_three_taps(town: Town, open_browser, screenshots: Path):
    began = time.monotonic()
    trainee = Visitor(open_browser(width=360), town, "101", DIARY)
    trainee.picture(screenshots, "trainee-first-screen")
    trainee.go("/diary/new")
    trainee.frame.get_by_text("Sahaus").click()
    trainee.frame.set_input_files("#photos", [PHOTO])
    drawn(trainee)
    trainee.frame.get_by_text("yksin", exact=True).click()
    trainee.picture(screenshots, "trainee-form")
    trainee.send()
    assert "Lähetetty valmentajalle." in trainee.text()
    assert [one for one in entries(trainee) if "Sahaus" in one]
    assert time.monotonic() - began < MINUTES * 60
    assert trainee.frame.locator(".week [aria-current] .lamp.half").count() == 1
    trainee.picture(screenshots, "trainee-sent")


def test_the_network_is_cut_in_the_middle_and_nothing_is_lost(town: Town, open_browser):
    context = open_browser(width=360)
    trainee = Visitor(context, town, "102", DIARY)
    trainee.go("/diary/new")
    trainee.frame.fill("#text", "Ennen katkosta. ")
    says(trainee, "Tallessa")
    context.set_offline(True)
    trainee.frame.locator("#text").press_sequentially("Katkoksen aikana.")
    trainee.frame.set_input_files("#photos", [PHOTO])
    drawn(trainee)
    trainee.frame.locator("button[name=send]").click()
    says(trainee, "Verkkoa ei ole nyt.")
    trainee.page.close()
    context.set_offline(False)

    trainee = Visitor(context, town, "102", DIARY)
    link = trainee.frame.locator("[data-draft-offers] a")
    expect(link).to_contain_text("Tallessa, ei vielä lähetetty", timeout=30_000)
    link.click()
    expect(trainee.frame.locator("#text")).to_have_value("Ennen katkosta. Katkoksen aikana.")
    expect(trainee.frame.locator("ul.photos img")).to_have_count(1)
    trainee.send()
    [_once] = [one for one in entries(trainee) if "Katkoksen aikana." in one]
    trainee.frame.locator("#entries a.item", has_text="Katkoksen").click()
    expect(trainee.frame.locator("ul.photos img")).to_have_count(1)


def test_another_person_on_this_phone_sees_none_of_it(town: Town, open_browser):
    context = open_browser(width=360)
    trainee = Visitor(context, town, "103", DIARY)
    trainee.go("/diary/new")
    trainee.frame.wait_for_load_state("networkidle")  # its scripts have come
    context.set_offline(True)
    trainee.frame.fill("#text", "Vain minulle.")
    says(trainee, "Tässä puhelimessa")
    trainee.page.close()
    context.set_offline(False)
    other = Visitor(context, town, "101", DIARY)
    other.page.wait_for_timeout(500)
    assert other.frame.locator("[data-draft-offers] a").count() == 0
    again = Visitor(context, town, "103", DIARY)
    again.frame.locator("[data-draft-offers] a").click()
    expect(again.frame.locator("#text")).to_have_value("Vain minulle.")


def test_two_devices_at_once_keep_both_and_show_the_other(town: Town, open_browser):
    phone = Visitor(open_browser(width=360), town, "103", DIARY)
    phone.go("/diary/new")
    phone.frame.fill("#text", "Puhelimella")
    says(phone, "Tallessa")
    laptop = Visitor(open_browser(width=1280), town, "103", DIARY)
    laptop.frame.locator("#entries a.item", has_text="Puhelimella").click()
    expect(laptop.frame.locator("#text")).to_have_value("Puhelimella")
    laptop.frame.fill("#text", "Läppärillä")
    says(laptop, "Tallessa")
    phone.frame.fill("#text", "Taas puhelimella")
    says(phone, "Tallessa")
    phone.page.wait_for_timeout(2500)
    laptop.frame.goto(laptop.frame.url.split("?")[0])
    expect(laptop.frame.locator("#text")).to_have_value("Taas puhelimella")
    assert "Läppärillä" in laptop.text()
    shown = entries(Visitor(phone.page.context, town, "103", DIARY))
    assert len([one for one in shown if "puhelimella" in one]) == 1


def test_the_server_stops_and_starts_and_the_entry_goes_by_itself(tmp_path: Path, open_browser):
    with running(tmp_path) as town:
        trainee = Visitor(open_browser(width=360), town, "101", DIARY)
        trainee.go("/diary/new")
        trainee.frame.fill("#text", "Palvelin nukkuu.")
        says(trainee, "Tallessa")
    trainee.frame.locator("#text").press_sequentially(" Minä en.")
    trainee.frame.set_input_files("#photos", [PHOTO])
    drawn(trainee)
    trainee.frame.locator("button[name=send]").click()
    says(trainee, "Verkkoa ei ole nyt.")
    with running(tmp_path, port=int(town.tool.rsplit(":", 1)[1])):
        trainee.frame.wait_for_selector("p.said", timeout=40_000)
        [_once] = [one for one in entries(trainee) if "Palvelin nukkuu. Minä en." in one]


def test_without_scripts_it_is_a_plain_form(town: Town, open_browser):
    trainee = WithoutScripts(open_browser(scripts=False, width=360), town, "102", DIARY)
    trainee.frame.locator("a[href$='/diary/new']").click()
    trainee.frame.locator("input[name=cards]").first.check()
    trainee.frame.locator("#text").fill("Ilman skriptejä.")
    trainee.frame.locator("#photos").set_input_files([PHOTO])
    trainee.frame.locator("#sounds").set_input_files([])
    trainee.press("button[name=send]")
    assert "Ilman skriptejä." in " ".join(entries(trainee))


def test_the_keyboard_alone_is_enough(town: Town, open_browser):
    trainee = Visitor(open_browser(width=1280), town, "102", DIARY)
    keys = trainee.page.keyboard
    trainee.frame.locator("a[href$='/diary/new']").focus()
    keys.press("Enter")
    trainee.frame.wait_for_selector("#text")
    trainee.frame.locator("main").focus()
    wanted = ["cards", "photos", "text", "independence", "wants_help", "papers", "send"]
    for name in wanted:
        for _ in range(40):
            keys.press("Tab")
            now = trainee.frame.evaluate("document.activeElement.name")
            if name and now == name:
                break
        if name in ("cards", "independence"):
            keys.press("Space")
        elif name == "text":
            keys.type("Näppäimillä.")
    assert trainee.frame.evaluate("document.activeElement.name") == "send"
    keys.press("Enter")
    trainee.frame.wait_for_selector("p.said")
    assert "Näppäimillä." in " ".join(entries(trainee))


def test_each_page_is_whole_at_320_px_in_three_languages(
    town: Town, open_browser, screenshots: Path
):
    trainee = Visitor(open_browser(width=320), town, "103", DIARY)
    trainee.go("/diary/new")
    trainee.frame.fill("#text", "Ensimmäinen")
    trainee.frame.set_input_files("#photos", [PHOTO])
    drawn(trainee)
    trainee.send()
    root = "/".join(trainee.frame.url.split("/")[:5])
    sent = trainee.frame.locator("#entries a.item", has_text="Ensimmäinen").get_attribute("href")
    trainee.frame.goto(f"{root}/diary/new")
    trainee.frame.fill("#text", "Kesken")
    trainee.frame.locator("form[data-draft] button:not([name]):not([type])").click()
    trainee.frame.wait_for_selector("p.said")
    draft = re.sub(r"\?.*", "", trainee.frame.url)
    for language in ("sv", "en", "fi"):
        trainee.press(f"button[name=locale][value={language}]")
        for name, path in (("mine", f"{root}/diary"), ("new", f"{root}/diary/new"),
                           ("sent", sent), ("draft", draft)):  # fmt: skip
            trainee.frame.goto(path if path.startswith("http") else f"{town.tool}{path}")
            assert trainee.frame.locator("html").get_attribute("lang") == language
            trainee.frame.evaluate(
                "document.querySelectorAll('details').forEach(d => d.open = true)"
            )
            trainee.assert_accessible()
            if language == "fi":
                trainee.picture(screenshots, f"trainee-320-{name}")


def test_a_picture_that_was_taken_lying_stands_upright_and_tells_no_place(town: Town, open_browser):
    picture, buffer = Image.new("RGB", (80, 40), "blue"), BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(buffer, "JPEG", exif=exif)
    trainee = Visitor(open_browser(width=360), town, "101", DIARY)
    trainee.go("/diary/new")
    trainee.frame.set_input_files("#photos", [{**PHOTO, "buffer": buffer.getvalue()}])
    drawn(trainee)
    trainee.send()
    trainee.frame.locator("#entries a.item").first.click()
    link = trainee.frame.locator("ul.photos a").first
    answer = trainee.frame.evaluate(
        "async (a) => [...new Uint8Array(await (await fetch(a)).arrayBuffer())]",
        link.get_attribute("href"),
    )
    shown = Image.open(BytesIO(bytes(answer)))
    assert (shown.size, dict(shown.getexif())) == ((40, 80), {})
