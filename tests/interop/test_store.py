import sqlite3
from contextlib import closing

import pandas as pd
import pytest

from studies import DEMO, MIXED, SAMPLED, STUDIES, metrics_of, query

each_study = pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)


@each_study
def test_sqlite_opens_the_store(study):
    with closing(sqlite3.connect(study / "otolith.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables >= {"runs", "pairs", "frames", "placements"}


def states(study):
    rows = query(study, "SELECT run_id, state, count(*) AS n FROM pairs GROUP BY run_id, state")
    return {(row["run_id"], row["state"]): row["n"] for row in rows}


def test_runs_and_pairs_are_in_the_states_they_ended_in():
    assert [row["state"] for row in query(DEMO, "SELECT state FROM runs")] == ["finished"]
    assert states(DEMO) == {("demo", "ok"): 4}
    # a limit leaves the rest for later
    assert [row["state"] for row in query(SAMPLED, "SELECT state FROM runs")] == ["paused"]
    assert states(SAMPLED) == {("sampled", "ok"): 2, ("sampled", "queued"): 2}
    assert states(MIXED) == {
        ("failing", "ok"): 4,
        ("failing", "failed"): 1,
        ("euclidean", "ok"): 2,
        ("euclidean", "queued"): 2,
    }


def test_the_second_run_of_a_folder_has_pair_folders_of_its_own():
    dirs = {row["run_id"]: row["artifacts_dir"] for row in query(MIXED, "SELECT run_id, artifacts_dir FROM runs")}
    assert dirs == {"failing": "pair_artifacts", "euclidean": "pair_artifacts.euclidean"}


@each_study
def test_pandas_reads_the_run_logs(study):
    metrics = metrics_of(study)
    runs = [row["run_id"] for row in query(study, "SELECT run_id FROM runs")]
    for run_id in runs:
        log = pd.read_csv(study / f"run_log_{run_id}.csv")
        assert list(log.columns) == ["run_id", "pair_id", "status", "runtime_sec", "cost", "error"]
        assert set(log.run_id) == {run_id}
        rows = metrics[metrics.run_id == run_id].set_index("pair_id").loc[log.pair_id]
        assert len(rows) == len(log) == (metrics.run_id == run_id).sum()
        assert list(log.status) == ["ok" if success else "failed" for success in rows.success]
        pd.testing.assert_series_equal(log.cost, rows.cost.reset_index(drop=True), check_exact=True)
        pd.testing.assert_series_equal(log.runtime_sec, rows.runtime_sec.reset_index(drop=True), check_exact=True)
        assert (log.error.isna() == rows.error_message.isna().to_numpy()).all()
