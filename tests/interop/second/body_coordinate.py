"""S, from the head (0) to the tail (1), of an embryo that lies head left (contract §10)."""

import numpy as np

from .centreline import arcs_of_pixels, centreline

ANTERIOR_S = 0.45


def body_coordinate(mask, um_per_px):
    """S of each pixel, NaN off the mask, and the centreline's length in µm. The end whose third lies farther left is the head's."""
    padded = np.pad(mask, 1)
    line = centreline(padded, um_per_px)
    third = int(np.ceil(len(line.arcs) / 3))
    if line.points[:third, 1].mean() > line.points[-third:, 1].mean():
        line = line.reversed()
    return (arcs_of_pixels(padded, line) / line.length)[1:-1, 1:-1], line.length * um_per_px


def anterior_body(mask, um_per_px):
    """The pixels before S = 0.45."""
    s, _ = body_coordinate(mask, um_per_px)
    return np.nan_to_num(s, nan=1) < ANTERIOR_S
