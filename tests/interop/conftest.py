import json
import os
from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.addoption("--write-goldens", action="store_true", help="write tests/runner/recorded/second-implementation.json")


@pytest.fixture(scope="session")
def columns():
    return json.loads(Path(os.environ["OTOLITH_COLUMNS"]).read_text(encoding="utf8"))
