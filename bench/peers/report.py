"""What a solver prints for run-peers.ts: one line of JSON."""

import json
import math
import platform
from dataclasses import asdict
from importlib.metadata import version

from certificate import Certificate

PACKAGES = ["POT", "ott-jax", "jax", "numpy", "scipy"]
SLOW_SEC = 20  # what takes longer is not repeated


def seconds_of_runs(first_sec: float, repetitions: int, timed_run) -> list[float]:
    """The seconds of some runs; of the first one only where that was long."""
    if first_sec > SLOW_SEC:
        return [first_sec]
    return [timed_run() for _ in range(repetitions)]


def print_report(certificate: Certificate, **facts) -> None:
    versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    print(json.dumps(plain({**facts, "certificate": asdict(certificate), "versions": versions})))


def plain(value):
    """JSON has no infinities."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
