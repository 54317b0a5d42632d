import json
import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def columns():
    return json.loads(Path(os.environ["OTOLITH_COLUMNS"]).read_text(encoding="utf8"))
