"""Every question under queries/ is asked of a real database, by each role that may."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from dashboard.store import Store, Who
from dashboard.store.questions import all_questions, asks_copy, copy_question, explain, question


@pytest.mark.parametrize("name", all_questions())
def test_a_question_stands_alone_and_says_what_it_answers(name: str, filled: Store) -> None:
    assert explain(name), f"queries/{name}.sql says nothing about itself"
    if asks_copy(name):
        body, named = copy_question(name)
        assert ";" not in body.strip().rstrip(";"), "one statement a file"
        with filled.history.copy().cursor() as cursor:
            cursor.execute(f"explain {body}", dict.fromkeys(named) or None)
        return
    statement = question(name)
    body = re.sub(r"--.*", "", str(statement)).strip()
    assert ";" not in body.rstrip(";"), "one statement a file"
    nothing = dict.fromkeys(statement.compile().params)
    who = Who("coordinator", 1)
    if re.search(r"\bguard\.(user|access_log|audit|attempt)\b|\bdesk\.(bad_row|twin)\b", body):
        who = Who("admin", 1)
    with filled.transaction(who) as connection:
        connection.execute(text("explain " + str(statement)).bindparams(**nothing))


def test_a_question_stays_in_its_folder() -> None:
    for name in ("../pyproject", "nowhere", "/etc/passwd"):
        for read in (question, copy_question):
            with pytest.raises(LookupError):
                read(name)
