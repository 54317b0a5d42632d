"""The transport problem that run-peers.ts writes: the same one for every solver."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Problem:
    """min <P, C> + eps KL(P | a x b) + lam KL(P1 | a) + lam KL(P'1 | b), C the squared distance of x and y."""

    a: np.ndarray  # (n,) weights of the source
    b: np.ndarray  # (m,) weights of the target
    source_yx: np.ndarray  # (n, 2) pixels of the crop
    target_yx: np.ndarray  # (m, 2)
    crop_shape: tuple[int, int]
    coord_scale: float
    eps: float
    lam: float
    source_mass_px: float

    @property
    def x(self) -> np.ndarray:
        return self.source_yx * self.coord_scale

    @property
    def y(self) -> np.ndarray:
        return self.target_yx * self.coord_scale

    def cost_matrix(self) -> np.ndarray:
        return squared_distances(self.x, self.y)


def squared_distances(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    # not |x|^2 - 2xy + |y|^2, which loses the digits of what is near
    return (x[:, 0, None] - y[None, :, 0]) ** 2 + (x[:, 1, None] - y[None, :, 1]) ** 2


def read_problem(path: str) -> Problem:
    with np.load(path) as arrays:
        height, width = arrays["crop_shape"].tolist()
        return Problem(
            a=arrays["source_weights"],
            b=arrays["target_weights"],
            source_yx=arrays["source_yx"],
            target_yx=arrays["target_yx"],
            crop_shape=(height, width),
            coord_scale=float(arrays["coord_scale"]),
            eps=float(arrays["epsilon"]),
            lam=float(arrays["reg_m"]),
            source_mass_px=float(arrays["source_mass_px"]),
        )
