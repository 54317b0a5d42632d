import json

import numpy as np
import pytest

from studies import solved_pairs, work_bins

GRID = (256, 576)
ROWS_CHECKED = 150

each_pair = pytest.mark.parametrize("pair", solved_pairs(), ids=str)


def expected_fields(n, m):
    maps = """mass_created_px mass_destroyed_px mass_created_um2 mass_destroyed_um2 mass_created_on_src_px
        mass_change_src_px mass_change_tgt_px cost_src_px cost_tgt_px cost_debiased_src_px""".split()
    return {
        "velocity_px_per_frame_yx": ("float32", (*GRID, 2)),
        "velocity_debiased_px_per_frame_yx": ("float32", (*GRID, 2)),
        "velocity_rest_px_per_frame_yx": ("float32", (*GRID, 2)),
        **{name: ("float32", GRID) for name in maps},
        "support_src_yx": ("int32", (n, 2)),
        "support_tgt_yx": ("int32", (m, 2)),
        "src_mask": ("bool", GRID),
        "tgt_mask": ("bool", GRID),
        "crop_origin_yx": ("int32", (2,)),
    }


def expected_potentials(n, m):
    scalars = ("epsilon", "reg_m", "coord_scale", "mass_src_px")
    return {
        "f": ("float64", (n,)),
        "g": ("float64", (m,)),
        "support_src_yx": ("int32", (n, 2)),
        "support_tgt_yx": ("int32", (m, 2)),
        "weights_src": ("float64", (n,)),
        "weights_tgt": ("float64", (m,)),
        **{name: ("float64", ()) for name in scalars},
        "metric_is_squared": ("bool", ()),
    }


def expected_barycentric(n, m):
    return {
        "src_yx": ("int32", (n, 2)),
        "barycentric_tgt_yx": ("float32", (n, 2)),
        "barycentric_velocity_yx": ("float32", (n, 2)),
        "transported_mass_src": ("float32", (n,)),
    }


@each_pair
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("fields.npz", expected_fields),
        ("potentials.npz", expected_potentials),
        ("barycentric_projection.npz", expected_barycentric),
    ],
)
def test_numpy_reads_the_arrays_of_the_contract(pair, file, expected):
    n, m = int(pair.metrics.n_support_src), int(pair.metrics.n_support_tgt)
    found = {name: (str(array.dtype), array.shape) for name, array in pair.load(file).items()}
    assert found == expected(n, m)
    assert all(np.isfinite(array).all() for array in pair.load(file).values())


@each_pair
def test_the_maps_add_up_to_the_metrics(pair):
    fields = pair.load("fields.npz")
    metrics = pair.metrics

    def total(name):
        return fields[name].sum(dtype=np.float64)

    close = dict(rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(total("mass_created_px"), metrics.created_mass, **close)
    np.testing.assert_allclose(total("mass_destroyed_px"), metrics.destroyed_mass, **close)
    np.testing.assert_allclose(total("mass_created_um2"), metrics.created_area_um2, rtol=1e-5, atol=1e-2)
    np.testing.assert_allclose(total("mass_destroyed_um2"), metrics.destroyed_area_um2, rtol=1e-5, atol=1e-2)
    np.testing.assert_allclose(total("mass_created_on_src_px"), metrics.created_mass, **close)
    np.testing.assert_allclose(np.abs(fields["mass_change_src_px"]).sum(dtype=np.float64), metrics.mass_change_src_abs, **close)
    np.testing.assert_allclose(np.abs(fields["mass_change_tgt_px"]).sum(dtype=np.float64), metrics.mass_change_tgt_abs, **close)
    assert metrics.cost > 0
    np.testing.assert_allclose(total("cost_src_px"), metrics.cost, rtol=1e-5)
    np.testing.assert_allclose(total("cost_tgt_px"), metrics.cost, rtol=1e-5)
    transported = pair.load("barycentric_projection.npz")["transported_mass_src"].sum(dtype=np.float64)
    np.testing.assert_allclose(transported, metrics.transported_mass, rtol=1e-5)
    np.testing.assert_allclose(fields["src_mask"].sum(), metrics.mass_src_px, rtol=1e-9)
    np.testing.assert_allclose(fields["tgt_mask"].sum(), metrics.mass_tgt_px, rtol=1e-9)


def on_support(pair, fields, end):
    """The mask's pixels whose block of the work grid takes part."""
    s = int(pair.metrics.downsample_factor)
    taking_part = np.zeros(GRID, dtype=bool)
    y0, x0 = fields["crop_origin_yx"]
    for y, x in fields[f"support_{end}_yx"]:
        taking_part[y0 + y * s : y0 + (y + 1) * s, x0 + x * s : x0 + (x + 1) * s] = True
    return taking_part & fields[f"{end}_mask"]


@each_pair
def test_maps_are_zero_off_their_support(pair):
    fields = pair.load("fields.npz")
    source, target = on_support(pair, fields, "src"), on_support(pair, fields, "tgt")
    at_source = """velocity_px_per_frame_yx velocity_debiased_px_per_frame_yx velocity_rest_px_per_frame_yx
        mass_destroyed_px mass_created_on_src_px mass_change_src_px cost_src_px cost_debiased_src_px""".split()
    at_target = ["mass_created_px", "mass_change_tgt_px", "cost_tgt_px"]
    for support, names in ((source, at_source), (target, at_target)):
        assert support.any() and not support.all()
        for name in names:
            assert not fields[name][~support].any(), name
    speed = np.linalg.norm(fields["velocity_px_per_frame_yx"], axis=2)
    assert (speed[source] > 0).mean() > 0.99


@each_pair
def test_the_barycentric_projection_is_the_velocity_map(pair):
    fields, projection = pair.load("fields.npz"), pair.load("barycentric_projection.npz")
    np.testing.assert_array_equal(projection["src_yx"], fields["support_src_yx"])
    velocity = projection["barycentric_velocity_yx"]
    moved = projection["barycentric_tgt_yx"].astype(np.float64) - projection["src_yx"]
    np.testing.assert_allclose(moved, velocity, atol=1e-4)
    s = int(pair.metrics.downsample_factor)
    source = on_support(pair, fields, "src")
    y, x = np.nonzero(source)
    y0, x0 = fields["crop_origin_yx"]
    row_of = {(a, b): i for i, (a, b) in enumerate(map(tuple, projection["src_yx"]))}
    rows = [row_of[(a, b)] for a, b in zip((y - y0) // s, (x - x0) // s)]
    np.testing.assert_allclose(fields["velocity_px_per_frame_yx"][source], s * velocity[rows], rtol=1e-6, atol=1e-6)


def plan_entries(potentials, rows, columns):
    """coupling_ij and C_ij of contract §4 for some rows and columns, from their definition."""
    source = potentials["support_src_yx"][rows][:, None, :].astype(np.float64)
    target = potentials["support_tgt_yx"][columns][None, :, :].astype(np.float64)
    squared = (((source - target) * potentials["coord_scale"]) ** 2).sum(axis=2)
    cost = squared if potentials["metric_is_squared"] else np.sqrt(squared)
    exponent = (potentials["f"][rows][:, None] + potentials["g"][columns][None, :] - cost) / potentials["epsilon"]
    plan = np.exp(exponent) * potentials["weights_src"][rows][:, None] * potentials["weights_tgt"][columns][None, :]
    return plan * potentials["mass_src_px"], cost


@each_pair
def test_the_plan_made_again_from_the_potentials_gives_the_maps(pair):
    potentials, projection, fields = (
        pair.load(name) for name in ("potentials.npz", "barycentric_projection.npz", "fields.npz")
    )
    random = np.random.default_rng(7)
    n, m = len(potentials["f"]), len(potentials["g"])

    rows = random.choice(n, min(n, ROWS_CHECKED), replace=False)
    coupling, cost = plan_entries(potentials, rows, np.arange(m))
    sent = coupling.sum(axis=1)
    np.testing.assert_allclose(sent, projection["transported_mass_src"][rows], rtol=1e-5)
    arrival = coupling @ potentials["support_tgt_yx"] / sent[:, None]
    np.testing.assert_allclose(arrival, projection["barycentric_tgt_yx"][rows], rtol=1e-6, atol=1e-4)
    cost_by_block = work_bins(fields["cost_src_px"], pair, fields)
    y, x = potentials["support_src_yx"][rows].T
    np.testing.assert_allclose((coupling * cost).sum(axis=1), cost_by_block[y, x], rtol=1e-4, atol=1e-9)
    destroyed = work_bins(fields["mass_destroyed_px"], pair, fields)[y, x]
    weights = potentials["weights_src"][rows] * potentials["mass_src_px"]
    np.testing.assert_allclose(np.maximum(0, weights - sent), destroyed, atol=2e-6 * weights.max())

    columns = random.choice(m, min(m, ROWS_CHECKED), replace=False)
    arrived = plan_entries(potentials, np.arange(n), columns)[0].sum(axis=0)
    y, x = potentials["support_tgt_yx"][columns].T
    created = work_bins(fields["mass_created_px"], pair, fields)[y, x]
    mass_px = pair.metrics.mass_tgt_px if pair.metrics.mass_normalization == "per_mask" else potentials["mass_src_px"]
    weights = potentials["weights_tgt"][columns] * mass_px
    np.testing.assert_allclose(np.maximum(0, weights - arrived), created, atol=2e-6 * weights.max())


@each_pair
def test_metadata_is_json_that_names_the_pair(pair):
    metadata = json.loads((pair.folder / "metadata.json").read_text(encoding="utf8"))
    assert metadata["run_id"] == pair.run_id
    assert metadata["pair_id"] == pair.pair_id
