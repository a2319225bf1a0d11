"""Every text of every screen, in every language."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.screen.words import catalogue, translate
from dashboard.screen.words.collect import texts

LANGUAGES = ("nl", "fr")


def _ids() -> list[tuple[str, ...]]:
    return [message.id if isinstance(message.id, tuple) else (message.id,) for message in texts() if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_text_translated_and_no_other(language: str) -> None:
    known = {message.id[0] if isinstance(message.id, tuple | list) else message.id: message for message in catalogue(language) if message.id}
    needed = {forms[0]: forms for forms in _ids()}
    assert set(known) == set(needed), "run `make words` and translate what is new"
    for msgid, forms in needed.items():
        string = known[msgid].string
        strings = tuple(string) if isinstance(string, tuple | list) else (string,)
        assert len(strings) == len(forms) and all(strings), f"{language}: {msgid!r} is not translated"
        for form, translated in zip(forms, strings, strict=True):
            fields = set(re.findall(r"\{(\w+)", form))
            assert set(re.findall(r"\{(\w+)", translated)) <= fields | {"n"}, f"{language}: {translated!r} fills in other fields"


def test_numbers_days_and_spans_follow_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.screen import words

    monkeypatch.setattr(words, "zone", lambda: words._zone("Europe/Brussels"))
    seen = {}
    for language in ("nl", "fr", "en"):
        monkeypatch.setattr(words, "language", lambda language=language: language)
        at = datetime(datetime.now(UTC).year, 11, 23, 7, 5, tzinfo=UTC)
        seen[language] = (words.number(1234.5, 1), words.span(timedelta(days=3)), words.clock(at), words.day(at.replace(year=2011)))
    assert seen["nl"] == ("1.234,5", "3 dagen", "8:05", "23 nov 2011")
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in seen["fr"][:3]] == ["1 234,5", "3 jours", "8:05"]
    assert seen["en"][:2] == ("1,234.5", "3 days")


def test_an_unknown_text_stays_english() -> None:
    assert translate("nl", "No such text {n}", n=3) == "No such text 3"
