import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from studies import MIXED, STUDIES, metrics_of, query

TABLES = {"metrics": "ot_pair_metrics.parquet", "features": "ot_feature_matrix.parquet"}

# contract §6 and §7, copied by hand so that a column can't go missing unnoticed
KEYS = ["feature_schema_version", "run_id", "pair_id"]
LABELS = """set_type set_rank genotype bin_src_hpf bin_tgt_hpf is_control_pair src_embryo_id_manifest
    tgt_embryo_id_manifest""".split()
END_LABELS = [
    f"{end}_{name}"
    for end in ("src", "tgt")
    for name in """embryo_id frame_index experiment_id experiment_date well snip_id relative_time_s genotype
        stage_hpf""".split()
]
SQUARED_UM = ["total_transport_cost_um2", "mean_transport_cost_um2", "specific_transport_cost_um2_per_mass"]
PLAIN_UM = ["total_transport_cost_um", "mean_transport_cost_um", "specific_transport_cost_um_per_mass"]
CONTRACT_METRICS = [
    *KEYS,
    *LABELS,
    *END_LABELS,
    *SQUARED_UM,
    *PLAIN_UM,
    *"""success error_message runtime_sec backend cost n_support_src n_support_tgt delta_time_s yolk_src_present
    yolk_tgt_present epsilon marginal_relaxation metric downsample_factor coord_scale mass_mode align_mode
    use_pair_frame use_canonical_grid canonical_grid_align_mode total_transport_cost transported_mass created_mass
    destroyed_mass mean_transport_cost mean_transport_distance specific_transport_cost transported_mass_pct_src
    transported_mass_pct_tgt transported_mass_pct_min created_mass_pct destroyed_mass_pct proportion_transported
    created_area_um2 destroyed_area_um2 mean_transport_distance_um load_sec place_sec solve_sec features_sec write_sec
    converged iterations marginal_error primal dual gap src_alignment tgt_alignment src_orientation_uncertain
    tgt_orientation_uncertain engine device app_version mass_normalization reach_um placement tolerance input_hash
    sinkhorn_divergence sinkhorn_divergence_um2 sinkhorn_divergence_um self_gap_src self_gap_tgt""".split(),
]
CONTRACT_FEATURES = [
    *KEYS,
    *LABELS,
    *"""backend n_dct_bands ot_total_transport_cost_um2 ot_mean_transport_distance_um
    ot_specific_transport_cost_um2_per_mass ot_transported_mass_pct_src ot_transported_mass_pct_tgt
    ot_created_mass_pct ot_destroyed_mass_pct ot_mass_ratio_crop ot_mass_delta_crop ot_proportion_transported""".split(),
    *[f"bar_disp_{name}_um" for name in ("mean", "std", "p50", "p90", "p95", "max")],
    *[f"bar_disp_debiased_{name}_um" for name in ("mean", "p50", "p90", "p95", "max")],
    *[f"dct_{field}_band_{band:02}" for field in ("vx", "vy", "div", "curl") for band in range(8)],
]

# of a frame among its embryo's others, which it may not have
ALONG_TIME = [
    f"{end}_{name}" for end in ("src", "tgt") for name in ("area_jump", "length_jump", "width_jump", "shape_misfit")
]

PYARROW_TYPES = {
    "string": pa.string(),
    "category": pa.dictionary(pa.int32(), pa.string()),
    "float64": pa.float64(),
    "int64": pa.int64(),
    "bool": pa.bool_(),
}
DUCKDB_TYPES = {
    "string": "VARCHAR",
    "category": "VARCHAR",
    "float64": "DOUBLE",
    "int64": "BIGINT",
    "bool": "BOOLEAN",
}

each_table = pytest.mark.parametrize("table", TABLES)
each_study = pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)


@each_study
@each_table
def test_pyarrow_reads_the_columns_and_types_of_the_list(study, table, columns):
    schema = pq.read_schema(study / TABLES[table])
    assert schema.names == [column["name"] for column in columns[table]]
    for column in columns[table]:
        field = schema.field(column["name"])
        assert field.type == PYARROW_TYPES[column["type"]], column["name"]
        assert field.nullable, column["name"]


@each_study
@each_table
def test_duckdb_reads_the_columns_and_types_of_the_list(study, table, columns):
    described = duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{study / TABLES[table]}')").fetchall()
    assert [row[:2] for row in described] == [
        (column["name"], DUCKDB_TYPES[column["type"]]) for column in columns[table]
    ]


@each_study
@each_table
def test_pandas_reads_plain_types(study, table, columns):
    frame = pd.read_parquet(study / TABLES[table])
    assert list(frame.columns) == [column["name"] for column in columns[table]]
    assert isinstance(frame.index, pd.RangeIndex)
    for column in columns[table]:
        values = frame[column["name"]]
        if column["type"] == "category":
            assert isinstance(values.dtype, pd.CategoricalDtype), column["name"]
        elif column["type"] == "string":
            assert pd.api.types.is_string_dtype(values.dropna()) or values.dropna().empty, column["name"]
        elif column["type"] == "float64":
            assert values.dtype == np.float64, column["name"]
        elif column["type"] == "int64":
            # pandas has floats where whole numbers are missing
            assert values.dtype == (np.float64 if values.isna().any() else np.int64), column["name"]
        else:
            assert values.dtype == (object if values.isna().any() else np.bool_), column["name"]


@each_study
@each_table
def test_the_three_readers_agree_on_the_values(study, table, columns):
    path = study / TABLES[table]
    by_pyarrow = pq.read_table(path).to_pylist()
    with_duckdb = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    by_duckdb = [dict(zip(with_duckdb.columns, row)) for row in with_duckdb.fetchall()]
    by_pandas = pd.read_parquet(path).to_dict("records")
    assert len(by_pyarrow) == len(by_duckdb) == len(by_pandas) > 0
    for ours in zip(by_pyarrow, by_duckdb, by_pandas):
        for column in columns[table]:
            first, *others = [None if pd.isna(row[column["name"]]) else row[column["name"]] for row in ours]
            assert all(value == first for value in others), (column["name"], first, others)


@each_study
@pytest.mark.parametrize(("table", "wanted"), [("metrics", CONTRACT_METRICS), ("features", CONTRACT_FEATURES)])
def test_every_column_of_the_contract_is_there(study, table, wanted):
    assert len(set(wanted)) == len(wanted)
    assert [name for name in wanted if name not in pq.read_schema(study / TABLES[table]).names] == []


@each_study
def test_there_is_one_row_for_each_pair_that_ran(study):
    handled = query(study, "SELECT run_id, pair_id, state FROM pairs WHERE state NOT IN ('queued', 'skipped')")
    expected = {(row["run_id"], row["pair_id"]) for row in handled}
    solved = {(row["run_id"], row["pair_id"]) for row in handled if row["state"] != "failed"}
    assert len(solved) > 0
    for table, keys in (("metrics", expected), ("features", solved)):
        frame = pd.read_parquet(study / TABLES[table])
        assert not frame.duplicated(["run_id", "pair_id"]).any()
        assert set(zip(frame.run_id, frame.pair_id)) == keys


@each_study
def test_solved_pairs_have_every_metric_but_the_other_metrics_units(study):
    """NaN is where the contract says, and nowhere else."""
    may_be_missing = {"error_message", "reach_um", *LABELS, *END_LABELS, "delta_time_s", *ALONG_TIME}
    for _, row in metrics_of(study)[metrics_of(study).success].iterrows():
        squared = row.metric == "sqeuclidean"
        missing = {name for name in row.index if pd.isna(row[name])} - may_be_missing
        missing -= {f"{end}_yolk_share" for end in ("src", "tgt") if not row[f"yolk_{end}_present"]}
        if row.refinement == "none":
            refined = {name for name in row.index if name.startswith("refine_")}
            assert refined <= missing
            missing -= refined
        # of a body too round to tell a turn by
        missing -= {"refine_residual_angle_deg"}
        divergence = set() if squared else {"sinkhorn_divergence_um2"}
        assert missing == set(PLAIN_UM if squared else SQUARED_UM) | divergence
        for name in row.index:
            if isinstance(row[name], float) and not pd.isna(row[name]):
                assert np.isfinite(row[name]), name


def test_both_metrics_and_a_failed_pair_are_in_the_mixed_study():
    frame = metrics_of(MIXED)
    assert set(frame.metric.dropna()) == {"sqeuclidean", "euclidean"}
    assert set(frame.run_id) == {"failing", "euclidean"}
    assert (~frame.success).sum() == 1


def test_a_failed_pair_has_its_keys_labels_message_and_runtime_and_nothing_else():
    frame = metrics_of(MIXED)
    row = frame[~frame.success].iloc[0]
    assert row.pair_id == "frame_that_is_missing"
    assert "9999" in row.error_message
    assert row.runtime_sec >= 0
    flags = {"src_table_flags", "tgt_table_flags"}
    allowed = {*KEYS, *LABELS, *END_LABELS, *flags, "delta_time_s", "success", "error_message", "runtime_sec"}
    assert {name for name in row.index if not pd.isna(row[name])} <= allowed


@each_study
def test_metrics_and_features_agree_where_they_say_the_same(study):
    keys = ["run_id", "pair_id"]
    features = pd.read_parquet(study / TABLES["features"]).astype({"run_id": str})
    both = features.merge(metrics_of(study).astype({"run_id": str}), on=keys, suffixes=("", "_metrics"))
    assert len(both) == len(features)
    for name in [name for name in CONTRACT_FEATURES if name.startswith("ot_") and name[3:] in both]:
        np.testing.assert_array_equal(both[name], both[name[3:]], err_msg=name)
    np.testing.assert_allclose(both.ot_mass_ratio_crop, both.mass_tgt_px / both.mass_src_px)
    np.testing.assert_allclose(both.ot_mass_delta_crop, both.mass_tgt_px - both.mass_src_px)
    for field in ("vx", "vy", "div", "curl"):
        bands = features[[f"dct_{field}_band_{band:02}" for band in range(8)]]
        np.testing.assert_allclose(bands.sum(axis=1), 1, rtol=1e-9)


@each_study
def test_derived_metrics_follow_from_the_contract(study):
    rows = metrics_of(study)[metrics_of(study).success]
    length_um = 10 * rows.downsample_factor / rows.coord_scale
    squared = rows.metric == "sqeuclidean"
    mean_cost = rows.cost / rows.transported_mass
    mean_distance = np.where(squared, np.sqrt(mean_cost), mean_cost)
    expected = {
        "coord_scale": np.full(len(rows), 1 / 576),
        "total_transport_cost": rows.cost,
        "mean_transport_cost": mean_cost,
        "mean_transport_distance": mean_distance,
        "mean_transport_distance_um": mean_distance * length_um,
        "specific_transport_cost": rows.cost / rows.mass_src_px,
        "transported_mass_pct_src": 100 * rows.transported_mass / rows.mass_src_px,
        "transported_mass_pct_tgt": 100 * rows.transported_mass / rows.mass_tgt_px,
        "proportion_transported": rows.transported_mass / rows[["mass_src_px", "mass_tgt_px"]].min(axis=1),
        "created_mass_pct": 100 * rows.created_mass / rows.mass_tgt_px,
        "destroyed_mass_pct": 100 * rows.destroyed_mass / rows.mass_src_px,
        "created_area_um2": 100 * rows.created_mass,
        "destroyed_area_um2": 100 * rows.destroyed_mass,
        "total_transport_cost_um2": (rows.cost * length_um**2).where(squared),
        "total_transport_cost_um": (rows.cost * length_um).where(~squared),
        "gap": (rows.primal - rows.dual) / rows.primal.abs(),
    }
    for name, values in expected.items():
        np.testing.assert_allclose(rows[name], values, rtol=1e-9, atol=1e-15, err_msg=name)
    assert (rows.marginal_error[rows.converged] <= rows.tolerance[rows.converged]).all()
    assert (rows.gap[rows.converged] <= rows.tolerance[rows.converged]).all()
