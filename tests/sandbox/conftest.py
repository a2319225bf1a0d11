from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.server import Server, running


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One look-alike for all tests of this package; tests make the tickets that they change."""
    with running(tmp_path_factory.mktemp("sandbox")) as found:
        yield found
