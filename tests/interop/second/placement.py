"""From a raw frame to the canonical grid (contract §2)."""

from dataclasses import dataclass

import numpy as np

from .affine import drawn, extent, taking
from .anterior_pose import anterior_pose
from .cleaning import cleaned
from .pose import Pose

GRID = (256, 576)
GRID_UM_PER_PX = 10
MARGIN_PX = 1


@dataclass(frozen=True)
class Placed:
    mask: np.ndarray  # on the grid
    transform: np.ndarray  # raw px to grid px
    pose: Pose
    raw: np.ndarray  # the cleaned mask


def placed_frame(mask, yolk, um_per_px, turned=False, flipped=False):
    """
    A frame by its anterior body. `turned` (by 180°) and `flipped` (across the long axis) is what a person, or the embryo's other frames, had
    done on top of that.
    """
    raw = cleaned(mask)
    pose = anterior_pose(raw, yolk if yolk is not None and yolk.any() else None, um_per_px)
    sign_x = pose.sign_x * (-1 if turned else 1)
    sign_y = pose.sign_y * (-1 if turned != flipped else 1)
    y, x = pose.along
    linear = um_per_px / GRID_UM_PER_PX * np.array([[sign_y * x, -sign_y * y], [sign_x * y, sign_x * x]])
    transform = kept_inside(raw, taking(linear, pose.anchor, (np.array(GRID) - 1) / 2))
    return Placed(drawn(raw, transform, GRID), transform, pose, raw)


def kept_inside(mask, transform):
    """Shifted as little as leaves the margin free."""
    low, high = extent(mask, transform).T
    last = np.array(GRID) - 1 - MARGIN_PX
    assert (high - low <= last - MARGIN_PX).all(), "the embryo does not fit the grid"
    shift = np.maximum(MARGIN_PX - low, 0) + np.minimum(last - high, 0)
    return transform + np.column_stack([np.zeros((2, 2)), shift])


def lies_inside(mask, transform):
    low, high = extent(mask, transform).T
    return (low >= MARGIN_PX).all() and (high <= np.array(GRID) - 1 - MARGIN_PX).all()
