import numpy as np
import pytest
import scipy.sparse

from studies import DEMO, REAL, SAMPLED, needs_real, solved_pairs, work_bins

ALLOWED_LOSS = 0.002

COUPLED = [pair for pair in solved_pairs() if pair.study in (DEMO, SAMPLED, REAL)]


def load(pair):
    return scipy.sparse.load_npz(pair.folder / "coupling.npz")


def test_the_command_and_the_sampled_run_both_left_couplings():
    assert {pair.run_id for pair in COUPLED} >= {"demo", "sampled"}
    for pair in solved_pairs():
        assert (pair.folder / "coupling.npz").exists() == (pair in COUPLED), pair


@needs_real
def test_the_real_pair_has_one():
    assert "a01" in {pair.run_id for pair in COUPLED}


@pytest.mark.parametrize("pair", COUPLED, ids=str)
def test_scipy_reads_it(pair):
    coupling = load(pair)
    assert coupling.format == "csr"
    assert coupling.dtype == np.float32
    assert coupling.shape == (pair.metrics.n_support_src, pair.metrics.n_support_tgt)
    assert coupling.has_sorted_indices
    coupling.check_format(full_check=True)
    assert (coupling.data > 0).all()
    # a sparse file that keeps everything would be no use
    assert coupling.nnz < 0.5 * np.prod(coupling.shape)


@pytest.mark.parametrize("pair", COUPLED, ids=str)
def test_its_sums_are_the_maps(pair):
    coupling = load(pair).astype(np.float64)
    fields, potentials = pair.load("fields.npz"), pair.load("potentials.npz")
    sent = pair.load("barycentric_projection.npz")["transported_mass_src"]
    np.testing.assert_allclose(np.asarray(coupling.sum(axis=1)).ravel(), sent, rtol=ALLOWED_LOSS)
    np.testing.assert_allclose(coupling.sum(), pair.metrics.transported_mass, rtol=ALLOWED_LOSS)
    check_shortfall(pair, fields, coupling.sum(axis=1), potentials, "src", "mass_destroyed_px")
    check_shortfall(pair, fields, coupling.sum(axis=0), potentials, "tgt", "mass_created_px")


def check_shortfall(pair, fields, sums, potentials, end, map_name):
    """What a pixel has and the coupling doesn't is destroyed or created; where the coupling has more, nothing is."""
    sums = np.asarray(sums).ravel()
    weights = potentials[f"weights_{end}"] * pair.metrics[f"mass_{end}_px"]
    y, x = potentials[f"support_{end}_yx"].T
    shortfall = work_bins(fields[map_name], pair, fields)[y, x]
    short = shortfall > 0
    np.testing.assert_allclose(sums[short], (weights - shortfall)[short], rtol=ALLOWED_LOSS)
    assert (sums[~short] >= weights[~short] * (1 - ALLOWED_LOSS)).all()
    if pair.metrics.n_support_src == fields["src_mask"].sum():
        # every pixel of an unsampled mask has a mass of 1
        np.testing.assert_allclose(weights, 1, rtol=1e-9)
