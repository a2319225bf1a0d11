"""Two years in the demo city: the same every time, and as it should be."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

import dashboard.sandbox.town
from dashboard.city.mapping import TopicSettings
from dashboard.city.names import french_keys, key
from dashboard.sandbox.desk import Desk
from dashboard.sandbox.incident import Incident
from dashboard.sandbox.register import CHANNELS, STATUSES, Register
from dashboard.sandbox.story import Story
from dashboard.sandbox.town import LIVE, found, happenings, live, live_story
from dashboard.sandbox.town.chance import reports_of
from dashboard.sandbox.town.days import ordinal, school, working
from dashboard.sandbox.town.model import Happening, Town
from dashboard.sandbox.town.report import tell
from dashboard.sandbox.town.wording import french

UNTIL = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=730)
LOOKS = [SINCE + timedelta(days=days) for days in (260, 480, 690)]


@pytest.fixture(scope="module")
def town() -> Town:
    return found(3800)


@pytest.fixture(scope="module")
def past(town: Town) -> list[Happening]:
    return list(happenings(town, SINCE, UNTIL))


@pytest.fixture(scope="module")
def opened(past: list[Happening]) -> list[Happening]:
    return [happening for happening in past if happening.kind == "opened"]


@dataclass
class Told:
    """The desk after the whole story, and what it looked like at LOOKS."""

    desk: Desk
    looks: list[dict[str, int]] = field(default_factory=list)


@pytest.fixture(scope="module")
def told(town: Town, past: list[Happening]) -> Told:
    register = Register(town, SINCE, "api")
    told = Told(Desk(register))
    story, looks = Story(told.desk, lambda lon, lat: None), list(LOOKS)
    for happening in past:
        while looks and happening.at > looks[0]:
            told.looks.append(look(told.desk, looks.pop(0)))
        story.tell(happening)
    return told


def look(desk: Desk, now: datetime) -> dict[str, int]:
    tickets = [ticket for ticket in desk.by_id.values() if ticket.open]
    late = [now - ticket.get("targetDate") for ticket in tickets if ticket.get("targetDate") and not ticket.get("onHold")]
    return {
        "open": len(tickets),
        "unassigned": sum(not ticket.get("operatorGroup") and not ticket.get("operator") for ticket in tickets),
        "waiting": sum(bool(ticket.get("onHold")) for ticket in tickets),
        "planned": sum(status(ticket) == "Ingepland" for ticket in tickets),
        "late": sum(by > timedelta(0) for by in late),
        "forgotten": sum(by > timedelta(days=30) for by in late),
        "no target": sum(not ticket.get("targetDate") for ticket in tickets),
    }


def status(ticket: Incident) -> str:
    return str(ticket.get("processingStatus")["name"])


def topic(happening: Happening) -> str:
    return str(happening.data["topic"]).partition(".")[0]


def test_the_past_is_the_same_however_far_one_looks(town: Town, past: list[Happening]) -> None:
    until = SINCE + timedelta(days=45, hours=3)
    shorter = list(happenings(town, SINCE, until))
    assert past[: len(shorter)] == shorter
    assert shorter[-1].at <= until < past[len(shorter)].at
    again = found.__wrapped__(3800)
    assert again.people == town.people and again.operators == town.operators
    assert list(happenings(again, SINCE, SINCE + timedelta(days=9))) == [h for h in past if h.at <= SINCE + timedelta(days=9)]
    assert list(happenings(found(5), SINCE, SINCE + timedelta(days=2))) != list(happenings(town, SINCE, SINCE + timedelta(days=2)))


def test_order_and_numbers(past: list[Happening], opened: list[Happening]) -> None:
    assert all(a.at <= b.at for a, b in pairwise(past))
    assert past[0].at >= SINCE and past[-1].at <= UNTIL
    assert [happening.ticket for happening in sorted(opened, key=lambda h: h.ticket)] == list(range(len(opened)))
    assert 26.0 < len(opened) / 730 < 29.0
    stamps = Counter((h.ticket, h.at, h.kind) for h in past)
    assert max(stamps.values()) == 1, "two steps of one kind at one instant would get one id"
    seen: set[int] = set()
    for happening in past:
        assert (happening.ticket in seen) == (happening.kind != "opened")
        seen.add(happening.ticket)


def test_the_desk_takes_it_all_and_its_backlog_stays_believable(told: Told, opened: list[Happening]) -> None:
    assert len(told.desk) == len(opened)
    told_now = look(told.desk, UNTIL)
    for seen in (*told.looks, told_now):
        assert 600 <= seen["open"] <= 800, seen
        assert 0.003 < seen["unassigned"] / seen["open"] < 0.06, seen
        assert seen["waiting"] > 25 and seen["planned"] > 100 and seen["no target"] > 40, seen
        assert 80 < seen["late"] < 260 and 15 < seen["forgotten"] < 90, seen
    tickets = list(told.desk.by_id.values())
    assert {status(ticket) for ticket in tickets} == {name for name, *_ in STATUSES}
    assert 0.6 < sum(ticket.archived for ticket in tickets) / len(tickets) < 0.85


def test_teams_keep_their_promises_unequally(told: Told) -> None:
    in_time: defaultdict[str, list[bool]] = defaultdict(list)
    for ticket in told.desk.by_id.values():
        if ticket.get("completedDate") and ticket.get("targetDate"):
            in_time[ticket.get("operatorGroup")["name"]].append(ticket.get("completedDate") <= ticket.get("targetDate"))
    shares = {team: sum(kept) / len(kept) for team, kept in in_time.items() if len(kept) > 300}
    assert len(shares) >= 6 and max(shares.values()) - min(shares.values()) > 0.12, shares


def test_every_kind_of_course_occurs(past: list[Happening]) -> None:
    kinds = Counter(happening.kind for happening in past)
    assert set(kinds) == {"opened", "assigned", "status", "priority", "action", "request", "held", "resumed", "attached", "completed",
                          "closed", "reopened", "archived"}
    course = defaultdict(list)
    for happening in past:
        course[happening.ticket].append(happening)
    teams = [[h.data["team"] for h in steps if h.data.get("team")] for steps in course.values()]
    assert sum(len([1 for a, b in pairwise(t) if a != b]) >= 2 for t in teams) > 100, "forwarded twice"
    after = sum(
        any(h.kind == "request" or h.data.get("person") is not None for h in steps[n + 1 :])
        for steps in course.values()
        for n, step in enumerate(steps)
        if step.kind == "closed"
    )
    assert after > 100, "a citizen's reaction after closing"


def test_what_people_write(town: Town, opened: list[Happening]) -> None:
    titles = [str(happening.data["title"]) for happening in opened]
    assert all(0 < len(title) <= 80 for title in titles)
    texts = {(h.data["title"], h.data.get("text")) for h in opened}
    assert len(texts) / len(opened) > 0.98, "no two alike"
    said = "\n".join(f"{h.data['title']}\n{h.data.get('text')}" for h in opened)
    assert not re.search(r"[{}\[\]|]", said) and " ." not in said, "a template that was not filled in"
    assert all(hostile in said for hostile in ("<script>", "=HYPERLINK(", "😡", "DROP TABLE"))
    assert {h.data["channel"] for h in opened} == set(CHANNELS)
    scenes = town.memo["scenes"]
    languages: Counter[str] = Counter()
    for day in range(ordinal(SINCE), ordinal(UNTIL), 5):
        languages.update(tell(scenes, Random(day), report).language for report in reports_of(town, day))
    total = languages.total()
    assert 0.84 < languages["nl"] / total < 0.92 and 0.05 < languages["fr"] / total < 0.09 and 0.035 < languages["en"] / total < 0.075


def test_every_template_can_be_filled_in() -> None:
    folder = Path(dashboard.sandbox.town.__file__).with_name("words")
    given = {"street", "nr", "in", "at", "hier", "mark", "landmark", "name", "subject", "team", "who", "sex"}
    for language in ("nl", "fr", "en"):
        text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob(f"{language}*.txt"))
        rules = set(re.findall(r"^@+(\w+) ", text, re.MULTILINE))
        assert set(re.findall(r"{(\w+)}", text)) <= rules | given
        assert len(text) > 5000 and all(line.count("[") == line.count("]") for line in text.splitlines())


def test_where_it_is(town: Town, opened: list[Happening]) -> None:
    placed = [h for h in opened if h.data.get("lat") is not None]
    named = [h for h in opened if h.data.get("lat") is None and h.data.get("street")]
    assert 0.62 < len(placed) / len(opened) < 0.74 and 0.07 < len(named) / len(opened) < 0.16
    streets = {street.name for street in town.streets}
    words = re.compile("|".join(sorted(map(re.escape, streets), key=len, reverse=True)))
    rest = [h for h in opened if h.data.get("lat") is None and not h.data.get("street")]
    in_text = sum(bool(words.search(f"{h.data['title']} {h.data.get('text')}")) for h in rest)
    assert 0.05 < in_text / len(opened) < 0.13
    lon, _ = town.memo["scenes"].centre
    far = [h for h in placed if abs(h.data["lon"] - lon) > 0.125]
    assert 20 < len(far) < 250 and all("street" not in h.data for h in far)


def test_french_names_are_those_that_places_know(town: Town) -> None:
    renamed = {street.name for street in town.streets if french(street.name) != street.name}
    assert len(renamed) >= 3
    assert all(key(french(name)) in french_keys(name) for name in renamed)


def test_seasons_weekdays_and_hours(opened: list[Happening]) -> None:
    months = defaultdict(Counter)
    for happening in opened:
        months[happening.data["topic"]][happening.at.month] += 1
    summer, winter = (6, 7, 8), (12, 1, 2)
    for subject in ("green.weeds", "green.wasps", "green.grass"):
        assert sum(months[subject][m] for m in summer) > 2 * sum(months[subject][m] for m in winter), subject
    for subject in ("road.hole", "lighting.lamp"):
        assert sum(months[subject][m] for m in winter) > 1.5 * sum(months[subject][m] for m in summer), subject
    rounds = [h for h in opened if h.data["channel"] == "Patrol"]
    assert all(working(ordinal(h.at)) and 6 <= h.at.hour <= 15 for h in rounds)
    assert 0.17 < len(rounds) / len(opened) < 0.3
    calls = [h for h in opened if h.data["channel"] in ("Phone", "Counter")]
    assert all(working(ordinal(h.at)) for h in calls)
    assert school(date(2026, 11, 24).toordinal()) and not school(date(2026, 7, 24).toordinal())


def test_places_in_trouble_are_in_trouble_now(town: Town, opened: list[Happening]) -> None:
    troubles, scenes = town.memo["troubles"], town.memo["scenes"]
    shapes = {id(site): site for site, _ in troubles.at(ordinal(UNTIL))}.values()
    assert {site.kind for site in shapes} >= {"glass", "dark", "school"}
    for kind in ("glass", "dark", "school"):
        best = 0.0
        for site in (site for site in shapes if site.kind == kind):
            street = scenes.streets[site.spot.street].name
            there = [h for h in opened if h.data["topic"] in site.matters
                     and (h.data.get("street") == street if site.whole else at(site.spot, h, 60))]
            recent = sum(UNTIL - h.at < timedelta(weeks=8) for h in there)
            before = sum(timedelta(weeks=20) < UNTIL - h.at < timedelta(weeks=60) for h in there) / 5
            best = max(best, recent / max(before, 1.0))
        assert best > 2.0, kind
    park = troubles.sites["park"][0]
    litter = [h for h in opened if h.data["topic"] in park.matters and at(park.spot, h, 60)]
    assert sum(h.at.month in (6, 7, 8) for h in litter) > 3 * max(1, sum(h.at.month in (11, 12, 1) for h in litter))


def at(spot: object, happening: Happening, metres: float) -> bool:
    if happening.data.get("lat") is None:
        return False
    north = (happening.data["lat"] - spot.lat) * 111_200  # type: ignore[attr-defined]
    east = (happening.data["lon"] - spot.lon) * 70_200  # type: ignore[attr-defined]
    return math.hypot(north, east) < metres


def test_people_who_care_are_there(town: Town, opened: list[Happening]) -> None:
    crowd = town.memo["crowd"]
    matters = defaultdict(list)
    for happening in opened:
        if UNTIL - happening.at < timedelta(days=365) and happening.data.get("person") is not None:
            matters[happening.data["person"]].append(happening)
    topics = {person: {topic(h) for h in theirs} for person, theirs in matters.items()}
    assert len(crowd.involved) == 25 and len(crowd.broad) == 12
    for citizen in crowd.involved:
        theirs = matters[citizen.person.n]
        assert len({h.at.date() for h in theirs}) >= 7 and len(topics[citizen.person.n]) >= 3
    assert all(len(topics[citizen.person.n]) >= 3 for citizen in crowd.broad)
    assert 37 <= sum(len(theirs) >= 3 for theirs in topics.values()) <= 80
    for citizen in crowd.angry:
        assert max(Counter(h.at.date() for h in matters[citizen.person.n]).values()) >= 8
    assert len(town.people) == len({person.n for person in town.people}) == 2600


def test_nobody_can_be_called_or_written_to(town: Town, opened: list[Happening]) -> None:
    phones = [person.phone for person in town.people] + [person.mobile for person in town.people] + [h.data.get("phone", "") for h in opened]
    assert all(not phone or phone.startswith(("011 00 ", "0400 ")) for phone in phones)
    mails = [person.email for person in town.people] + [h.data.get("email", "") for h in opened] + [one.email for one in town.operators]
    assert all(not mail or re.fullmatch(r"[\w.]+@([\w]+\.)?example\.(org|be)", mail) for mail in mails)


def test_the_mapping_of_the_demo_covers_every_subcategory_once(town: Town) -> None:
    config = Path(dashboard.sandbox.town.__file__).parents[1] / "guichet.toml"
    topics = [TopicSettings(**entry) for entry in tomllib.loads(config.read_text(encoding="utf-8"))["topics"]]
    for one in town.topics:
        mine = [t.key for t in topics if one.category in t.categories or one.subcategory in t.subcategories]
        assert mine == [one.key.partition(".")[0]], one
    teams = {team.name for team in town.teams}
    assert all(set(t.teams) <= teams for t in topics) and {t.key for t in topics if t.restricted} == {"social", "police"}
    names = [one.subcategory for one in town.topics]
    assert len(names) == len(set(names))


def test_the_live_pace(town: Town) -> None:
    now = datetime(2026, 11, 24, 20, 15, 7, tzinfo=UTC)
    desk = Desk(Register(town, SINCE, "api"))
    story = Story(desk, lambda lon, lat: None)
    for n in range(150):
        happening = live(town, n, now + timedelta(seconds=20 * n))
        assert (happening.ticket, happening.kind, happening.at) == (LIVE + n, "opened", now + timedelta(seconds=20 * n))
        assert happening == live(town, n, happening.at)
        story.tell(happening)
    assert desk.open_count == 150
    for step in live_story(town, 200, now):
        story.tell(step)
    assert len(desk) == 151 and desk.open_count == 150
