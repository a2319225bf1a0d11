"""What a BI tool would send for the same figure: one plain statement over all tickets, timed beside the question in the same run.

Working time is no part of them (a BI tool has none): elapsed time stands in its place, which is less work.
"""

from __future__ import annotations

from typing import Any

_ENDED = "t.ended_at >= :since and t.ended_at < :until and not t.gone"
_OPENED = "t.opened_at >= :since and t.opened_at < :until and not t.gone"
_DAY = "(t.{0} at time zone 'Europe/Brussels')::date"
_SPENT = "extract(epoch from t.ended_at - t.opened_at)"
_HELD = "t.opened_at < :moment and (t.ended_at is null or t.ended_at >= :moment) and not t.gone"
_PACE = f"count(*), percentile_disc(0.5) within group (order by {_SPENT}), percentile_disc(0.9) within group (order by {_SPENT})"

#: question -> plain statement; `{{filters}}` is put in.
PLAIN = {
    "explore/counts": "select t.topic_id, to_char(t.opened_at at time zone 'Europe/Brussels', 'YYYYMM'), count(*), count(*) filter (where t.is_open)"
    " from desk.ticket t where not t.gone and {filters} group by 1, 2",
    "explore/times": f"select t.topic_id, {_PACE} from desk.ticket t where t.ended_at is not null and not t.gone and {{filters}} group by 1",
    "overview/answers": "select count(*), percentile_disc(array[0.5, 0.9]) within group (order by extract(epoch from t.first_answer_at - t.opened_at))"
    f" from desk.ticket t where {_OPENED} and {{filters}}",
    "overview/channels": "select t.channel, count(*) from desk.ticket t where not t.gone group by 1",
    "overview/days": f"select {_DAY.format('opened_at')}, count(*) from desk.ticket t where {_OPENED} and {{filters}} group by 1"
    f" union all select {_DAY.format('ended_at')}, count(*) from desk.ticket t where {_ENDED} and {{filters}} group by 1",
    "overview/hours": "select extract(isodow from t.opened_at at time zone 'Europe/Brussels'), extract(hour from t.opened_at at time zone 'Europe/Brussels'),"
    f" count(*) from desk.ticket t where {_OPENED} and {{filters}} group by 1, 2",
    "overview/kept": f"select {_DAY.format('ended_at')}, count(*), count(*) filter (where t.ended_at <= t.target_at) from desk.ticket t where {_ENDED} and {{filters}} group by 1",
    "overview/oddities": f"select count(*) filter (where least(t.solved_at, t.closed_at) < t.opened_at) from desk.ticket t where {_ENDED} and {{filters}}",
    "overview/paces": f"select t.team_id, {_PACE} from desk.ticket t where {_ENDED} and {{filters}} group by 1",
    "overview/stock": f"select t.team_id, count(*) from desk.ticket t where {_HELD} and {{filters}} group by 1",
    "overview/times": f"select {_PACE} from desk.ticket t where {_ENDED} and {{filters}}",
    "overview/topics": f"select t.topic_id, count(*), count(*) filter (where t.ended_at <= t.target_at) from desk.ticket t where {_ENDED} and {{filters}} group by 1",
    "street/months": f"select t.topic_id, date_trunc('month', t.opened_at), count(*) from desk.ticket t where {_OPENED} and {{filters}} group by 1, 2",
    "street/pace": f"select {_PACE} from desk.ticket t where {_ENDED} and {{filters}}",
    "mailings/team_topics": f"select t.topic_id, count(*) filter (where t.team_id = 2) from desk.ticket t where {_OPENED} group by 1",
    "mailings/topics_open": f"select t.topic_id, count(*) from desk.ticket t where {_HELD} and {{filters}} group by 1",
}


def plain(name: str, parameters: dict[str, Any]) -> str | None:
    """The statement with its filters, or None for a question that is no aggregate over history."""
    if name not in PLAIN:
        return None
    columns = {"team": "team_id", "teams": "team_id", "topic": "topic_id", "neighbourhood": "neighbourhood_id", "street": "street_id"}
    conditions = []
    for filter in ("team", "teams", "topic", "neighbourhood", "street", "status", "priority", "channel"):
        if parameters.get(filter) is not None:
            column = columns.get(filter, filter)
            conditions.append(f"t.{column} = any (:teams)" if filter == "teams" else f"t.{column} = :{filter}")
    return PLAIN[name].replace("{filters}", " and ".join(conditions) or "true")
