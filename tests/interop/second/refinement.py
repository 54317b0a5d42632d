"""Lays a target over its source by their anterior bodies (docs/method.md §1)."""

from dataclasses import dataclass

import numpy as np

from .affine import composed, drawn, taking
from .body_coordinate import anterior_body
from .pair import own_plan, plan_between
from .placement import GRID, GRID_UM_PER_PX, Placed, lies_inside

SETTLED_DEG = 0.2
SETTLED_PX = 0.2
MOST_ROUNDS = 8
# a round only has to tell a fifth of a degree
ROUND_TOLERANCE = 1e-5
# what the source is turned by to see how much of a turn its transport shows
PROBE_DEG = 4
LEAST_RESPONSE = 0.1


@dataclass(frozen=True)
class RigidMotion:
    turn: np.ndarray  # 2 × 2, takes (y, x) from the centre; NaN where it can't be told
    centre: np.ndarray
    shift: np.ndarray

    @property
    def angle_deg(self):
        """From +x towards +y."""
        return np.degrees(np.arctan2(self.turn[0, 1], self.turn[0, 0]))

    @property
    def shift_px(self):
        return np.hypot(*self.shift)

    @property
    def is_settled(self):
        return not abs(self.angle_deg) > SETTLED_DEG and self.shift_px <= SETTLED_PX

    @property
    def undoing(self):
        turn = np.eye(2) if np.isnan(self.turn).any() else self.turn
        return taking(turn.T, self.centre + self.shift, self.centre)


@dataclass(frozen=True)
class Refined:
    mask: np.ndarray
    transform: np.ndarray
    rounds: int
    motion: RigidMotion  # that is left
    f: np.ndarray  # potentials at the source, on the grid


def refined_target(source, target: Placed):
    """`source` is a mask on the grid."""
    mask, transform, rounds, f = target.mask, target.transform, 0, None
    response = turn_response(source)
    while True:
        motion, f = remaining_motion(source, mask, response, f)
        undone = composed(motion.undoing, transform)
        if motion.is_settled or rounds == MOST_ROUNDS or not lies_inside(target.raw, undone):
            return Refined(mask, transform, rounds, motion, f)
        mask, transform, rounds = drawn(target.raw, undone, GRID), undone, rounds + 1


def turn_response(source):
    """How much of a turn about its anterior body the source's transport shows; NaN where that is too round to tell."""
    centre = np.argwhere(anterior_body(source, GRID_UM_PER_PX)).mean(axis=0)
    shown, _ = shown_motion(source, drawn(source, taking(rotation(PROBE_DEG), centre, centre), GRID))
    response = min(1, shown.angle_deg / PROBE_DEG)
    return response if response >= LEAST_RESPONSE else np.nan


def remaining_motion(source, target, response, f=None):
    """The motion of the anterior body; and the potentials at the source, from which to go on."""
    shown, f = shown_motion(source, target, f)
    return RigidMotion(rotation(shown.angle_deg / response), shown.centre, shown.shift), f


def rotation(angle_deg):
    """Of (y, x), from +x towards +y."""
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[cos, sin], [-sin, cos]])


def shown_motion(source, target, f=None):
    """The rigid part of the debiased displacement before S = 0.45; and the potentials at the source, from which to go on."""
    solution = plan_between(source, target, f, ROUND_TOLERANCE)
    anterior = anterior_body(source, GRID_UM_PER_PX)
    moved = (solution.displacement - own_plan(source).displacement)[anterior]
    sent = solution.on_grid(solution.plan.sent)[anterior]
    return nearest_rigid_motion(np.argwhere(anterior), moved, sent), solution.on_grid(solution.plan.f)


def nearest_rigid_motion(points, moved, weights):
    """Least squares, by singular values (Kabsch 1976)."""
    centre = np.average(points, axis=0, weights=weights)
    shift = np.average(moved, axis=0, weights=weights)
    before = points - centre
    after = before + moved - shift
    u, _, vt = np.linalg.svd((before * weights[:, None]).T @ after)
    turn = vt.T @ np.diag([1, np.sign(np.linalg.det(vt.T @ u.T))]) @ u.T
    return RigidMotion(turn, centre, shift)
