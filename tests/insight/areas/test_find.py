"""A run, from reports to findings."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from dashboard.insight.areas import Place, Rules, find
from tests.insight.areas.cities import DAY, city, extra, of_counts, together

#: Twelve neighbourhoods in a row.
ROW = [Place("neighbourhood", n, tuple(m for m in (n - 1, n + 1) if 0 <= m < 12)) for n in range(12)]


def test_a_dump_is_found_with_its_figures() -> None:
    reports = together(city(), extra(1, 30, topic=2, place=5, first=6))
    found = find(reports, ROW, DAY)
    (dump,) = found.findings
    window = reports[(reports.topic == 2) & (reports.neighbourhood == 5) & (reports.day >= pd.Timestamp(dump.since))]
    assert (dump.topic, dump.place_kind, dump.place, dump.kind) == (2, "neighbourhood", 5, "new")
    assert dump.since == DAY - timedelta(weeks=dump.weeks)
    assert dump.observed == len(window) == dump.reporters
    assert dump.expected == pytest.approx(dump.weeks, rel=0.3)
    assert dump.ratio > 3
    assert dump.p <= dump.q <= 0.1
    assert dump.repeats is not None
    assert (dump.series[-1].start, len(dump.series)) == (DAY - timedelta(weeks=1), 52)
    assert sum(week.observed for week in dump.series[-dump.weeks :]) == dump.observed
    assert all(week.upper >= week.expected for week in dump.series)
    assert (found.tested, found.weeks, found.reports, found.apart) == (48, 120, len(reports), ())


def test_the_same_input_gives_the_same_answer_in_any_order_of_rows() -> None:
    reports = together(city(2), extra(1, 30, topic=2, place=5, first=6))
    assert find(reports, ROW, DAY) == find(reports.sample(frac=1, random_state=1), ROW, DAY)


def test_quiet_cities_are_quiet() -> None:
    flagged = sum(bool(find(city(seed, weeks=90), ROW, DAY).findings) for seed in range(30))
    assert flagged <= 6


def test_what_began_long_ago_lasts_and_what_stopped_fades() -> None:
    quiet = city(3, usual={(1, 4): 2.0})
    lasting = find(together(quiet, extra(1, 90, topic=1, place=4, first=20)), ROW, DAY)
    finding = lasting.findings[0]
    assert (finding.key, finding.kind) == ((1, "neighbourhood", 4), "lasting")
    assert 18 <= finding.weeks <= 22
    after = DAY + timedelta(weeks=6)
    calm = of_counts(np.random.default_rng(9), np.ones((4, 12, 6), dtype=np.int64), after)
    reports = together(city(13), extra(2, 12, topic=1, place=4, first=3), calm)
    first = find(reports, ROW, DAY)
    later = find(reports, ROW, after, earlier=first.findings)
    assert [(one.key, one.kind) for one in first.findings] == [((1, "neighbourhood", 4), "new")]
    assert [(one.key, one.kind, one.last_found) for one in later.findings] == [((1, "neighbourhood", 4), "fading", DAY)]
    assert later.findings[0].since == first.findings[0].since
    assert find(reports, ROW, after + timedelta(weeks=1), earlier=later.findings).findings == ()


def test_trouble_that_goes_to_the_neighbour_has_moved() -> None:
    here, there = extra(1, 50, topic=0, place=6, first=14, last=5), extra(2, 40, topic=0, place=7, first=5)
    new, old = find(together(city(4, usual={(0, 6): 2.0, (0, 7): 2.0}), here, there), ROW, DAY).findings
    assert (new.place, new.kind, new.moved_from) == (7, "moving", 6)
    assert (old.place, old.kind, old.moved_from) == (6, "fading", None)


def test_one_angry_person_is_no_area() -> None:
    angry = extra(1, 40, topic=2, place=5, first=6)
    quiet = city()
    assert find(together(quiet, angry.assign(reporter=7)), ROW, DAY).findings == ()
    nameless = together(quiet, angry.assign(reporter=np.nan))
    assert find(nameless, ROW, DAY).findings[0].reporters > 3
    one_day = angry.assign(reporter=np.nan, day=np.datetime64(DAY - timedelta(days=3)))
    assert find(together(quiet[(quiet.topic != 2) | (quiet.neighbourhood != 5)], one_day), ROW, DAY).findings == ()
    assert find(together(quiet, angry), ROW, DAY, rules=Rules(reporters=1_000)).findings == ()


def test_a_default_place_is_set_apart_and_a_busy_one_is_not() -> None:
    random = np.random.default_rng(5)
    quiet = city(5, topics=8)
    hall = quiet.sample(200, random_state=1).assign(x=3_500.0, y=500.0, neighbourhood=3)
    found = find(together(quiet, hall), ROW, DAY)
    (apart,) = found.apart
    assert (apart.x, apart.y, apart.reports, apart.topics) == (3_500.0, 500.0, 200, 8)
    assert apart.share == pytest.approx(200 / (len(quiet) + 200))
    assert found.reports == len(quiet)
    bottle_bank = hall.assign(topic=np.where(random.random(200) < 0.9, 1, hall.topic))
    assert find(together(quiet, bottle_bank), ROW, DAY).apart == ()
    coarse = quiet.assign(x=(quiet.x // 500) * 500, y=(quiet.y // 500) * 500)
    assert find(coarse, ROW, DAY).apart == ()


def test_places_of_all_kinds_share_one_run_and_the_same_trouble_is_said_to_be_one() -> None:
    dump = extra(1, 40, topic=2, place=5, first=6).assign(x=5_050.0, y=50.0)
    reports = together(city(6), dump)
    reports = reports.assign(hexagon=(reports.x // 200 * 100 + reports.y // 200).astype("Int64"), segment=pd.array([pd.NA] * len(reports), dtype="Int64"))
    found = find(reports, ROW, DAY)
    assert {finding.place_kind for finding in found.findings} == {"neighbourhood", "hexagon"}
    first, second = found.findings[:2]
    assert first.within is None
    assert second.within == (first.place_kind, first.place)
    assert found.tested > 48


@pytest.mark.parametrize("weeks", [0, 1, 7, 8, 12, 30])
def test_short_histories_find_nothing_or_something_but_never_break(weeks: int) -> None:
    reports = city(7, weeks=max(weeks, 1))
    found = find(reports[:0] if weeks == 0 else reports, ROW, DAY)
    assert found.weeks == weeks
    assert len(found.findings) <= 2
    assert (found.tested > 0) == (weeks >= 8)
    if weeks < 8:
        assert found.findings == ()


def test_half_a_year_of_history_is_enough_for_a_large_dump() -> None:
    found = find(together(city(8, weeks=30), extra(1, 40, topic=0, place=2, first=4)), ROW, DAY)
    assert [finding.key for finding in found.findings] == [(0, "neighbourhood", 2)]


def test_a_topic_that_began_last_month_has_no_usual_yet() -> None:
    fresh = pd.concat([extra(n, 25, topic=9, place=n, first=4) for n in range(12)])
    assert find(together(city(9), fresh), ROW, DAY).findings == ()


def test_one_place_no_places_and_reports_of_the_future() -> None:
    alone = city(10, places=1)
    found = find(together(alone, extra(1, 60, topic=0, place=0, first=6)), (), DAY)
    assert [finding.place for finding in found.findings] == [0]
    nowhere = alone.assign(neighbourhood=pd.array([pd.NA] * len(alone), dtype="Int64"))
    assert find(nowhere, (), DAY).no_place == find(alone, (), DAY).reports > 400
    assert find(alone, (), DAY - timedelta(weeks=200)).reports == 0
