"""Files on their way in and out, in a folder and in a bucket: none is lost, none stays behind."""

import tarfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.serving import make_server

from sidecar import clock, crypto, db, storage
from sidecar.diary.models import Attachment, DiaryEntry, EntryMessage, EntryState
from sidecar.errors import BadInput
from sidecar.privacy import archive
from sidecar.settings import variable
from sidecar.storage import loose
from sidecar.storage.folder import Folder
from sidecar.storage.models import LooseFile
from sidecar.storage.names import new_name
from sidecar.tenancy.sweeping import sweep_files
from tests.conftest import SECRET
from tests.contract.test_storage import store_on
from tests.fakes import s3
from tests.functional.steps import photo, rows, send, words
from tests.support import databases
from tests.support.world import Browser, World, text_of
from tests.unit.sidecar.diary import pictures, recordings

AWAY = "Photos and voice notes are out of reach just now. Your words are safe."
LATER = timedelta(hours=1, minutes=1)


@pytest.fixture
def bucket() -> s3.Bucket:
    return s3.Bucket()


@pytest.fixture(params=["folder", "s3"], autouse=True)
def store(request: pytest.FixtureRequest, app, tmp_path: Path, bucket: s3.Bucket) -> storage.Store:
    """The application's storage, now this one."""
    del app
    in_folder = request.param == "folder"
    return storage.bind(Folder(tmp_path / "files") if in_folder else store_on(bucket))


def noted() -> list[str]:
    """The names that are on their way in or out."""
    db.database().release()
    return list(db.session().scalars(select(LooseFile.name)))


def _broken(monkeypatch: pytest.MonkeyPatch, what: str, store: storage.Store) -> None:
    def fails(*_: object) -> None:
        raise storage.StorageAway("is away")

    monkeypatch.setattr(type(store), what, fails)


# -- in ------------------------------------------------------------------------------------------
def test_a_photo_goes_in_and_comes_back(learner: Browser, store: storage.Store):
    entry = send(
        learner, photos=[photo(pictures.jpeg())], sounds=[photo(recordings.wav(), "a.wav")]
    )
    assert len(store.names()) == 3
    assert noted() == []
    for one in rows(Attachment):
        answer = learner.get(f"/diary/{entry.id}/photos/{one.id}")
        assert answer.data == store.get(one.blob)


def test_words_are_kept_when_the_storage_takes_no_photo(learner: Browser, store, monkeypatch):
    _broken(monkeypatch, "put", store)
    form = words(text="Written on the roof", photos=[photo(pictures.jpeg())], send="1")
    answer = learner.post("/diary/new", form)
    assert "We could not keep this file just now. Your words are kept." in text_of(answer)
    assert [(e.text, e.state) for e in rows(DiaryEntry)] == [
        ("Written on the roof", EntryState.DRAFT)
    ]


def test_a_file_that_no_entry_claimed_goes_after_an_hour(world: World, store: storage.Store):
    loose.keep([b"first", b"second"], suffix="jpg")
    sweep_files()
    assert len(store.names()) == 2, "its entry may still be on its way"
    with time_machine.travel(clock.now() + LATER):
        sweep_files()
    assert (store.names(), noted()) == ([], [])


def test_what_was_claimed_stays(world: World, learner: Browser, store: storage.Store):
    entry = send(learner, photos=[photo(pictures.jpeg())])
    spoken = {"do": "answer", "sounds": photo(recordings.wav(), "a.wav")}
    world.sign_in(world.coach).post(f"/desk/{entry.id}", spoken)
    assert len(rows(EntryMessage)) == 1
    with time_machine.travel(clock.now() + LATER):
        sweep_files()
    assert len(store.names()) == 3


def test_nobody_elses_file_is_ever_touched(world: World, store: storage.Store):
    store.put(name := new_name("jpg"), b"of another house")
    with time_machine.travel(clock.now() + timedelta(days=400)):
        sweep_files()
    assert store.names() == [name]


# -- out -----------------------------------------------------------------------------------------
def test_a_photo_that_is_taken_away_is_deleted(learner: Browser, store: storage.Store):
    form = words(photos=[photo(pictures.jpeg())])
    learner.post("/diary/new", form)
    [one] = rows(Attachment)
    learner.post(f"/diary/{one.entry_id}", {**form, "photos": [], "drop": str(one.id)})
    assert (store.names(), rows(Attachment), noted()) == ([], [], [])


def test_what_cannot_be_deleted_now_is_deleted_later(learner: Browser, store, monkeypatch):
    form = words(photos=[photo(pictures.jpeg())])
    learner.post("/diary/new", form)
    [one] = rows(Attachment)
    with monkeypatch.context() as broken:
        _broken(broken, "delete", store)
        gone = {**form, "revision": "1", "photos": [], "drop": str(one.id)}
        assert learner.post(f"/diary/{one.entry_id}", gone).status_code == 200
        assert rows(Attachment) == []
        sweep_files()
        assert len(store.names()) == len(noted()) == 2
    sweep_files()
    assert (store.names(), noted()) == ([], [])


def test_many_files_are_left_to_the_worker(world: World, store: storage.Store):
    names = loose.keep([b"x"] * 30, suffix="jpg")
    with db.transaction():
        loose.claim(names)
    with db.transaction():
        loose.let_go(names)
    assert len(store.names()) == 10
    sweep_files()
    assert (store.names(), noted()) == ([], [])


def test_what_rolls_back_keeps_its_file(world: World, store: storage.Store):
    names = loose.keep([b"x"], suffix="jpg")
    with db.transaction():
        loose.claim(names)
    with pytest.raises(ZeroDivisionError), db.transaction():
        loose.let_go(names) or 1 / 0
    with time_machine.travel(clock.now() + LATER):
        sweep_files()
    assert store.names() == names


# -- out of reach, lost --------------------------------------------------------------------------
def test_a_storage_that_is_away_is_told_and_pages_go_on(learner: Browser, store, monkeypatch):
    entry = send(learner, photos=[photo(pictures.jpeg())])
    [one] = rows(Attachment)
    _broken(monkeypatch, "get", store)
    for path in (f"/diary/{entry.id}/photos/{one.id}", "/diary/pdf", "/diary/export"):
        answer = learner.get(path)
        assert answer.status_code == 503, path
        assert AWAY in text_of(answer)
    assert learner.get(f"/diary/{entry.id}").status_code == 200
    assert learner.get("/diary").status_code == 200


def test_a_lost_file_is_not_found_and_its_diary_prints(learner: Browser, store: storage.Store):
    entry = send(learner, photos=[photo(pictures.jpeg())])
    [one] = rows(Attachment)
    for name in store.names():
        store.delete(name)
    assert learner.get(f"/diary/{entry.id}/photos/{one.id}").status_code == 404
    assert learner.get("/diary/pdf").status_code == 200
    assert learner.get("/diary/export").status_code == 200


# -- backup and restore --------------------------------------------------------------------------
@pytest.fixture
def backup(learner: Browser, tmp_path: Path) -> Path:
    """An archive of a diary with one photo."""
    send(learner, text="Ennen", photos=[photo(pictures.jpeg())])
    archive.backup(tmp_path / "all.tar.gz")
    return tmp_path / "all.tar.gz"


@pytest.fixture
def new_house(_databases: databases.Source) -> Iterator[None]:
    """Another database, empty and migrated."""
    with _databases.fresh() as url:
        crypto.bind(SECRET)
        db.bind(url)
        yield
        db.database().release()
        db.database().engine.dispose()


@pytest.mark.parametrize("target", ["folder", "s3"])
def test_a_backup_moves_into_either_storage(
    backup: Path, store: storage.Store, new_house: None, target: str, tmp_path: Path
):
    there = Folder(tmp_path / "there") if target == "folder" else store_on(s3.Bucket())
    storage.bind(there)
    archive.restore(backup)
    assert [e.text for e in rows(DiaryEntry)] == ["Ennen"]
    assert there.names() == store.names()
    for name in there.names():
        assert there.get(name) == store.get(name)


def test_a_storage_that_refuses_leaves_an_empty_house(
    backup: Path, new_house: None, store: storage.Store, monkeypatch
):
    with monkeypatch.context() as broken:
        _broken(broken, "put", store)
        with pytest.raises(storage.StorageAway):
            archive.restore(backup)
    assert rows(DiaryEntry) == []
    archive.restore(backup)
    assert len(rows(DiaryEntry)) == 1


def test_a_full_house_gets_no_file_of_a_backup(backup: Path, tmp_path: Path):
    storage.bind(Folder(tmp_path / "there"))
    with pytest.raises(BadInput, match="not empty"):
        archive.restore(backup)
    assert storage.storage().names() == []


def test_an_archive_that_was_cut_off_changes_nothing(backup: Path, new_house: None, tmp_path: Path):
    backup.write_bytes(backup.read_bytes()[:-2000])
    storage.bind(Folder(tmp_path / "there"))
    with pytest.raises(BadInput, match="not a whole backup"):
        archive.restore(backup)
    assert (rows(DiaryEntry), storage.storage().names()) == ([], [])


def test_a_file_that_went_while_the_backup_ran_is_passed_by(
    learner: Browser, store: storage.Store, tmp_path: Path, monkeypatch
):
    send(learner, photos=[photo(pictures.jpeg())])
    listed = [*store.names(), new_name("jpg")]
    monkeypatch.setattr(type(store), "names", lambda _self: listed)
    archive.backup(tmp_path / "all.tar.gz")
    with tarfile.open(tmp_path / "all.tar.gz") as made:
        assert len([n for n in made.getnames() if n.startswith("files/")]) == 2


# -- the command ---------------------------------------------------------------------------------
@pytest.mark.processes
def test_check_tells_what_is_wrong_with_the_bucket(bucket, settings, monkeypatch, capsys):
    from sidecar.cli.__main__ import main

    server = make_server("127.0.0.1", 0, bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    values = {
        "secret_key": SECRET,
        "database_url": settings.database_url,
        "dev": "1",
        "storage_url": f"s3://{bucket.name}",
        "s3_endpoint": f"http://127.0.0.1:{server.port}",
        "s3_region": s3.REGION,
        "s3_access_key": s3.ACCESS_KEY,
        "s3_secret_key": s3.SECRET_KEY,
    }
    for name, value in values.items():
        monkeypatch.setenv(variable(name), value)
    monkeypatch.setattr("sys.argv", ["./valo", "check"])
    with pytest.raises(SystemExit):
        main()
    assert "ok   storage\n" in capsys.readouterr().out
    bucket.allowed.discard("DELETE")
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().out
    assert "NOT  storage: answers 403 AccessDenied: the key may not do this; let it" in said
    server.shutdown()
