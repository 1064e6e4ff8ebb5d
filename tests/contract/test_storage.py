"""Folder and bucket keep the same promises; a bucket says in one line what is wrong with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar import db, storage
from sidecar.settings import Settings
from sidecar.storage.folder import Folder
from sidecar.storage.names import new_name
from sidecar.storage.s3 import S3
from tests.fakes import s3
from tests.fakes.wsgi_adapter import WsgiAdapter

SETTINGS = Settings(
    secret_key="k" * 32,
    storage_url=f"s3://{s3.Bucket.name}/school",
    s3_endpoint="https://s3.test",
    s3_region=s3.REGION,
    s3_access_key=s3.ACCESS_KEY,
    s3_secret_key=s3.SECRET_KEY,
)


def store_on(bucket: s3.Bucket, **different: str) -> S3:
    """A store on that bucket, in this process."""
    store = storage.opened(replace(SETTINGS, **different))
    assert isinstance(store, S3)
    store._session.mount("https://", WsgiAdapter({"s3.test": bucket}))
    return store


@pytest.fixture
def bucket() -> s3.Bucket:
    return s3.Bucket()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, bucket: s3.Bucket) -> storage.Store:
    return Folder(tmp_path / "files") if request.param == "folder" else store_on(bucket)


# -- what both promise -----------------------------------------------------------------------------
def test_what_is_put_is_got_back_to_the_last_byte(store: storage.Store):
    contents = {new_name("jpg"): b"\xff\xd8 a photo", new_name("webm"): b"", new_name("x"): b"\n"}
    for name, content in contents.items():
        store.put(name, content)
    assert {name: store.get(name) for name in contents} == contents
    assert store.names() == sorted(contents)


def test_a_large_voice_note_fits(store: storage.Store):
    content = bytes(range(256)) * 4 * 1024 * 8
    assert len(content) == 8 * 1024 * 1024
    store.put(name := new_name("wav"), content)
    assert store.get(name) == content


def test_the_same_name_again_is_written_over(store: storage.Store):
    store.put(name := new_name("jpg"), b"first")
    store.put(name, b"second")
    assert store.get(name) == b"second"
    assert store.names() == [name]


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: storage.Store):
    store.put(name := new_name("jpg"), b"x")
    store.put(other := new_name("jpg"), b"y")
    store.delete(name)
    store.delete(name)
    assert store.names() == [other]
    with pytest.raises(storage.NoSuchFile):
        store.get(name)


def test_a_file_that_never_was_is_not_found(store: storage.Store):
    with pytest.raises(FileNotFoundError):
        store.get(new_name("jpg"))


@pytest.mark.parametrize("name", ["", "x.jpg", "../../etc/passwd", f"{'0' * 32}.jpg/..", "0" * 32])
def test_no_name_climbs_out(store: storage.Store, name: str, bucket: s3.Bucket):
    for ask in (store.get, store.delete, lambda name: store.put(name, b"x")):
        with pytest.raises(storage.NoSuchFile):
            ask(name)
    assert store.names() == []
    assert bucket.objects == {}


def test_a_check_leaves_nothing(store: storage.Store):
    store.check()
    assert store.names() == []


def test_it_is_empty_at_first_and_ready(store: storage.Store):
    assert store.names() == []
    store.ready()


# -- the bucket ------------------------------------------------------------------------------------
def test_a_bucket_is_shared_by_prefix(bucket: s3.Bucket):
    store, other = store_on(bucket), store_on(bucket, storage_url="s3://valo-files")
    store.put(name := new_name("jpg"), b"x")
    bucket.objects["school/notes.txt"] = b"somebody else's"
    assert next(iter(bucket.objects)) == f"school/{name}"
    assert store.names() == [name]
    assert other.names() == []


def test_names_come_page_by_page(bucket: s3.Bucket):
    store, bucket.page_size = store_on(bucket), 3
    names = sorted(new_name("jpg") for _ in range(8))
    bucket.objects.update({f"school/{name}": b"x" for name in names})
    assert store.names() == names
    assert len(bucket.asked) == 3


@settings(max_examples=25)
@given(secret=st.text(min_size=1, max_size=20), region=st.sampled_from([s3.REGION, "us-east-1"]))
def test_only_the_right_secret_and_region_open_the_door(secret: str, region: str):
    store = store_on(s3.Bucket(), s3_secret_key=secret, s3_region=region)
    if (secret, region) == (s3.SECRET_KEY, s3.REGION):
        store.check()
        return
    with pytest.raises(storage.StorageAway, match=r"^answers 40[03] "):
        store.put(new_name("jpg"), b"x")


@pytest.mark.parametrize(
    ("different", "says"),
    [
        ({"s3_secret_key": "another"}, "403 SignatureDoesNotMatch: the signature is refused; look"),
        ({"s3_access_key": "nobody"}, "403 InvalidAccessKeyId: the key is unknown there; look at"),
        ({"s3_region": "us-east-1"}, "400 AuthorizationHeaderMalformed: the region is another;"),
        ({"storage_url": "s3://other"}, "404 NoSuchBucket: there is no such bucket; make it, or"),
    ],
)
def test_a_refusal_says_what_to_look_at(bucket: s3.Bucket, different: dict[str, str], says: str):
    with pytest.raises(storage.StorageAway) as refused:
        store_on(bucket, **different).check()
    assert says in refused.value.reason
    assert "\n" not in refused.value.reason
    assert bucket.objects == {}


@pytest.mark.parametrize("verb", ["PUT", "GET", "DELETE", "LIST"])
def test_a_check_finds_each_right_that_the_key_lacks(bucket: s3.Bucket, verb: str):
    bucket.allowed.remove(verb)
    with pytest.raises(storage.StorageAway) as refused:
        store_on(bucket).check()
    assert "let it list, read, write and delete" in refused.value.reason


def test_a_wrong_clock_is_told(bucket: s3.Bucket):
    bucket.clock_is_ahead = timedelta(minutes=16)
    with pytest.raises(storage.StorageAway, match="RequestTimeTooSkewed: this machine's clock"):
        store_on(bucket).check()


def test_an_answer_that_is_no_s3_is_told(bucket: s3.Bucket):
    store = store_on(bucket)
    store._session.mount("https://", WsgiAdapter({"s3.test": _a_web_page}))
    with pytest.raises(storage.StorageAway, match="does not answer as S3 does"):
        store.names()


def _a_web_page(_environ, start_response) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return iter([b"<h1>Welcome<h1>"])


def test_a_server_out_of_order_is_no_missing_file(bucket: s3.Bucket):
    store = store_on(bucket)
    store.put(name := new_name("jpg"), b"x")
    bucket.broken = [(404, "NoSuchBucket"), (503, "SlowDown"), (500, "InternalError")]
    for status in (404, 503, 500):
        with pytest.raises(storage.StorageAway, match=f"answers {status} "):
            store.get(name)
    assert store.get(name) == b"x"


def test_a_server_that_is_not_there_is_told(bucket: s3.Bucket):
    store = store_on(bucket, s3_endpoint="https://nowhere.test")
    with pytest.raises(storage.StorageAway, match=r"does not answer \(ConnectionError\)"):
        store.check()
    store.ready()


def test_nothing_is_asked_inside_a_transaction(database: db.Database, bucket: s3.Bucket):
    del database
    store = store_on(bucket)
    with db.transaction(), pytest.raises(RuntimeError, match="inside a database transaction"):
        store.put(new_name("jpg"), b"x")
    assert bucket.asked == []
