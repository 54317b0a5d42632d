"""Sums against the Gibbs kernel exp(−|x − y|²/s) on a box of pixels, in the log domain throughout."""

import numpy as np

# Each block of pixels is summed relative to its own largest term. What underflows within one would have to come from 60 px farther away
# than the block's nearest pixel, with potentials that rise as where everything moves by 2 mm.
BLOCK_PX = 128


class Kernel:
    """`scale` is s: epsilon over the square of the coordinates' scale, px²."""

    def __init__(self, shape, scale):
        self.axes = [AxisKernel(size, scale) for size in shape]

    def log_sum(self, v):
        """log Σ_k exp(v_k − |x − x_k|²/s) at every pixel of the box. v is −inf where nothing is."""
        rows, columns = self.axes
        return rows.log_sum(columns.log_sum(v).T).T


class AxisKernel:
    def __init__(self, size, scale):
        at = np.arange(size)
        exponents = -((at[:, None] - at[None, :]) ** 2) / scale
        self.blocks = []
        for first in range(0, size, BLOCK_PX):
            block = exponents[first : first + BLOCK_PX]
            top = block.max(axis=0)
            self.blocks.append((slice(first, first + BLOCK_PX), np.exp(block - top), top))

    def log_sum(self, v):
        """Along the last axis."""
        total = np.full(v.shape, -np.inf)
        for span, kernel, kernel_top in self.blocks:
            part = v[:, span]
            top = part.max(axis=1, keepdims=True)
            rows = np.flatnonzero(np.isfinite(top[:, 0]))
            if len(rows) == 0:
                continue
            with np.errstate(divide="ignore"):
                sums = np.log(np.exp(part[rows] - top[rows]) @ kernel)
            total[rows] = np.logaddexp(total[rows], sums + top[rows] + kernel_top)
        return total
