"""Affine maps of the plane as 2 × 3 arrays."""

import numpy as np
from scipy import ndimage


def applied(affine, points):
    return np.asarray(points) @ affine[:, :2].T + affine[:, 2]


def composed(outer, inner):
    return np.column_stack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2]])


def taking(linear, point, to):
    """The map with this linear part that takes one point to another."""
    return np.column_stack([linear, np.asarray(to) - linear @ np.asarray(point)])


def drawn(mask, affine, shape):
    """The mask on a grid, each of whose pixels takes the raw pixel that it falls in."""
    back = np.linalg.inv(affine[:, :2])
    options = dict(output_shape=shape, output=np.uint8, order=0, mode="grid-constant", cval=0)
    return ndimage.affine_transform(mask.astype(np.uint8), back, offset=-back @ affine[:, 2], **options) > 0


def extent(mask, affine):
    """Lowest and highest y and x, a row each, that the mask's whole square pixels reach."""
    corners = np.argwhere(mask)[:, None, :] + np.array([(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)])
    reached = applied(affine, corners.reshape(-1, 2))
    return np.column_stack([reached.min(axis=0), reached.max(axis=0)])
