"""`--placement anterior --refinement rigid` against a second implementation of it (see second/)."""

import json
from pathlib import Path

import numpy as np
import pytest

from anterior_pairs import PAIRS, affine_of, computed_here, end_of, frame_hashes, placed_here, placement_details
from second.affine import applied, drawn
from second.pair import metrics_of, plan_between
from second.placement import GRID
from second.refinement import remaining_motion, turn_response
from studies import REAL, needs_real

each_pair = pytest.mark.parametrize("pair", PAIRS, ids=str)

GOLDENS = Path(__file__).parent.parent / "runner" / "recorded" / "second-implementation.json"

# What tells the two apart is which of several equally long ways through the skeleton is taken, a pixel beside each other: no rule says
# which, and on the same way the lines agree to 1e-11 px. Found: 0.11°, 0.06 px, 0.994 (of 5,000 to 8,000 px); of the evidence 0.04, 0.022,
# 0.004 and 0.007.
ANGLE_DEG = 0.2
SHIFT_PX = 0.1
OVERLAP = 0.99
EVIDENCE = {"length": 0.06, "head": 0.03, "back": 0.01, "notch": 0.01, "axis": 0, "skew-y": 1e-9, "skew-x": 1e-9}

# What is created is what a target has more pixels than its source: some per mille of 5,000. Of two nearly equal embryos a divergence of
# 6 µm is known to half a µm.
ABSOLUTE = {"created_mass": 20, "destroyed_mass": 0.05, "sinkhorn_divergence": 2e-7, "sinkhorn_divergence_um": 0.5}


def overlap(one, other):
    return (one & other).sum() / (one | other).sum()


@pytest.mark.parametrize("frame_hash", frame_hashes(), ids=lambda frame_hash: frame_hash[:8])
def test_a_frame_is_placed_alike(frame_hash):
    here, details = placed_here(frame_hash), placement_details(frame_hash)
    there = affine_of(details["transform"])
    assert here.pose.alignment == details["alignment"]
    assert here.pose.is_uncertain == details["orientationUncertain"]
    evidence = {entry["kind"]: entry for entry in details["evidence"]}
    assert list(evidence) == list(here.pose.evidence)
    for kind, (value, threshold) in here.pose.evidence.items():
        assert evidence[kind]["threshold"] == threshold
        assert evidence[kind]["value"] == pytest.approx(value, abs=EVIDENCE[kind])

    # from the one's grid to the other's
    turn = here.transform[:, :2] @ np.linalg.inv(there[:, :2])
    assert np.linalg.det(turn) == pytest.approx(1, abs=1e-9)
    assert abs(np.degrees(np.arctan2(turn[0, 1], turn[0, 0]))) <= ANGLE_DEG
    assert np.hypot(*(applied(here.transform, here.pose.anchor) - applied(there, here.pose.anchor))) <= SHIFT_PX
    assert overlap(here.mask, drawn(here.raw, there, GRID)) >= OVERLAP


@each_pair
def test_otolith_draws_what_its_transforms_say(pair):
    fields = pair.load("fields.npz")
    metadata = json.loads((pair.folder / "metadata.json").read_text(encoding="utf8"))
    source, target = end_of(pair, "src"), end_of(pair, "tgt")
    source_transform = metadata["src_frame"]["placement"]["transform"]
    np.testing.assert_array_equal(drawn(source.raw, affine_of(source_transform), GRID), fields["src_mask"])
    target_transform = metadata["refinement"]["tgt_transform"]
    np.testing.assert_array_equal(drawn(target.raw, affine_of(target_transform), GRID), fields["tgt_mask"])


@each_pair
def test_the_same_masks_have_the_same_transport(pair):
    fields = pair.load("fields.npz")
    source, target = fields["src_mask"], fields["tgt_mask"]
    solution = plan_between(source, target)
    assert solution.plan.marginal_error <= 1e-9
    for name, value in metrics_of(source, target, solution).items():
        # masses in px: what is created may be nothing
        absolute = 1e-5 if name.endswith("_mass") else 0
        assert otolith_number(pair, name) == pytest.approx(value, rel=1e-6, abs=absolute), name
    furthest = np.abs(solution.displacement[source] - fields["velocity_px_per_frame_yx"][source]).max()
    assert furthest <= 1e-3


@each_pair
def test_what_is_left_to_refine_is_measured_alike(pair):
    """Otolith solves rounds to 1e-3, and its S is from another of the equally long ways."""
    fields = pair.load("fields.npz")
    source = fields["src_mask"]
    response = turn_response(source)
    motion, _ = remaining_motion(source, fields["tgt_mask"], response)
    angle_deg = pair.metrics.refine_residual_angle_deg
    assert np.isnan(angle_deg) == np.isnan(response)
    if not np.isnan(response):
        assert motion.angle_deg == pytest.approx(angle_deg, abs=0.02 / response)
    assert motion.shift_px == pytest.approx(pair.metrics.refine_residual_shift_px, abs=0.02)


@each_pair
def test_a_pair_comes_out_alike(pair):
    """
    From raw masks to metrics. Each side may stop anywhere within 0.2° and 0.2 px of the best fit, on masks that differ by up to half a
    percent of their pixels. The real pair's source is too round to tell a turn by. Found: 0.18°, 0.2 % of the cost.
    """
    here = computed_here(pair)
    fields = pair.load("fields.npz")
    assert overlap(end_of(pair, "src").mask, fields["src_mask"]) >= OVERLAP
    assert overlap(here.refined.mask, fields["tgt_mask"]) >= OVERLAP
    assert pair.metrics.refine_rounds == here.refined.rounds
    assert pair.metrics.refine_residual_angle_deg == pytest.approx(here.refined.motion.angle_deg, abs=0.2, nan_ok=True)
    assert pair.metrics.refine_residual_shift_px == pytest.approx(here.refined.motion.shift_px, abs=0.2)
    for name, value in here.metrics.items():
        allowed = 0.5 if name == "bar_disp_debiased_mean_um" else max(0.01 * abs(value), ABSOLUTE.get(name, 0))
        assert otolith_number(pair, name) == pytest.approx(value, abs=allowed), name


def otolith_number(pair, name):
    return float(pair.metrics[name] if name in pair.metrics else pair.features[name])


@needs_real
def test_the_real_pair_was_among_them():
    assert {pair.run_id for pair in PAIRS} == {"yolk", "outline", "a01"}


def test_the_goldens_are_what_comes_out_here(request):
    """npm run test:interop -- --write-goldens && npm run format writes them; tests/runner/anterior-goldens.truth.test.ts reads them."""
    here = {}
    for pair in PAIRS:
        here.setdefault(pair.run_id, {})[pair.pair_id] = golden_of(computed_here(pair))
    if request.config.getoption("--write-goldens"):
        assert REAL is not None, "the real pair's goldens would be lost: put ../shared beside the repository"
        GOLDENS.write_text(json.dumps(here, indent=2) + "\n", encoding="utf8")
    goldens = json.loads(GOLDENS.read_text(encoding="utf8"))
    for run_id, pairs in here.items():
        assert list(goldens[run_id]) == list(pairs)
        for pair_id, golden in pairs.items():
            for part, numbers in golden.items():
                known = {name: value for name, value in numbers.items() if value is not None}
                there = {name: value for name, value in goldens[run_id][pair_id][part].items() if value is not None}
                assert there.keys() == known.keys()
                for name, value in known.items():
                    allowed = 1e-9 * left_over_from(name, known)
                    assert there[name] == pytest.approx(value, rel=1e-7, abs=allowed), (pair_id, part, name)


def left_over_from(name, numbers):
    """How large the numbers are that it is the difference of: created and destroyed mass are what is left of the whole."""
    return numbers["mass_src_px"] if name in {"created_mass", "destroyed_mass"} else 1


def golden_of(here):
    """Single numbers, and with the transforms all that is needed to draw the same masks again."""
    motion = here.refined.motion
    return {
        "sourceTransform": transform_of(here.source_transform),
        "targetTransform": transform_of(here.refined.transform),
        "refinement": {
            "rounds": here.refined.rounds,
            # JSON has no NaN
            "residualAngleDeg": None if np.isnan(motion.angle_deg) else motion.angle_deg,
            "residualShiftPx": motion.shift_px,
        },
        "metrics": here.metrics,
    }


def transform_of(affine):
    return dict(zip(("yy", "yx", "y0", "xy", "xx", "x0"), affine.ravel().tolist()))
