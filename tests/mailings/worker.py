"""The worker's part that makes and mails reports, with a fast heart: `python -m tests.mailings.worker`, settings as for `guichet work`."""

from __future__ import annotations

from dashboard import settings as configuration
from dashboard.cli import stop_on_signals
from dashboard.mailings.work import work

if __name__ == "__main__":
    work(configuration.load(), stop_on_signals(), heartbeat_seconds=0.25)
