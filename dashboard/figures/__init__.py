"""The city's figures, worked out from questions: the same for a page, a report and a spreadsheet. Nothing here draws.

    ask = partial(store.ask, who)                             # on a page: dashboard.screen.live.ask_shared
    city = extent(ask)                                        # since when there are tickets, since when the copy knows forwards
    period = Period.until(now, zone, city.last_at, length="28d")      # dashboard.insight.period
    green = Selection(teams=(3,))                             # topic, neighbourhood, channel, priority too; Selection() is the house
    found = overview(ask, period, green, city)                # Overview: Figures with the period before and last year, teams, topics, ages
    found.new.now, found.new.against_before.by, found.solve_min.year

Durations are whole minutes of the city's working time (dashboard.city.working_time); shares are of 1. What is None is not known or has
nothing to compare with. Everything comes from the columnar copy, in which restricted topics are not.
"""

from dashboard.figures.backlog import Age, Backlog, backlog
from dashboard.figures.city import Ask, City, Selection, extent
from dashboard.figures.flow import Flow, flow
from dashboard.figures.overview import Overview, overview
from dashboard.figures.teams import Team, teams
from dashboard.figures.times import Times, times
from dashboard.figures.topics import Topic, topics

__all__ = [
    "Age", "Ask", "Backlog", "City", "Flow", "Overview", "Selection", "Team", "Times", "Topic",
    "backlog", "extent", "flow", "overview", "teams", "times", "topics",
]  # fmt: skip
