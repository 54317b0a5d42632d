"""The studies that scripts/interop.mjs made, told by environment variables."""

import functools
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

if "OTOLITH_DEMO_STUDY" not in os.environ:
    pytest.exit("these tests look at studies that npm run test:interop makes: run that", returncode=2)

DEMO = Path(os.environ["OTOLITH_DEMO_STUDY"])
SAMPLED = Path(os.environ["OTOLITH_SAMPLED_STUDY"])
MIXED = Path(os.environ["OTOLITH_MIXED_STUDY"])
# not one of STUDIES: the second implementation's
ANTERIOR = Path(os.environ["OTOLITH_ANTERIOR_STUDY"])
REAL = Path(os.environ["OTOLITH_REAL_STUDY"]) if "OTOLITH_REAL_STUDY" in os.environ else None

STUDIES = [study for study in (DEMO, SAMPLED, MIXED, REAL) if study is not None]

needs_real = pytest.mark.skipif(REAL is None, reason="../shared with the real data is not beside the repository")


def query(study, sql, *values):
    with closing(sqlite3.connect(study / "otolith.db")) as db:
        db.row_factory = sqlite3.Row
        return db.execute(sql, values).fetchall()


@dataclass(frozen=True)
class Pair:
    """A solved pair's folder with its row of the metrics."""

    study: Path
    run_id: str
    pair_id: str
    folder: Path

    @property
    def metrics(self):
        return self.row_of(metrics_of(self.study))

    @property
    def features(self):
        return self.row_of(features_of(self.study))

    def row_of(self, table):
        rows = table[(table.run_id == self.run_id) & (table.pair_id == self.pair_id)]
        assert len(rows) == 1
        return rows.iloc[0]

    def load(self, name):
        return load_arrays(self.folder / name)

    def __str__(self):
        return f"{self.run_id}-{self.pair_id}"


@functools.cache
def metrics_of(study):
    return pd.read_parquet(study / "ot_pair_metrics.parquet")


@functools.cache
def features_of(study):
    return pd.read_parquet(study / "ot_feature_matrix.parquet")


@functools.lru_cache(maxsize=4)
def load_arrays(path):
    with np.load(path) as file:
        return {name: file[name] for name in file.files}


def solved_pairs(studies=STUDIES):
    sql = """SELECT run_id, pair_id, artifacts_dir FROM pairs JOIN runs USING (run_id)
             WHERE pairs.state IN ('ok', 'unconverged') ORDER BY run_id, position"""
    return [
        Pair(study, row["run_id"], row["pair_id"], study / row["artifacts_dir"] / row["pair_id"])
        for study in studies
        for row in query(study, sql)
    ]


def work_bins(values, pair, fields):
    """Sums a map of the canonical grid over the blocks of the pair's work grid."""
    s = int(pair.metrics.downsample_factor)
    y0, x0 = fields["crop_origin_yx"]
    crop = values[y0:, x0:].astype(np.float64)
    padded = np.pad(crop, [(0, -size % s) for size in crop.shape])
    return padded.reshape(padded.shape[0] // s, s, padded.shape[1] // s, s).sum(axis=(1, 3))
