"""A report says what the screen says, in every language; foreign words stay words; a restricted topic is in none."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from dashboard.figures import Overview, Selection, extent, overview
from dashboard.insight.period import Period
from dashboard.mailings.contents import READER, About, Report
from dashboard.mailings.editions import Made, make
from dashboard.screen.words import number, percent, speaking
from dashboard.screen.working import worked
from dashboard.store import Store

ZONE = ZoneInfo("Europe/Brussels")
AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
EVIL = '#panic("x") *vet* $x$ <b> =1+1'


@pytest.fixture(scope="module")
def city(filled: Store, database: str) -> Iterator[Store]:
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("update desk.team set name = %s where name = 'Green'", [EVIL])
        owner.execute("update city.street set name = %s where id = (select min(id) from city.street)", ["=HYPERLINK(\"http://x\")"])
        owner.execute("update city.neighbourhood set name = '@SUM(A1) \"#eval\"' where name = 'Quarter 0'")
    yield filled


def period(length: str = "7d") -> Period:
    return Period.until(datetime.now(UTC), ZONE, length=length, on=date.fromordinal(datetime.now(ZONE).date().toordinal() - 1))


def made(city: Store, report: Report, language: str = "en", length: str = "7d", **which: Any) -> tuple[Made, str]:
    edition = make(partial(city.ask, READER), About(report, period(length), **which), language, "Sint-Odilia", AT)
    return edition, "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(edition.pdf)).pages)


def on_screen(city: Store, selection: Selection, length: str = "7d") -> Overview:
    """What the overview shows a manager who asks for the same days as they were."""
    ask = partial(city.ask, READER)
    return overview(ask, period(length), selection, extent(ask))


def sheets(edition: Made) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(edition.xlsx))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize(("language", "length"), [("en", "7d"), ("nl", "1m"), ("fr", "7d")])
def test_the_council_reads_what_the_screen_shows(city: Store, language: str, length: str) -> None:
    edition, text = made(city, "council", language, length)
    shown = on_screen(city, Selection(), length)
    with speaking(language):
        wanted = [number(shown.backlog.open), number(shown.backlog.overdue), number(shown.new.now or 0), number(shown.solved.now or 0),
                  worked(shown.solve_min.now)[0], percent(shown.on_time.now or 0)]  # fmt: skip
        wanted += [percent(topic.share.now) for topic in shown.topics if topic.share.now is not None]
        wanted += [number(team.backlog.open) for team in shown.teams] + [number(age.open) for age in shown.ages]
    words = text.replace("\xa0", " ").replace("\u202f", " ")
    assert [figure for figure in wanted if figure.replace("\xa0", " ").replace("\u202f", " ") not in words] == []
    first = next(iter(sheets(edition).values()))[1:]
    figures = [shown.open, shown.overdue, shown.new, shown.solved, shown.answer_min, shown.answer_p90_min, shown.solve_min,
               shown.solve_p90_min, shown.on_time, shown.reopened, shown.unanswered]  # fmt: skip
    assert [row[2:5] for row in first] == [
        ["" if value is None else pytest.approx(value) for value in (figure.now, figure.before, figure.year)] for figure in figures
    ]
    assert 2 <= len(PdfReader(io.BytesIO(edition.pdf)).pages) <= 4


def test_the_figures_are_those_of_the_tickets(city: Store, database: str) -> None:
    edition, _ = made(city, "council")
    span = period().this
    with psycopg.connect(database) as owner:
        new, solved = (
            owner.execute(
                f"select count(*) from desk.ticket where not gone and not restricted and ({column} at time zone 'Europe/Brussels')::date >= %s"
                f" and ({column} at time zone 'Europe/Brussels')::date < %s", [span.start, span.end],
            ).fetchone()[0]  # type: ignore[index]
            for column in ("opened_at", "ended_at")
        )  # fmt: skip
    rows = {row[0]: row[2] for row in sheets(edition)["Figures"]}
    assert (rows["New"], rows["Solved"]) == (new, solved)
    assert new > 5
    flow = sheets(edition)["Stock and flow"]
    assert (flow[-1][0], flow[-1][1]) == (span.start, span.last)  # real dates
    for row in flow[1:]:
        assert row[2] + row[3] + row[4] + row[5] - row[6] - row[7] == row[8]


def test_a_restricted_topic_is_in_no_report(city: Store, database: str) -> None:
    with psycopg.connect(database) as owner:
        (team,) = owner.execute("select id from desk.team where name = 'Welfare'").fetchone() or (0,)
        (restricted,) = owner.execute("select count(*) from desk.ticket where restricted and is_open").fetchone() or (0,)
    assert restricted > 0
    for which in ({}, {"team_id": team}):
        edition, text = made(city, "team" if which else "council", **which)
        assert "Welfare" not in {row[0] for row in sheets(edition)["On time by topic"]}
        assert text.count("Welfare") <= 2  # the team's own name
    everything = sum(row[1] for row in sheets(made(city, "council")[0])["Open by age"][1:])
    with psycopg.connect(database) as owner:
        (seen,) = owner.execute(
            "select count(*) from desk.ticket where not gone and not restricted and opened_at < %(at)s and (ended_at is null or ended_at >= %(at)s)",
            {"at": period().end_at},
        ).fetchone() or (0,)
    assert everything == seen


def test_foreign_words_stay_words(city: Store, database: str) -> None:
    with psycopg.connect(database) as owner:
        (team,) = owner.execute("select id from desk.team where name = %s", [EVIL]).fetchone() or (0,)
    edition, text = made(city, "team", team_id=team)
    assert EVIL in text.replace("\n", " ")
    shown = on_screen(city, Selection(teams=(team,)))
    assert [row[2] for row in sheets(edition)["Figures"][1:3]] == [shown.backlog.open, shown.backlog.overdue]
    rows = sheets(made(city, "council")[0])["Teams"]
    assert EVIL in {row[0] for row in rows}
    assert b"<f>" not in edition.xlsx


def test_every_neighbourhood_has_its_page(city: Store, database: str) -> None:
    edition, text = made(city, "place", "nl")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(edition.pdf)).pages]
    with psycopg.connect(database) as owner:
        rows = owner.execute(
            "select n.name, count(t.id) from city.neighbourhood n left join desk.ticket t on t.neighbourhood_id = n.id and not t.gone"
            " and not t.restricted and t.opened_at < %(at)s and (t.ended_at is null or t.ended_at >= %(at)s)"
            " group by n.id order by n.inhabitants desc, n.name", {"at": period().end_at},
        ).fetchall()
    assert len(pages) == len(rows)
    for page, (name, opened) in zip(pages, rows, strict=True):
        assert name in page
        assert str(opened) in page.split()
    book = sheets(edition)
    names = list(book)
    assert [row[3] for row in book[names[0]][1:]] == [opened for _, opened in rows]
    by_street = book[names[1]][1:]
    assert sum(row[2] for row in by_street) == sum(opened for _, opened in rows)
    assert "=HYPERLINK(\"http://x\")" in {row[1] for row in by_street} or "=HYPERLINK" not in text


def test_the_same_figures_are_the_same_bytes(city: Store) -> None:
    assert made(city, "council")[0].pdf == made(city, "council")[0].pdf
