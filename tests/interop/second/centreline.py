"""The middle line of a body, and how far along it each of its pixels lies (contract §10)."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from scipy.interpolate import make_smoothing_spline
from scipy.spatial import KDTree

from .skeleton import longest_path, thinned

SMOOTHING_UM = 30
STEP_PX = 0.5
# how much of the line, from an end, says where that end points
TANGENT_SHARE = 0.1


@dataclass(frozen=True)
class Centreline:
    """From outline to outline."""

    points: np.ndarray  # (n, 2), y and x, at even steps of about half a pixel
    arcs: np.ndarray  # (n,), px from the first

    @property
    def length(self):
        return self.arcs[-1]

    def reversed(self):
        return Centreline(self.points[::-1], self.length - self.arcs[::-1])


def centreline(mask, um_per_px):
    """Of one piece with a free pixel on every side. Which end comes first is not said."""
    radii = ndimage.distance_transform_edt(mask)
    path = inner_part(longest_path(thinned(mask), radii), radii)
    return evenly(with_straight_ends(smoothed(path.astype(float), SMOOTHING_UM / um_per_px), mask))


def inner_part(path, radii):
    """Without the ends, as far as a largest circle about a pixel of the path still holds the end: there it runs into a corner."""
    first, behind = held_by_circles(path, radii), len(path) - held_by_circles(path[::-1], radii)
    if first < behind:
        return path[first:behind]
    return path[[np.argmax(radii[tuple(path.T)])]]


def held_by_circles(path, radii):
    radius = radii[tuple(path.T)]
    holds = np.hypot(*(path - path[0]).T) <= radius
    # not a circle to which the path only comes back
    holds &= np.arange(len(path)) <= 2 * radius
    return np.flatnonzero(holds)[-1] if holds.any() else 0


def arc_lengths(points):
    return np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])


def smoothed(points, scale_px):
    """By a cubic smoothing spline of arc length that damps a wave of angular frequency w by 1 / (1 + (scale w)^4)."""
    # scipy's spline takes five points or more
    if len(points) < 5:
        return points
    arcs = arc_lengths(points)
    penalty = scale_px**4 / (arcs[-1] / (len(points) - 1))
    return np.column_stack([make_smoothing_spline(arcs, values, lam=penalty)(arcs) for values in points.T])


def with_straight_ends(line, mask):
    inwards = int(np.ceil(TANGENT_SHARE * (len(line) - 1)))
    start = outline_beyond(line[0], line[0] - line[inwards], np.array([0.0, -1.0]), mask)
    end = outline_beyond(line[-1], line[-1] - line[-1 - inwards], np.array([0.0, 1.0]), mask)
    return np.vstack([start, line, end])


def outline_beyond(end, direction, otherwise, mask):
    length = np.hypot(*direction)
    unit = direction / length if length > 0 else otherwise
    steps = 0
    while is_inside(mask, end + (steps + 1) * STEP_PX * unit):
        steps += 1
    return end + steps * STEP_PX * unit


def is_inside(mask, points):
    """Whether the pixels on which the points (…, 2) lie are the mask's."""
    pixels = np.floor(np.asarray(points) + 0.5).astype(int)
    within = np.logical_and.reduce((pixels >= 0) & (pixels < mask.shape), axis=-1)
    pixels = np.where(within[..., None], pixels, 0)
    return within & mask[pixels[..., 0], pixels[..., 1]]


def evenly(line):
    arcs = arc_lengths(line)
    even = np.linspace(0, arcs[-1], max(1, int(np.floor(arcs[-1] / STEP_PX + 0.5))) + 1)
    return Centreline(np.column_stack([np.interp(even, arcs, values) for values in line.T]), even)


def arcs_of_pixels(mask, line):
    """Arc length of each pixel's nearest point of the line, among those that it sees without looking out of the mask; NaN off the mask."""
    pixels = np.argwhere(mask)
    tree = KDTree(line.points)
    chosen = tree.query(pixels)[1]
    hidden = np.flatnonzero(~is_seen(mask, pixels, line.points[chosen]))
    for k in hidden:
        order = np.argsort(np.hypot(*(line.points - pixels[k]).T))
        seen = is_seen(mask, np.broadcast_to(pixels[k], (len(order), 2)), line.points[order])
        chosen[k] = order[np.argmax(seen)] if seen.any() else -1
    arcs = np.full(mask.shape, np.nan)
    arcs[mask] = np.where(chosen >= 0, line.arcs[chosen], np.nan)
    # around a corner: as the next pixel that sees any
    next_pixel = ndimage.distance_transform_edt(np.isnan(arcs), return_distances=False, return_indices=True)
    return np.where(mask, arcs[tuple(next_pixel)], np.nan)


def is_seen(mask, pixels, points):
    """Whether the straight way from each pixel to its point lies inside the mask."""
    farthest = np.hypot(*(points - pixels).T).max(initial=0)
    shares = np.linspace(0, 1, max(2, int(np.ceil(farthest / STEP_PX))))[:, None, None]
    return is_inside(mask, pixels + shares * (points - pixels)).all(axis=0)
