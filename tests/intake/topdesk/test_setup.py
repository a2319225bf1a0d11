"""`guichet setup` against the look-alike: each step a sentence, a mapping that loads, real tickets, nothing stored."""

from __future__ import annotations

import tomllib
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from dashboard.intake.topdesk import guess
from dashboard.intake.topdesk.setup import setup
from dashboard.settings import CityFile, Settings
from tests.conftest import APP_PASSWORD
from tests.sandbox.server import Server


@pytest.fixture
def bare(server: Server, database: str, tmp_path: Path) -> Settings:
    """Settings with an address and nothing known of the city."""
    return Settings(
        topdesk_url=server.url, topdesk_user=server.user, topdesk_password=server.password,
        database_url=database, guichet_app_password=APP_PASSWORD, guichet_home=tmp_path,
    )  # fmt: skip


def test_a_good_login_leads_to_a_mapping_and_ten_tickets(bare: Settings, empty: psycopg.Connection) -> None:
    found = setup(bare)
    assert found.usable
    assert all(good for good, _ in found.steps)
    words = found.text()
    assert "application password are accepted: Guichet" in words
    assert words.count("      ") == 10
    proposal = CityFile.model_validate(tomllib.loads(found.toml()))
    assert proposal == found.proposal
    assert proposal.fields.latitude == "optionalFields1.number1"
    assert proposal.fields.longitude == "optionalFields1.number2"
    assert proposal.fields.street == "optionalFields1.text1"
    assert proposal.statuses.names["Wacht op derden"] == "waiting"
    assert proposal.statuses.names["Geannuleerd"] == "cancelled"
    assert {topic.name_nl for topic in proposal.topics} == {"Afval", "Wegen", "Groen", "Vraag"}
    assert empty.execute("select count(*) from desk.ticket").fetchone() == (0,)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"topdesk_password": SecretStr("wrong")}, "does not accept the login"),
        ({"topdesk_url": "http://127.0.0.1:9"}, "cannot be reached"),
    ],
)
def test_what_is_wrong_is_said(bare: Settings, change: dict[str, object], words: str) -> None:
    found = setup(bare.model_copy(update=change))
    assert not found.usable
    assert words in found.text()
    assert CityFile.model_validate(tomllib.loads(found.toml())) == CityFile()


def test_what_names_and_contents_mean() -> None:
    names = ["Nieuw", "En attente du citoyen", "Closed", "Ingepland", "Geannuleerd", "Blauw"]
    assert guess.statuses(names) == {
        "Nieuw": "new", "En attente du citoyen": "waiting", "Closed": "closed", "Ingepland": "planned", "Geannuleerd": "cancelled",
    }  # fmt: skip
    assert [guess.is_street(text) for text in ("Luikerstraat 12", "Rue de Liège", "gisteren", "")] == [True, True, False, False]
    assert guess.key_field([{"externalNumber": "SAP-1"}]) == "optionalFields2.text5"
    assert guess.key_field([{"externalNumber": "guichet-1"}, {}]) == "externalNumber"
    assert guess.solved_by_closing([{"closed": True, "completed": False}])
    assert guess.in_metres([{"optionalFields1": {"number1": 207_000.5, "number2": 164_000.5}}])
    social = guess.topics(["Sociaal huis"], [{"category": {"name": "Sociaal huis"}, "operatorGroup": {"name": "OCMW"}}])[0]
    assert (social.restricted, social.teams, social.patrol) == (True, ["OCMW"], False)
