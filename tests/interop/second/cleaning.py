"""One piece without holes."""

import numpy as np
from scipy import ndimage

CORNERS_TOUCH = np.ones((3, 3), dtype=bool)


def cleaned(mask):
    """The largest 8-connected piece of a mask (the first among equals), its holes filled."""
    labels, count = ndimage.label(mask, structure=CORNERS_TOUCH)
    if count == 0:
        return np.zeros_like(mask, dtype=bool)
    areas = ndimage.sum_labels(np.ones_like(labels), labels, np.arange(1, count + 1))
    return ndimage.binary_fill_holes(labels == 1 + np.argmax(areas))


def tight_box(mask):
    """Slices of rows and columns that hold the mask."""
    (rows, columns), = ndimage.find_objects(mask.astype(np.int8))
    return rows, columns
