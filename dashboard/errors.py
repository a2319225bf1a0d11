"""The one tree of errors that a person may read.

Whatever is raised as `Trouble` is a sentence that says what happened, what is safe and what to do; the
command line prints it and a page shows it. Anything else is a defect of ours and goes to the log.
"""

from __future__ import annotations


def N_(sentence: str) -> str:
    """Marks a sentence that is translated later, where its reader's language is known."""
    return sentence


class Trouble(Exception):
    """A sentence for the person at the screen or terminal."""

    exit_code = 1


class BadSettings(Trouble):
    """The environment or guichet.toml says something we cannot use; names the field."""

    exit_code = 2


class DatabaseDown(Trouble):
    """PostgreSQL does not answer. Nothing is lost; we try again."""

    exit_code = 3


class FarSideTrouble(Trouble):
    """TOPdesk refused or did not answer; says which of the two."""

    exit_code = 4
