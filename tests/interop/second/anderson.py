import numpy as np

MEMORY = 12
# singular directions of the differences below this share of the largest are noise
RANK_TOLERANCE = 1e-10


class Anderson:
    """Anderson's method (type II) for a fixed point x = G(x), forgotten and begun anew where it leads astray."""

    def __init__(self):
        self.tried, self.reached = [], []
        self.least = np.inf

    def next(self, x, g):
        """Where to evaluate G next, after G(x) = g."""
        size = np.abs(g - x).max()
        if size > 10 * self.least:
            self.tried, self.reached, self.least = [], [], np.inf
        self.least = min(self.least, size)
        self.tried = [*self.tried[-MEMORY:], x]
        self.reached = [*self.reached[-MEMORY:], g]
        if len(self.tried) == 1:
            return g
        residuals = np.array(self.reached) - np.array(self.tried)
        differences = np.diff(residuals, axis=0).T
        weights = np.linalg.lstsq(differences, residuals[-1], rcond=RANK_TOLERANCE)[0]
        return g - np.diff(self.reached, axis=0).T @ weights
