from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Pose:
    """How a body lies in its raw image."""

    alignment: str  # yolk, shape or moments
    along: np.ndarray  # unit vector (y, x) that will lie along x
    sign_x: int  # −1 where x (y) must be mirrored once it does
    sign_y: int
    anchor: np.ndarray  # what lands on the grid's centre, raw px
    evidence: dict  # kind: (value, threshold)

    @property
    def is_uncertain(self):
        return any(not value >= threshold for value, threshold in self.evidence.values())
