"""The body at about 10 µm/px, on which its shape is read."""

from dataclasses import dataclass

import numpy as np

from .cleaning import cleaned, tight_box

UM_PER_PX = 10
LONGEST_SIDE_PX = 600


@dataclass(frozen=True)
class ReducedCopy:
    mask: np.ndarray  # one piece without holes, a free pixel on every side
    yolk: np.ndarray | None  # the part of it that is yolk
    um_per_px: float
    step: float  # raw px a pixel
    origin: np.ndarray  # raw px of the copy's pixel (0, 0)

    def to_raw(self, point):
        return self.origin + np.asarray(point) * self.step


def reduced_copy(mask, yolk, um_per_px):
    """None where nothing is left."""
    rows, columns = tight_box(mask)
    sides = np.array([rows.stop - rows.start, columns.stop - columns.start])
    step = max(1, UM_PER_PX / um_per_px, sides.max() / LONGEST_SIDE_PX)

    def sampled(image):
        at = [
            np.minimum(span.stop - 1, span.start + np.floor((np.arange(np.ceil(side / step)) + 0.5) * step)).astype(int)
            for span, side in zip((rows, columns), sides)
        ]
        return image[np.ix_(*at)]

    # a thin tail may come apart
    piece = cleaned(sampled(mask))
    if not piece.any():
        return None
    box = tight_box(piece)
    cut = np.pad(piece[box], 1)
    yolk_cut = None if yolk is None else np.pad(sampled(yolk)[box], 1) & cut
    first = np.array([box[0].start, box[1].start]) - 1
    origin = np.array([rows.start, columns.start]) + (first + 0.5) * step - 0.5
    return ReducedCopy(cut, yolk_cut if yolk is not None and yolk_cut.any() else None, um_per_px * step, step, origin)
