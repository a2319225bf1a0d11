"""The same figures as numbers: an XLSX with real dates and whole values, in which nothing that somebody typed can become a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from dashboard.figures import Overview
from dashboard.insight.flow import Figure
from dashboard.mailings.contents import Contents
from dashboard.mailings.placing import standing_out
from dashboard.mailings.telling import days, kind, title
from dashboard.screen import areas
from dashboard.screen.behind import age_name
from dashboard.screen.words import _, language, topic_name

NUMBER, SHARE, DAY, DAYS = "#,##0", "0.0%", "yyyy-mm-dd", "#,##0.0"


def sheet(found: Contents, city_name: str, made_at: datetime) -> bytes:
    """The whole book. Durations are minutes of working time, shares are of 1; an empty cell is "not known"."""
    target = io.BytesIO()
    # Texts are texts: not formulas, not links, not numbers.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": f"{title(found)}, {days(found)}", "author": city_name, "created": made_at.replace(tzinfo=None)})
        pages = _Pages(book)
        if found.about.report == "place":
            _places(pages, found)
        else:
            _whole(pages, found)
        span = found.about.period.this
        pages.add(_("About"), ["", ""], [
            (_("About"), f"{kind(found)}: {title(found)}"), (_("First day"), span.start), (_("Last day"), span.last),
            (_("Working time"), _("Durations are minutes of working time.")),
        ])  # fmt: skip
    return target.getvalue()


def _whole(pages: _Pages, found: Contents) -> None:
    over = found.found
    pages.add(_("Figures"), [_("Figure"), _("Unit"), _("This period"), _("Before"), _("Last year")], _figures(over))
    picture = found.picture.steps
    steps = zip(found.picture_period.steps, picture.itertuples(), strict=True)
    pages.add(
        _("Stock and flow"),
        [_("First day"), _("Last day"), _("Open at the start"), _("New"), _("Opened again"), _("From other teams"), _("Solved"),
         _("To other teams"), _("Open at the end")],
        [(span.start, span.last, row.open_start, row.new, row.reopened, row.from_others, row.solved, row.to_others, row.open_end)
         for span, row in steps],
    )  # fmt: skip
    pages.add(
        _("On time by topic"), [_("Topic"), _("Solved"), _("With a target date"), _("On time"), _("Share on time")],
        [(topic.names.get(language()) or topic.names.get("nl") or _("No topic"), topic.solved, topic.dated, topic.on_time,
          _Share(topic.share.now)) for topic in over.topics],
    )  # fmt: skip
    pages.add(_("Open by age"), [_("Age"), _("Open"), _("Overdue")], [(age_name(age.step), age.open, age.overdue) for age in over.ages])
    if found.about.report == "council":
        pages.add(
            _("Teams"), [_("Team"), _("Open"), _("Overdue"), _("Solved in the last seven days"), _("Half solved within (minutes)")],
            [(found.teams.get(team.id, "?") if team.id is not None else _("No team"), team.backlog.open, team.backlog.overdue, team.solved,
              team.solve_min) for team in over.teams],
        )  # fmt: skip
    pages.add(_("Problem areas"), [_("Kind"), _("Problem area"), _("Counted"), _("Usual"), _("Since")], [
        (_(areas.KINDS[row.kind]), areas.sentence(row), row.observed, float(row.expected), row.since)
        for row in standing_out(found.areas).itertuples()
    ])  # fmt: skip


def _figures(over: Overview) -> list[tuple[Any, ...]]:
    def line(label: str, unit: str, figure: Figure, share: bool = False) -> tuple[Any, ...]:
        values = (figure.now, figure.before, figure.year)
        return (label, unit, *(_Share(value) if share else value for value in values))

    tickets, minutes, part = _("tickets"), _("working minutes"), _("share")
    return [
        line(_("Open"), tickets, over.open), line(_("Overdue"), tickets, over.overdue),
        line(_("New"), tickets, over.new), line(_("Solved"), tickets, over.solved),
        line(_("Half answered within"), minutes, over.answer_min), line(_("Nine in ten answered within"), minutes, over.answer_p90_min),
        line(_("Half solved within"), minutes, over.solve_min), line(_("Nine in ten solved within"), minutes, over.solve_p90_min),
        line(_("Solved on time"), part, over.on_time, True), line(_("Opened again, of those solved"), part, over.reopened, True),
        line(_("Solved without any answer"), part, over.unanswered, True),
    ]  # fmt: skip


def _places(pages: _Pages, found: Contents) -> None:
    pages.add(
        _("Neighbourhoods"),
        [_("Neighbourhood"), _("Village"), _("Inhabitants"), _("Open"), _("Overdue"), _("New"), _("Solved"), _("Solved on time")],
        [(one.row.name, one.row.village, one.row.inhabitants, one.found.backlog.open, one.found.backlog.overdue, one.found.new.now,
          one.found.solved.now, _Share(one.found.on_time.now)) for one in found.places],
    )  # fmt: skip
    streets = []
    for one in found.places:
        names = dict(zip(one.streets.id, one.streets.name, strict=True))
        streets += [(one.row.name, names.get(street, "?"), opened, late) for street, (opened, late) in one.open.items()]
    pages.add(_("Streets"), [_("Neighbourhood"), _("Street"), _("Open"), _("Overdue")], streets)
    pages.add(_("Topics"), [_("Neighbourhood"), _("Topic"), _("Open")], [
        (one.row.name, topic_name(row) if row.topic_id == row.topic_id else _("No topic"), row.open)
        for one in found.places for row in one.topics.itertuples()
    ])  # fmt: skip


class _Share(float):
    """A number that is shown as a percentage."""

    def __new__(cls, value: float | None) -> Any:
        return None if value is None else super().__new__(cls, value)


class _Pages:
    """Sheets with a bold first row that stays, columns as wide as what stands in them."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._number, self._tenths, self._share, self._day = (book.add_format({"num_format": form}) for form in (NUMBER, DAYS, SHARE, DAY))

    def add(self, name: str, heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
        page = self._book.add_worksheet(name[:31])
        widths = [len(head) for head in heads]
        for column, head in enumerate(heads):
            page.write_string(0, column, head, self._bold)
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                widths[column] = max(widths[column], self._put(page, row, column, value))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(width + 2, 70))
        page.freeze_panes(1, 0)

    def _put(self, page: Any, row: int, column: int, value: Any) -> int:
        """Write one cell by its kind; returns how wide it is."""
        if value is None or value != value:
            return 0
        if isinstance(value, str):
            page.write_string(row, column, value)
            return len(value)
        if isinstance(value, date):
            page.write_datetime(row, column, value, self._day)
            return len("2026-11-25")
        if isinstance(value, _Share):
            page.write_number(row, column, float(value), self._share)
        else:
            page.write_number(row, column, float(value), self._number if float(value).is_integer() else self._tenths)
        return 8
