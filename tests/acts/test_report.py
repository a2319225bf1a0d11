"""A report is one ticket, whatever is retried; and what a phone may not say is refused by field."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from PIL import Image
from sqlalchemy import text

from dashboard import outbox, photos
from dashboard.acts.draft import Addition, BadDraft, Draft, read
from dashboard.acts.report import Receipt, add_to, report
from dashboard.city.mapping import TopicSettings
from dashboard.settings import CityFile
from dashboard.store import Store, Who

CITY = CityFile(topics=[TopicSettings(key="dumping", name_nl="Sluikstort", categories=["Openbaar domein"], subcategories=["Sluikstorten"])])
QUESTIONS = [
    {"key": "size", "label": "Hoeveel", "kind": "choice", "options": ["zak", "aanhangwagen"]},
    {"key": "danger", "label": "Gevaarlijk", "kind": "yes_no"},
    {"key": "bags", "label": "Zakken", "kind": "number"},
]
GPS = (50.85, 4.35)


@pytest.fixture
def patrol(filled: Store, owner: psycopg.Connection) -> Who:
    owner.execute("update city.topic set questions = %s where key = 'dumping'", [json.dumps(QUESTIONS)])
    row = owner.execute(
        "insert into guard.user (login, name, role, password_hash) values (%s, 'Pat', 'patrol', '') returning id", [f"pat{uuid4().hex}"]
    ).fetchone()
    assert row
    return Who("patrol", row[0], "pat", "Pat")


def draft(**typed: Any) -> Draft:
    return Draft.model_validate({"id": uuid4(), "topic": "dumping", "how": "coordinates", "lat": 50.7901, "lon": 5.1501} | typed)


def picture(size: tuple[int, int] = (3000, 1500), **saved: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "JPEG", **saved)
    return out.getvalue()


def rows(owner: psycopg.Connection, statement: str, *values: object) -> list[tuple[Any, ...]]:
    return owner.execute(statement, values).fetchall()


def counted(owner: psycopg.Connection) -> list[int]:
    tables = ("desk.ticket", "desk.entry", "desk.attachment", "desk.outbox", "desk.ticket_event", "jobs.procrastinate_jobs")
    return [rows(owner, f"select count(*) from {table}")[0][0] for table in tables]


def test_a_report_is_a_placed_ticket_with_its_words_photo_and_deliveries(
    filled: Store, owner: psycopg.Connection, patrol: Who, tmp_path: Path
) -> None:
    photo = photos.keep(tmp_path, picture())
    typed = draft(words="Matras naast glasbol\ngrijs", house_number="12", answers={"size": "zak", "danger": "no", "bags": "2,5", "gone": "x"}, age_seconds=3600)
    receipt = report(filled, patrol, typed, city=CITY, photos=[photo])
    assert (receipt.number, receipt.external_number, receipt.state) == (f"G-{receipt.ticket_id}", None, "waiting")
    ticket = owner.execute(
        "select t.source, t.external_id, t.key, t.title, t.category, t.subcategory, t.status, s.name, t.house_number, t.placed_by,"
        " t.is_open and t.is_unassigned, t.extra, extract(epoch from now() - t.opened_at)::int / 60"
        " from desk.ticket t join city.street s on s.id = t.street_id where t.id = %s", [receipt.ticket_id]
    ).fetchone()
    assert ticket == (
        "guichet", None, typed.key, "Dumping: Matras naast glasbol", "Openbaar domein", "Sluikstorten", "new", "Street 0", "12",
        "coordinates", True, {"size": "zak", "danger": "no", "bags": "2.5"}, 60,
    )
    words = "Matras naast glasbol\ngrijs\nHoeveel: zak\nGevaarlijk: Nee\nZakken: 2.5"
    assert rows(owner, "select kind, author, public, text from desk.entry where ticket_id = %s", receipt.ticket_id) == [("request", "staff", False, words)]
    assert rows(owner, "select sha256, bytes_n from desk.attachment where ticket_id = %s", receipt.ticket_id) == [(photo.sha256, photo.bytes)]
    assert rows(owner, "select kind, new, user_id from desk.ticket_event where ticket_id = %s", receipt.ticket_id) == [("opened", "new", patrol.user_id)]
    jobs = rows(owner, "select kind, state, payload, created_by from desk.outbox where ticket_id = %s order by id", receipt.ticket_id)
    assert [(kind, state, by) for kind, state, _, by in jobs] == [("create", "waiting", patrol.user_id), ("photo", "waiting", patrol.user_id)]
    assert jobs[0][2]["text"] == words and jobs[0][2]["answers"] == ticket[11] and jobs[0][2]["made_by"] == "Pat"
    assert jobs[1][2]["sha256"] == photo.sha256


def test_the_same_draft_again_is_the_same_ticket(filled: Store, owner: psycopg.Connection, patrol: Who, tmp_path: Path) -> None:
    typed, photo = draft(words="twee keer"), photos.keep(tmp_path, picture())
    first = report(filled, patrol, typed, city=CITY, photos=[photo])
    before = counted(owner)
    assert report(filled, patrol, typed, city=CITY, photos=[photo]) == first
    assert counted(owner) == before


def test_the_same_draft_from_many_requests_at_once_is_one_ticket(filled: Store, owner: psycopg.Connection, patrol: Who) -> None:
    typed, added = draft(words="tegelijk"), Addition(id=uuid4(), words="ook")
    made: list[Receipt] = []
    start = threading.Barrier(6)

    def send() -> None:
        start.wait()
        receipt = report(filled, patrol, typed, city=CITY)
        made.extend((receipt, add_to(filled, patrol, receipt.ticket_id, added, city=CITY)))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 12 and {receipt.ticket_id for receipt in made} == {made[0].ticket_id}
    assert rows(owner, "select count(*) from desk.ticket where title = 'Dumping: tegelijk'") == [(1,)]
    assert rows(owner, "select kind, count(*) from desk.outbox where ticket_id = %s group by kind order by kind", made[0].ticket_id) == [("action", 1), ("create", 1)]
    assert rows(owner, "select count(*) from desk.entry where ticket_id = %s", made[0].ticket_id) == [(2,)]


def test_a_failure_on_the_way_leaves_nothing_behind(filled: Store, owner: psycopg.Connection, patrol: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    before, typed = counted(owner), draft(words="valt om")

    def cut(*_: object, **__: object) -> int:
        raise ConnectionError("cut")

    with monkeypatch.context() as patched, pytest.raises(ConnectionError):
        patched.setattr(outbox, "enqueue", cut)
        report(filled, patrol, typed, city=CITY)
    assert counted(owner) == before
    assert report(filled, patrol, typed, city=CITY).state == "waiting"


def test_adding_to_a_known_ticket_tells_it_and_the_live_screens(filled: Store, owner: psycopg.Connection, patrol: Who, tmp_path: Path) -> None:
    known = report(filled, patrol, draft(), city=CITY)
    changes = rows(owner, "select count(*) from desk.change where ticket_id = %s", known.ticket_id)[0][0]
    added = Addition(id=uuid4())
    receipt = add_to(filled, patrol, known.ticket_id, added, city=CITY, photos=[photos.keep(tmp_path, picture((200, 100)))])
    assert receipt.number == known.number and receipt.key == added.key
    assert rows(owner, "select text from desk.entry where ticket_id = %s and kind = 'action'", known.ticket_id) == [("Opnieuw gezien op ronde.",)]
    assert rows(owner, "select kind from desk.outbox where ticket_id = %s order by id", known.ticket_id) == [("create",), ("action",), ("photo",)]
    assert rows(owner, "select count(*) from desk.change where ticket_id = %s", known.ticket_id)[0][0] > changes
    owner.execute("update desk.ticket set closed_at = now(), status = 'closed' where id = %s", [known.ticket_id])
    with pytest.raises(BadDraft, match="closed by now"):
        add_to(filled, patrol, known.ticket_id, Addition(id=uuid4()), city=CITY)


def test_what_a_phone_may_not_say_is_refused_by_field(filled: Store, owner: psycopg.Connection, patrol: Who) -> None:
    before = counted(owner)
    wrong: dict[str, dict[str, Any]] = {
        "topic": {"topic": "welfare"},  # restricted: only its teams deal with it
        "place": {"how": "nothing"},
        "answers.size": {"answers": {"size": "berg"}},
        "answers.danger": {"answers": {"danger": "maybe"}},
        "answers.bags": {"answers": {"bags": "veel"}},
    }
    for field, typed in wrong.items():
        with pytest.raises(BadDraft) as refused:
            report(filled, patrol, draft(**typed), city=CITY)
        assert refused.value.field == field
    for field, raw in {"words": {"words": "x" * 4001}, "lat": {"lat": 91}, "id": {"id": "7"}, "topic": {"topic": None}, "role": {"role": "admin"}}.items():
        with pytest.raises(BadDraft) as refused:
            read(Draft, json.dumps({"id": str(uuid4()), "topic": "dumping"} | raw))
        assert refused.value.field == field
    with pytest.raises(BadDraft):
        read(Draft, "[]")
    assert counted(owner) == before
    hidden = owner.execute("select id from desk.ticket where restricted and is_open limit 1").fetchone()
    assert hidden
    with pytest.raises(BadDraft):
        add_to(filled, patrol, hidden[0], Addition(id=uuid4()), city=CITY)


def test_places_by_hand_by_street_outside_and_of_a_topic_without_place(filled: Store, owner: psycopg.Connection, patrol: Who) -> None:
    street = owner.execute("select id from city.street where name = 'Street 5'").fetchone()
    assert street
    owner.execute("update city.topic set placeless = true where key = 'noise'")
    sent = {
        "hand": draft(how="hand"),
        "street": draft(how="street", street_id=street[0], house_number="7", lat=None, lon=None),
        "outside": draft(lat=GPS[0], lon=GPS[1]),
        "placeless": draft(topic="noise", how="nothing", words="nul \x00 teken"),
    }
    for placed_by, typed in sent.items():
        receipt = report(filled, patrol, typed, city=CITY)
        assert rows(owner, "select placed_by from desk.ticket where id = %s", receipt.ticket_id) == [(placed_by,)]


def test_near_tickets_are_of_the_topic_within_its_radius_open_and_never_restricted(filled: Store, owner: psycopg.Connection, patrol: Who) -> None:
    owner.execute("update desk.ticket set closed_at = now(), status = 'closed' where lat between 50.82 and 50.83")
    here = report(filled, patrol, draft(topic="litter", lat=50.8250, lon=5.18), city=CITY)
    report(filled, patrol, draft(topic="litter", lat=50.8256, lon=5.18), city=CITY)  # 67 m: beyond the radius of 50
    report(filled, patrol, draft(topic="light", lat=50.8250, lon=5.18), city=CITY)
    with filled.transaction(Who("service")) as connection:
        connection.execute(text("update city.topic set restricted = true where key = 'road'"))
        connection.execute(
            text("""insert into desk.ticket (source, external_id, status, topic_id, restricted, lat, lon, opened_at, modified_at)
                    select 'topdesk', 'secret', 'new', id, true, 50.8250, 5.18, now(), now() from city.topic where key = 'road'""")
        )
    near = filled.ask(patrol, "report/near", topic="litter", lat=50.82502, lon=5.18)
    assert [int(id) for id in near.id] == [here.ticket_id]
    assert near.distance_m.iloc[0] == pytest.approx(2.2, abs=0.5)
    owner.execute("insert into city.topic_team select o.id, g.id from city.topic o, desk.team g where o.key = 'road' and g.name = 'Welfare'")
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Welfare'", [patrol.user_id])
    assert filled.ask(patrol, "report/near", topic="road", lat=50.8250, lon=5.18).empty


def test_a_photo_is_upright_small_and_says_nothing_of_where_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone on its side
    exif.get_ifd(0x8825)[2] = (50.0, 48.0, 58.0)
    data = picture(exif=exif, comment=b"at home")
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    photo = photos.keep(tmp_path, data)
    assert (photo.width, photo.height) == (1024, 2048)
    with Image.open(photos.path(tmp_path, photo.sha256)) as kept:
        assert kept.size == (1024, 2048) and not dict(kept.getexif()) and "comment" not in kept.info and "exif" not in kept.info
    assert photos.keep(tmp_path, data) == photo
    assert len(list(tmp_path.rglob("*.*"))) == 1


def test_garbage_and_bombs_are_sentences(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    heic = b"\x00\x00\x00\x18ftypheic" + bytes(200)
    for data in (b"", b"hello", heic, picture()[:5000], bomb.getvalue(), bytes(photos.MOST_BYTES + 1)):
        with pytest.raises(photos.BadPhoto):
            photos.keep(tmp_path, data)
    assert not list(tmp_path.rglob("*.*"))


def test_a_full_disk_is_a_sentence_and_leaves_no_half_photo(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(picture())
    program = "import sys, pathlib; from dashboard import photos\ntry: photos.keep(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], 'in').read_bytes())\nexcept photos.NoRoom as trouble: print(trouble)"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)), env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert "disk is full" in done.stdout and done.stderr == ""
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["in"]
