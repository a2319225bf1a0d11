"""What a phone sends: a report or an addition as it was typed, read strictly; and what is wrong with it, by field.

    draft = read(Draft, raw_json)        # raises BadDraft with .field and a sentence
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from dashboard.errors import N_, Trouble

#: A phone may have waited this long for a network; a clock that says more is wrong.
OLDEST = timedelta(days=14)
LONGEST_WORDS, LONGEST_ANSWER = 4000, 200

_without_nul = AfterValidator(lambda typed: typed.replace("\x00", ""))  # PostgreSQL has no such sign
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ANSWER), _without_nul]


class BadDraft(Trouble):
    """Something in the draft cannot be taken: `field` names it, `sentence` (English) with `fill` says why."""

    def __init__(self, field: str, sentence: str, /, **fill: str) -> None:
        super().__init__(sentence.format(**fill))
        self.field, self.sentence, self.fill = field, sentence, fill


class Addition(BaseModel):
    """Words for a known ticket. `id` is made on the phone, once a draft; `age_seconds` is how long ago it was sent off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    age_seconds: float = Field(0, ge=0, allow_inf_nan=False)
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_WORDS), _without_nul] = ""

    @property
    def key(self) -> str:
        """Ours at the far side too (TOPdesk's externalNumber takes 60 signs)."""
        return f"guichet-{self.id}"

    @property
    def made_at(self) -> datetime:
        """By our clock: the phone's may be wrong, its sense of time passed is right."""
        return datetime.now(UTC) - min(timedelta(seconds=min(self.age_seconds, 1e9)), OLDEST)


class Draft(Addition):
    """A report. A place is a point (`how`: by GPS = coordinates, or set by hand) or a street with or without a number."""

    topic: Line
    how: Literal["coordinates", "hand", "street", "nothing"] = "nothing"
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    street_id: int | None = None
    house_number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20), _without_nul] = ""
    answers: dict[str, Line] = {}


Read = TypeVar("Read", bound=Addition)


def read(model: type[Read], raw: str) -> Read:
    """The draft in `raw` (JSON). Raises BadDraft that names the first field that is wrong."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "report"
        if first["type"] == "string_too_long":
            raise BadDraft(field, N_("This text is too long: at most {n} signs."), n=str(first["ctx"]["max_length"])) from error
        raise BadDraft(field, N_("The report cannot be read (field {field}). Load this page again."), field=field) from error


def checked_answers(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that the topic asks for, empty ones left out. Raises BadDraft for one that its question does not allow."""
    by_key = {str(question["key"]): question for question in questions}
    kept = {}
    for key, answer in answers.items():
        question = by_key.get(key)
        if question is None or not answer:
            continue  # a question that was taken out meanwhile must not hold the report up
        kind, field, label = question.get("kind", "text"), f"answers.{key}", str(question["label"])
        if kind == "number" and not _is_number(answer):
            raise BadDraft(field, N_("{label}: give a number."), label=label)
        if (kind == "choice" and answer not in question.get("options", [])) or (kind == "yes_no" and answer not in ("yes", "no")):
            raise BadDraft(field, N_("{label}: choose one of the answers."), label=label)
        kept[key] = answer.replace(",", ".") if kind == "number" else answer
    return kept


def _is_number(answer: str) -> bool:
    whole, _, rest = answer.replace(",", ".").removeprefix("-").partition(".")
    return whole.isascii() and whole.isdigit() and (not rest or (rest.isascii() and rest.isdigit()))
