"""A pair of placed masks: its transport, both self-transports, and the metrics of contract §6 and §7."""

from dataclasses import dataclass

import numpy as np

from .cleaning import tight_box
from .placement import GRID, GRID_UM_PER_PX
from .transport import COORD_SCALE, Plan, onto_itself, solved

BOX_MARGIN_PX = 16
LENGTH_UM = GRID_UM_PER_PX / COORD_SCALE


@dataclass(frozen=True)
class PlanOnGrid:
    """Masks have mass 1."""

    plan: Plan  # its arrays on the box
    box: tuple  # slices of the grid

    def on_grid(self, values):
        whole = np.zeros((*GRID, *values.shape[2:]))
        whole[self.box] = values
        return whole

    @property
    def displacement(self):
        """(H, W, 2)"""
        return self.on_grid(np.dstack([self.plan.dy, self.plan.dx]))


def plan_between(source, target, f=None, tolerance=1e-10):
    """`f` may hold potentials on the grid to begin with, of a pair much like it."""
    box = common_box(source, target)
    return PlanOnGrid(solved(density(source[box]), density(target[box]), None if f is None else f[box], tolerance), box)


_own = {}


def own_plan(mask):
    """The transport of a mask onto itself; what was found once is kept."""
    key = mask.tobytes()
    if key not in _own:
        box = common_box(mask, mask)
        _own[key] = PlanOnGrid(onto_itself(density(mask[box])), box)
    return _own[key]


def common_box(source, target):
    spans = zip(tight_box(source), tight_box(target), source.shape)
    return tuple(
        slice(max(0, min(a.start, b.start) - BOX_MARGIN_PX), min(size, max(a.stop, b.stop) + BOX_MARGIN_PX))
        for a, b, size in spans
    )


def density(mask):
    return mask / mask.sum()


def metrics_of(source, target, solution):
    """Under the names of ot_pair_metrics.parquet and ot_feature_matrix.parquet."""
    mass_source, mass_target = source.sum(), target.sum()
    plan, own_source, own_target = solution.plan, own_plan(source), own_plan(target)
    cost = plan.cost * mass_source
    transported = plan.sent.sum() * mass_source
    divergence = plan.dual - (own_source.plan.dual + own_target.plan.dual) / 2
    debiased = (solution.displacement - own_source.displacement)[source]
    return {
        "mass_src_px": int(mass_source),
        "mass_tgt_px": int(mass_target),
        "cost": cost,
        "transported_mass": transported,
        "created_mass": np.maximum(0, target[solution.box] - plan.received * mass_source).sum(),
        "destroyed_mass": np.maximum(0, source[solution.box] - plan.sent * mass_source).sum(),
        "mean_transport_distance_um": LENGTH_UM * np.sqrt(cost / transported),
        "dual": plan.dual,
        "sinkhorn_divergence": divergence,
        "sinkhorn_divergence_um": LENGTH_UM * np.sqrt(max(0, divergence)),
        "bar_disp_debiased_mean_um": GRID_UM_PER_PX * np.hypot(*debiased.T).mean(),
    }
