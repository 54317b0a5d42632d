"""How a body without a yolk lies by the moments of its whole mask (contract §2): what is left where no anterior body is found."""

import numpy as np

from .pose import Pose

CERTAIN_SKEW_Y = 0.2
CERTAIN_SKEW_X = 0.1


def moments_pose(mask):
    pixels = np.argwhere(mask).astype(float)
    centroid = pixels.mean(axis=0)
    around = pixels - centroid
    along = np.linalg.eigh(around.T @ around)[1][:, 1]
    # of the two ways to name an axis, the one that leads right
    along = along if along[1] > 0 or (along[1] == 0 and along[0] > 0) else -along
    across = np.array([along[1], -along[0]])
    skew_x, skew_y = skewness(around @ along), skewness(around @ across)
    evidence = {"skew-y": (abs(skew_y), CERTAIN_SKEW_Y), "skew-x": (abs(skew_x), CERTAIN_SKEW_X)}
    return Pose("moments", along, -1 if skew_x < 0 else 1, -1 if skew_y < 0 else 1, centroid, evidence)


def skewness(values):
    return (values**3).mean() / (values**2).mean() ** 1.5
