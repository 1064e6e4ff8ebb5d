"""Browsers that keep little or nothing: no IndexedDB, no local storage, a full disk."""

import re

import pytest

from tests.browser.scripts.steps import open_new, says, write

pytestmark = pytest.mark.browser
NO_INDEXED_DB = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('no') }});"
NO_LOCAL_STORAGE = (
    "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }});"
)
HANGING = "IDBFactory.prototype.open = () => ({});"
FULL = (
    "IDBObjectStore.prototype.put = Storage.prototype.setItem = () => { throw new Error('full') };"
)


@pytest.mark.parametrize("trouble", [NO_INDEXED_DB, HANGING], ids=["blocked", "hanging"])
def test_without_indexed_db_drafts_are_kept_all_the_same(page, server, trouble):
    page.add_init_script(trouble)
    server.failure = "no answer"
    open_new(page)
    write(page, "one")
    says(page, "on this phone; no network")
    page.reload()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "one"


@pytest.mark.parametrize(
    "trouble", [NO_INDEXED_DB + NO_LOCAL_STORAGE, FULL], ids=["blocked", "full"]
)
def test_without_any_storage_typing_and_sending_work(page, server, trouble):
    page.add_init_script(trouble)
    open_new(page)
    write(page, "one")
    says(page, "the phone cannot keep this")
    says(page, "kept here")
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[0]["text"] == "one"


def test_without_any_storage_nothing_is_said_to_be_kept_here(page, server):
    page.add_init_script(NO_INDEXED_DB + NO_LOCAL_STORAGE)
    open_new(page)
    server.failure = "no answer"
    write(page, "one")
    page.get_by_text("Send").click(no_wait_after=True)
    page.wait_for_timeout(500)
    says(page, "the phone cannot keep this")
    server.failure = 401
    page.get_by_text("Send").click(no_wait_after=True)
    says(page, "copy your words")


def test_without_any_storage_nobody_is_frightened_for_words_that_the_server_has(page, server):
    page.add_init_script(NO_INDEXED_DB + NO_LOCAL_STORAGE)
    open_new(page)
    write(page, "one")
    says(page, "kept here")
    server.failure = 401
    page.get_by_text("Send").click(no_wait_after=True)
    says(page, "open again")
    page.locator("#text").press_sequentially(" and two")
    page.get_by_text("Send").click(no_wait_after=True)
    says(page, "copy your words")
