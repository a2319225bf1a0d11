"""The command line as a script and a person meet it: sentences and exit codes, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import APP_PASSWORD


def guichet(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    keep = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "GUICHET_CONFIG")}
    return subprocess.run([sys.executable, "-m", "dashboard", *words], env=keep | env, capture_output=True, text=True, timeout=60)


@pytest.fixture
def env(database: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": database, "GUICHET_HOME": str(tmp_path), "GUICHET_APP_PASSWORD": APP_PASSWORD}


def test_status_is_read_by_scripts_and_hides_the_password(env: dict[str, str]) -> None:
    done = guichet("status", "--json", **env)
    found = json.loads(done.stdout)
    assert found["tickets"] == 0 and found["outbox"]["failed"] == 0
    assert APP_PASSWORD not in done.stdout + done.stderr
    assert guichet("status", **env).stdout.startswith("Database")


def test_an_empty_store_keeps_every_rule(env: dict[str, str]) -> None:
    done = guichet("check", **env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "BROKEN" not in done.stdout


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/guichet"}, 3, "does not answer"),
        ({"DATABASE_URL": "mysql://x/y"}, 2, "must be a PostgreSQL address"),
        ({"PORT": "http"}, 2, "port"),
        ({"GUICHET_CONFIG": "no/such/file.toml"}, 2, "cannot be read"),
    ],
)
def test_what_cannot_work_is_a_sentence(env: dict[str, str], change: dict[str, str], code: int, words: str) -> None:
    for command in ("status", "migrate"):
        done = guichet(command, **(env | change))
        assert done.returncode == code, done.stderr
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_an_unknown_field_of_the_citys_file_is_named(env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[city]\nname = "X"\nmayor = "Y"\n')
    done = guichet("status", **(env | {"GUICHET_CONFIG": str(file)}))
    assert done.returncode == 2
    assert "city.mayor: unknown field" in " ".join(done.stderr.split())


def test_users_are_made_listed_and_disabled(env: dict[str, str]) -> None:
    made = guichet("users", "add", "Maria", "--role", "coordinator", "--name", "Maria P.", **(env | {"GUICHET_NEW_PASSWORD": "a long enough one"}))
    assert made.returncode == 0, made.stderr
    assert "maria" in guichet("users", "list", **env).stdout
    again = guichet("users", "add", "maria", "--role", "coordinator", **(env | {"GUICHET_NEW_PASSWORD": "a long enough one"}))
    assert again.returncode == 1 and "maria" in again.stderr
    assert guichet("users", "disable", "maria", **env).returncode == 0
    assert guichet("users", "disable", "nobody", **env).returncode == 1
