"""How a body lies by its anterior part (docs/decisions/2026-11-25-anterior-placement.md)."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .centreline import Centreline, arcs_of_pixels, centreline
from .moments_pose import moments_pose
from .pose import Pose
from .reduced_copy import reduced_copy

CERTAIN_HEAD = 0.15
CERTAIN_BACK = 0.12
CERTAIN_NOTCH = -0.04
CERTAIN_LENGTH = 2.2
# lengths in radii of the largest inscribed circle, or of the yolk
FAT = 0.8
TAPER = 0.2
TAPER_REACH = 0.3
TRUNK_REACH = 0.5
HEAD_DEPTH = 0.5
AXIS_ROUNDS = 4
BACK_DISK_RADII = 1.75


def anterior_pose(mask, yolk, um_per_px):
    """Of one piece without holes; `yolk` may be None."""
    copy = reduced_copy(mask, yolk, um_per_px)
    body = copy and read_body(copy)
    axis = body and find_axis(body)
    if not axis:
        return round_pose(mask, yolk, {"axis": (0, 1)})
    length = {"length": (body.line.length / (2 * body.largest), CERTAIN_LENGTH)}
    if length["length"][0] < CERTAIN_LENGTH:
        return round_pose(mask, yolk, length)
    hanging = yolk_below_body(body, axis) if body.yolk is not None else bulge(body, axis)
    sign_y = -1 if hanging < 0 else 1
    evidence = {**length, "head": (body.head_evidence, CERTAIN_HEAD), "back": (abs(hanging), CERTAIN_BACK)}
    if body.yolk is None:
        evidence["notch"] = (sign_y * notch_difference(body, axis) / body.largest**2, CERTAIN_NOTCH)
    alignment = "shape" if body.yolk is None else "yolk"
    return Pose(alignment, axis.along, 1, sign_y, copy.to_raw(anchor(body, axis)), evidence)


def round_pose(mask, yolk, why):
    assert yolk is None, "none of the round bodies at hand has a yolk: that rule is not written here"
    pose = moments_pose(mask)
    return Pose(pose.alignment, pose.along, pose.sign_x, pose.sign_y, pose.anchor, {**why, **pose.evidence})


@dataclass(frozen=True)
class Body:
    """A body read from head to tail, px of the reduced copy."""

    pixels: np.ndarray  # (n, 2)
    radii: np.ndarray  # (n,), of the largest circle inside about each pixel
    arcs: np.ndarray  # (n,), of the line's point beside each pixel
    yolk: np.ndarray | None  # pixels (m, 2)
    in_yolk: np.ndarray  # (n,)
    line: Centreline  # the head's end first
    line_radii: np.ndarray
    largest: float
    head_evidence: float

    @property
    def points_per_px(self):
        return (len(self.line.arcs) - 1) / self.line.length


def read_body(copy):
    radii = ndimage.distance_transform_edt(copy.mask)
    line = centreline(copy.mask, copy.um_per_px)
    line_radii = ndimage.map_coordinates(radii, line.points.T, order=1)
    yolk = None if copy.yolk is None else np.argwhere(copy.yolk)
    if yolk is not None:
        fattest = np.argmin(np.hypot(*(line.points - yolk.mean(axis=0)).T))
    else:
        fattest = np.flatnonzero(line_radii >= FAT * line_radii.max())[[0, -1]].mean()
    half = (len(line_radii) + 1) // 2
    first, second = line_radii[:half].sum(), line_radii[-half:].sum()
    evidence = ((first - second) / (first + second) + 1 - 2 * fattest / (len(line_radii) - 1)) / 2
    if evidence < 0:
        line, line_radii = line.reversed(), line_radii[::-1]
    mask = copy.mask
    in_yolk = np.zeros(mask.sum(), dtype=bool) if copy.yolk is None else copy.yolk[mask]
    arcs = arcs_of_pixels(mask, line)[mask]
    pixels = np.argwhere(mask).astype(float)
    return Body(pixels, radii[mask], arcs, yolk, in_yolk, line, line_radii, line_radii.max(), abs(evidence))


@dataclass(frozen=True)
class Axis:
    """From the middle of the head to the middle of the trunk just behind the anterior body."""

    head: np.ndarray
    trunk: np.ndarray
    trunk_arc: float

    @property
    def length(self):
        return np.hypot(*(self.trunk - self.head))

    @property
    def along(self):
        return (self.trunk - self.head) / self.length

    def coordinates(self, points):
        """Along the axis from the head's middle, and across it, + a quarter turn clockwise."""
        away = points - self.head
        y, x = self.along
        return away @ self.along, away @ np.array([x, -y])


def find_axis(body):
    trunk = trunk_start(body)
    reach = int(np.ceil(TRUNK_REACH * body.points_per_px * body.largest))
    if trunk + reach >= len(body.line.arcs):
        return None
    middle_of_trunk = body.line.points[trunk : trunk + reach].mean(axis=0)
    trunk_arc = body.line.arcs[trunk]
    axis = Axis(body.line.points[0], middle_of_trunk, trunk_arc)
    before_trunk = body.pixels[body.arcs <= trunk_arc]
    for _ in range(AXIS_ROUNDS):
        along, _ = axis.coordinates(before_trunk)
        foremost = before_trunk[along <= along.min() + HEAD_DEPTH * body.largest]
        axis = Axis(foremost.mean(axis=0), middle_of_trunk, trunk_arc)
    return axis if axis.length >= body.largest else None


def trunk_start(body):
    """Index of the line's point behind the last fat circle from which on the body only tapers."""
    reach = max(1, int(np.floor(TAPER_REACH * body.points_per_px * body.largest + 0.5)))
    last_fat = np.flatnonzero(body.line_radii >= FAT * body.largest)[-1]
    lost = body.line_radii[last_fat:-reach] - body.line_radii[last_fat + reach :]
    tapers = np.flatnonzero(lost <= TAPER * reach / body.points_per_px)
    return last_fat + (tapers[0] if len(tapers) > 0 else max(0, len(lost)))


def yolk_below_body(body, axis):
    """From the centroid of the body about the yolk to the yolk's, across the axis, in radii of the yolk."""
    middle = body.yolk.mean(axis=0)
    radius = np.sqrt(len(body.yolk) / np.pi)
    near = np.hypot(*(body.pixels - middle).T) <= BACK_DISK_RADII * radius
    around = body.pixels[near & ~body.in_yolk & (body.arcs <= axis.trunk_arc)]
    if len(around) == 0:
        return 0
    return (axis.coordinates(middle)[1] - axis.coordinates(around)[1].mean()) / radius


def beside(body, axis):
    """Which pixels of the anterior body lie beside the axis, between its ends."""
    along, _ = axis.coordinates(body.pixels)
    return (body.arcs <= axis.trunk_arc + axis.length / 4) & (along >= 0) & (along <= axis.length)


def bulge(body, axis):
    """How far the body between the axis' ends hangs to its side, in radii of the largest inscribed circle."""
    return axis.coordinates(body.pixels[beside(body, axis)])[1].mean() / body.largest


def anchor(body, axis):
    """The axis' point beside the yolk's centroid, or beside the middle of what lies between its ends, the fat parts weighing more."""
    if body.yolk is not None:
        foot = axis.coordinates(body.yolk.mean(axis=0))[0]
    else:
        near = beside(body, axis)
        foot = np.average(axis.coordinates(body.pixels[near])[0], weights=body.radii[near] ** 2)
    return axis.head + foot * axis.along


def notch_difference(body, axis):
    """How much deeper the notches on the axis' one side (+: clockwise) are than on the other, px²."""
    along, across = axis.coordinates(body.pixels[body.arcs <= axis.trunk_arc + axis.length / 4])
    columns = np.floor(along + 0.5).astype(int)
    count = int(axis.length) + 1
    within = (columns >= 0) & (columns < count)
    heights = [np.full(count, -np.inf) for _ in range(2)]
    for side, sign in zip(heights, (1, -1)):
        np.maximum.at(side, columns[within], sign * across[within])
    return notch_area(heights[0]) - notch_area(heights[1])


def notch_area(heights):
    """Area between a profile and its upper convex hull; columns without any of the body count as none."""
    (x,) = np.nonzero(np.isfinite(heights))
    y = heights[x]
    tops = [0]
    while tops[-1] < len(x) - 1:
        at = tops[-1]
        slopes = (y[at + 1 :] - y[at]) / (x[at + 1 :] - x[at])
        # the last of the steepest: the next corner of the hull
        tops.append(at + len(slopes) - np.argmax(slopes[::-1]))
    return (np.interp(x, x[tops], y[tops]) - y).sum()
