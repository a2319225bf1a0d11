"""Who is involved in what, in words and bars, as HTML for `panel`: bands and neighbourhoods for all, names for those with the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard.insight.engagement import (
    BROAD_TOPICS,
    CAP_PER_DAY,
    FEWEST,
    HALF_LIFE_DAYS,
    SAME_MATTER_DAYS,
    bands,
    per_thousand,
    shown,
)
from dashboard.screen import charts
from dashboard.screen.charts import Card, cell, heading, measure
from dashboard.screen.panel import address, link, panel
from dashboard.screen.quarter_map import quarter_map
from dashboard.screen.ramp import MEASURES, even, steps_in_words
from dashboard.screen.theme import topic_colour
from dashboard.screen.words import _, day, ngettext, number, percent, topic_name


def few(n: int | None) -> str:
    """A number of people, or that there are too few to say."""
    return f"< {number(FEWEST)}" if n is None else number(n)


def figures(people: pd.DataFrame, reports: int, unknown: int) -> str:
    """How many people, how many of them broadly involved, how many matters, and which share of reports has no known person."""
    counted = explained()
    total, broad = len(people), int(people.broad.sum())
    all_matters = number(people.matters.sum()) if shown(total) else "–"
    share = percent(unknown / reports) if reports else "–"
    of_all = _("{n} of {all} reports; nobody here stands for them", n=number(unknown), all=number(reports))
    return charts.cards([
        Card("people", _("People involved"), few(shown(total)), "", _("In the last twelve months"), counted=counted["people"]),
        Card("broad", _("Broadly involved"), few(shown(broad, total)), "", _("{n} topics or more in twelve months", n=number(BROAD_TOPICS)),
             counted=counted["broad"]),
        Card("matters", _("Matters"), all_matters, "", _("Distinct, of people we know"), counted=counted["matters"]),
        Card("unknown", _("Without a known person"), share, "", of_all, counted=counted["unknown"]),
    ])  # fmt: skip


def matters(people: pd.DataFrame) -> str:
    """Bands: how many people have so many matters or more."""
    found = bands(people.matters)
    title = heading(_("How many matters"), "bands", explained()["bands"])
    if not found:
        return title + f'<p class="faint">{escape(_("Fewer than {n} people: nothing is shown.", n=number(FEWEST)))}</p>'
    most = float(found[0][1])
    lines = []
    for step, n in found:
        name = ngettext("{n} matter or more", "{n} matters or more", step)
        people_words = ngettext("{n} person", "{n} people", n)
        lines.append(("", [cell(name, "name"), measure(people_words, [("", n)], most)]))
    return title + charts.rows("13rem 1fr", lines)


def by_topic(people: pd.DataFrame, topics: Mapping[int, Any], chosen: int | None) -> str:
    """How many of these people have a matter in each topic; a line leads to that topic."""
    title = heading(_("Their topics") if chosen is None else _("Also involved in"), "by-topic", explained()["by_topic"])
    counts = people.topics.explode().value_counts()
    seen = [(topics[topic], int(n)) for topic, n in counts.items() if topic in topics and topic != chosen and shown(n, len(people))]
    if not seen:
        return title + f'<p class="faint">{escape(_("Fewer than {n} people in each topic: nothing is shown.", n=number(FEWEST)))}</p>'
    lines = []
    for row, n in seen:
        name = topic_name(row)
        spot = f'<i class="spot" style="background:{topic_colour(int(row.colour))}"></i>{escape(name)}'
        target = address("", topic=int(row.id))
        words = ngettext("{n} person", "{n} people", n)
        lines.append(("", [link(target, spot, kind="name"), measure(words, [("", n)], seen[0][1], target, f"{name}: {words}")]))
    return title + charts.rows("13rem 1fr", lines)


def rates(people: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """`places` with people and rate (per 1,000 inhabitants, NaN where it must not be shown): what the dots and the map show."""
    counts = people.home.value_counts()
    return per_thousand(places.assign(people=[int(counts.get(place, 0)) for place in places.id]))


def neighbourhoods(people: pd.DataFrame, rated: pd.DataFrame) -> str:
    """People per 1,000 inhabitants as dots, and the city's line; `rated` is made by `rates`."""
    title = heading(_("Where they live, per 1,000 inhabitants"), "places", explained()["places"])
    seen = rated[rated.rate.notna()].sort_values(["rate", "name"], ascending=[False, True])
    homeless = int((people.home == 0).sum())
    inhabited = rated[rated.inhabitants > 0]
    notes = []
    if len(seen) < len(rated):
        hidden = len(rated) - len(seen)
        notes.append(
            ngettext("{n} neighbourhood is not shown: too few people.", "{n} neighbourhoods are not shown: too few people.", hidden)
        )
    if shown(homeless, len(people)) is not None:
        notes.append(_("Of {n} people we do not know where they live.", n=number(homeless)))
    note = f'<p class="sub">{escape(" ".join(notes))}</p>' if notes else ""
    if seen.empty:
        return title + (note or f'<p class="faint">{escape(_("The city gave no neighbourhoods or inhabitants."))}</p>')
    city = 1000.0 * inhabited.people.sum() / inhabited.inhabitants.sum()
    most = 1.08 * max(float(seen.rate.max()), city)
    line = f'<i class="city" style="left:{100 * city / most:.1f}%"></i>'
    lines = [("", [
        cell(row.name, "name"),
        f'<span class="lane">{line}<i class="at" style="left:{100 * row.rate / most:.1f}%"></i></span>',
        cell(number(row.rate, 1), "num right"),
    ]) for row in seen.itertuples(index=False)]  # fmt: skip
    words = _("The city: {rate}", rate=number(city, 1))
    label = f'<span class="lane"><i class="named" style="left:{100 * city / most:.1f}%">{escape(words)}</i></span>'
    return title + f'<div class="dots">{charts.rows("9rem 1fr 3rem", [("head", [cell(""), label, cell("")]), *lines])}</div>' + note


def where(rated: pd.DataFrame) -> None:
    """The same rates as a map; nothing where there is no rate to show."""
    seen = rated[rated.rate.notna()].sort_values("rate", kind="stable")
    if seen.empty:
        return
    begins = even(float(seen.rate.max()))
    low, high = seen.iloc[0], seen.iloc[-1]
    says = _("From {low} per 1,000 in {least} to {high} in {most}.",
             low=number(low.rate, 1), least=low["name"], high=number(high.rate, 1), most=high["name"])  # fmt: skip
    some_hidden = len(seen) < len(rated)
    keys = charts.swatches(steps_in_words(MEASURES["density"], begins), _("not shown") if some_hidden else "")
    panel("where", heading(_("Where they live, on the map"), "where", explained()["places"]) + f'<p class="says">{escape(says)}</p>')
    words = [
        _("{rate} per 1,000 inhabitants", rate=number(row.rate, 1)) if row.rate == row.rate
        else _("Not shown: too few people") if row.inhabitants > 0
        else _("Not shown: inhabitants not known")
        for row in rated.itertuples()
    ]  # fmt: skip
    quarter_map(rated.assign(value=rated.rate, words=words), begins, f"{_('Where they live, on the map')}. {says}")
    panel("where-keys", keys)


def topic_dots(ids: Sequence[int], topics: Mapping[int, Any]) -> str:
    """One dot a topic, named for the pointer and the screen reader."""
    names = ", ".join(topic_name(topics[topic]) for topic in ids if topic in topics)
    dots = "".join(
        f'<i class="spot" style="background:{topic_colour(int(topics[topic].colour))};margin-right:.1875rem"></i>'
        for topic in ids
        if topic in topics
    )
    return f'<span role="img" aria-label="{escape(names, quote=True)}" title="{escape(names, quote=True)}">{dots}</span>'


def names(people: pd.DataFrame, topics: Mapping[int, Any], places: Mapping[int, str], contacts: Mapping[int, Any]) -> str:
    """One line a person, the most involved first; `contacts` are those that were asked for."""
    title = heading(_("The most involved people"), "names", explained()["names"])
    head = [_("Name"), _("Neighbourhood"), _("Topics"), _("Matters"), _("Last"), _("Score"), _("Contact")]
    kinds = ["", "less", "less", "num less", "num less", "num", "less"]
    lines = ['<div class="line faint">' + "".join(cell(*pair) for pair in zip(head, kinds, strict=True)) + "</div>"]
    for row in people.itertuples():
        caller = int(row.caller_id)
        broad = f' <span class="faint">{escape(_("broadly involved"))}</span>' if row.broad else ""
        cells = [
            f"<span>{escape(row.name or _('Name not known'))}{broad}</span>",
            cell(places.get(row.home, _("unknown")), "less faint"),
            f'<span class="less">{topic_dots(row.topics, topics)}</span>',
            cell(number(row.matters), "num less"),
            cell(day(row.last_at), "num less faint"),
            cell(number(row.score, 1), "num"),
            f'<span class="whole">{_contact(caller, contacts)}</span>',
        ]
        lines.append(f'<div class="line" data-person="{caller}">{"".join(cells)}</div>')
    columns = "minmax(0,1.6fr) minmax(0,1fr) 7rem 4rem 6.5rem 3.5rem minmax(8rem,1.2fr)"
    return title + f'<div class="list" style="--cols:{columns}">{"".join(lines)}</div>'


def _contact(caller: int, contacts: Mapping[int, Any]) -> str:
    if caller not in contacts:
        return f'<button class="act" data-go="contact:{caller}">{escape(_("Show contact"))}</button>'
    known = [str(value) for value in contacts[caller] if value is not None and value == value and value]
    return escape(" · ".join(known) or _("No e-mail address or telephone is known"))


def explained() -> dict[str, str]:
    """How each figure is counted, in the reader's words."""
    who = _("A person is a caller whom TOPdesk knows; the same person in another source is not recognised yet.")
    matter = _(
        "A matter: reports of the same person about the same topic at the same place, each within {days} days of the last, count once.",
        days=number(SAME_MATTER_DAYS),
    )
    cap = _("At most {n} matters of a person count on one day, so that one angry afternoon does not win.", n=number(CAP_PER_DAY))
    hidden = _("Groups of fewer than {n} people are not shown, nor what would let them be worked out.", n=number(FEWEST))
    sight = _("Topics that you may not see are not counted.")
    return {
        "people": "\n".join([_("People with at least one matter in the last twelve months."), who, hidden, sight]),
        "broad": "\n".join([_("People with matters in {n} topics or more in twelve months.", n=number(BROAD_TOPICS)), matter, cap, hidden]),
        "matters": "\n".join([matter, cap, sight]),
        "unknown": "\n".join([
            _("Reports of the last twelve months without a caller whom TOPdesk knows: by telephone, from a patrol, or without a name."),
            _("Who reports most is not who is most concerned: some quarters report less than they suffer."), sight,
        ]),
        "bands": "\n".join([_("People with so many matters or more in twelve months."), matter, cap, hidden]),
        "by_topic": "\n".join([_("People with a matter in the topic in twelve months; one may have several."), cap, hidden, sight]),
        "places": "\n".join([
            _("People involved by the neighbourhood in which they live, per 1,000 of its inhabitants; the line is the whole city."), hidden,
        ]),
        "names": "\n".join([
            _("The score adds up a person's matters; each weighs a half after {days} days.", days=number(HALF_LIFE_DAYS)), matter, cap,
            _("Across topics, those who are broadly involved come first."),
        ]),
    }  # fmt: skip
