"""
The unbalanced problem of contract §4 between two densities on one box, and a density's transport onto itself.

Sinkhorn's half steps with the constant mode solved exactly (Séjourné, Vialard, Peyré 2022), from a large ε to the small one, each
level's fixed point hastened by Anderson's method (Walker & Ni 2011).
"""

from dataclasses import dataclass

import numpy as np

from .anderson import Anderson
from .kernel import Kernel

COORD_SCALE = 1 / 576
EPSILON = 1e-4
REG_M = 10
# ε of the levels, over its final value
LEVELS = (64, 16, 4, 1)
MOST_STEPS = 3000


@dataclass(frozen=True)
class Plan:
    """What is known of P. Arrays are on the box, and mean something where their end's density is above 0."""

    f: np.ndarray
    g: np.ndarray
    sent: np.ndarray  # Σ_j P_ij
    received: np.ndarray
    dy: np.ndarray  # px, from each source pixel to where its mass goes in the mean
    dx: np.ndarray
    cost: float  # <P, C>
    dual: float
    marginal_error: float


class Problem:
    """Densities a and b of mass 1 on one box."""

    def __init__(self, a, b, epsilon=EPSILON):
        self.a, self.b, self.epsilon = a, b, epsilon
        self.kernel = Kernel(a.shape, epsilon / COORD_SCALE**2)
        self.tau = REG_M / (REG_M + epsilon)
        with np.errstate(divide="ignore"):
            self.log_a, self.log_b = np.log(a), np.log(b)

    def to_source(self, g):
        """log Σ_j b_j exp((g_j − C_ij)/ε) at the source's pixels, 0 elsewhere."""
        return np.where(self.a > 0, self.kernel.log_sum(self.log_b + g / self.epsilon), 0)

    def to_target(self, f):
        return np.where(self.b > 0, self.kernel.log_sum(self.log_a + f / self.epsilon), 0)

    def best_g(self, f):
        return -self.tau * self.epsilon * self.to_target(f)

    def best_f(self, g):
        return -self.tau * self.epsilon * self.to_source(g)

    def centred(self, f, g):
        """The constant that f can take from g, which the plan does not feel, where the dual is greatest."""
        shift = REG_M / 2 * np.log((self.a * np.exp(-f / REG_M)).sum() / (self.b * np.exp(-g / REG_M)).sum())
        return np.where(self.a > 0, f + shift, 0), np.where(self.b > 0, g - shift, 0)

    def evaluated(self, f, g):
        """Everything that follows from the potentials."""
        sent = self.a * np.exp(f / self.epsilon + self.to_source(g))
        received = self.b * np.exp(g / self.epsilon + self.to_target(f))
        (y, y2), (x, x2) = (self.mean_arrival(g, axis) for axis in (0, 1))
        own_y, own_x = np.indices(self.a.shape)
        squares = (y2 - 2 * own_y * y + own_y**2) + (x2 - 2 * own_x * x + own_x**2)
        error = np.abs(sent - self.a * np.exp(-f / REG_M)).sum() + np.abs(received - self.b * np.exp(-g / REG_M)).sum()
        excess = (self.a * np.expm1(-f / REG_M)).sum() + (self.b * np.expm1(-g / REG_M)).sum()
        dual = -REG_M * excess - self.epsilon * (sent.sum() - self.a.sum() * self.b.sum())
        cost = (sent * squares).sum() * COORD_SCALE**2
        return Plan(f, g, sent, received, y - own_y, x - own_x, cost, dual, error)

    def mean_arrival(self, g, axis):
        """Means of a coordinate, and of its square, over where each source pixel's mass goes."""
        v = self.log_b + g / self.epsilon
        at = np.indices(self.b.shape)[axis] + 1
        total = self.kernel.log_sum(v)
        first, second = (np.exp(self.kernel.log_sum(v + power * np.log(at)) - total) for power in (1, 2))
        return first - 1, second - 2 * first + 1


def solved(a, b, f=None, tolerance=1e-10):
    """
    The plan between two densities of mass 1.

    `f` may be given to begin with, where something near it is known: then only the smallest ε is solved.
    Raises where the marginal error does not come under the tolerance.
    """
    start = np.zeros(a.shape) if f is None else f
    for level in LEVELS if f is None else (1,):
        problem = Problem(a, b, level * EPSILON)
        start, g = iterated(problem, start, tolerance if level == 1 else 1e-3)
    return problem.evaluated(start, g)


def iterated(problem, f, tolerance):
    support = problem.a > 0
    hastened = Anderson()
    for _ in range(MOST_STEPS):
        # the constant is taken out of f, so that it is no part of what is extrapolated
        f, g = problem.centred(f, problem.best_g(f))
        log_arriving = problem.to_source(g)
        sent = problem.a * np.exp(f / problem.epsilon + log_arriving)
        error = np.abs(sent - problem.a * np.exp(-f / REG_M)).sum()
        if error <= tolerance:
            return f, g
        better, _ = problem.centred(-problem.tau * problem.epsilon * log_arriving, g)
        f = f.copy()
        f[support] = hastened.next(f[support], better[support])
    raise RuntimeError(f"the marginal error is still {error:.1e}")


def onto_itself(a, tolerance=1e-12):
    """The plan between a density of mass 1 and itself: by symmetry both potentials are one, and halfway steps to it settle."""
    problem = Problem(a, a)
    f = np.zeros(a.shape)
    for _ in range(1000):
        better = problem.best_f(f)
        error = np.abs(a * (np.exp((f - better / problem.tau) / problem.epsilon) - np.exp(-f / REG_M))).sum()
        if 2 * error <= tolerance:
            return problem.evaluated(f, f)
        f = (f + better) / 2
    raise RuntimeError(f"the marginal error is still {error:.1e}")
