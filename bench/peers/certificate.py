"""How well potentials solve the problem, in float64, whoever found them."""

from dataclasses import dataclass

import numpy as np

from problem import Problem, squared_distances

ROWS_AT_ONCE = 512


@dataclass(frozen=True)
class Certificate:
    marginal_error: float
    primal: float
    dual: float
    gap: float
    cost: float  # <P, C> times the source's mass in pixels


def certify(problem: Problem, f: np.ndarray, g: np.ndarray) -> Certificate:
    """f, g as in P_ij = a_i b_j exp((f_i + g_j - C_ij) / eps)."""
    a, b, eps, lam = problem.a, problem.b, problem.eps, problem.lam
    f, g = np.asarray(f, np.float64), np.asarray(g, np.float64)
    rows, columns, transport = plan_sums(problem, f, g)
    excess = rows.sum() - a.sum() * b.sum()
    # <P, C> + eps KL(P | a x b) of a plan of this form, exactly
    entropic = f @ rows + g @ columns - eps * excess
    primal = entropic + lam * (kl(rows, a) + kl(columns, b))
    dual = -lam * (a @ np.expm1(-f / lam) + b @ np.expm1(-g / lam)) - eps * excess
    error = np.abs(rows - a * np.exp(-f / lam)).sum() + np.abs(columns - b * np.exp(-g / lam)).sum()
    return Certificate(
        marginal_error=float(error),
        primal=float(primal),
        dual=float(dual),
        gap=float((primal - dual) / abs(primal)),
        cost=float(transport * problem.source_mass_px),
    )


def plan_sums(problem: Problem, f: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """P1, P'1 and <P, C>, some rows of P at a time."""
    rows = np.empty(len(f))
    columns = np.zeros(len(g))
    transport = 0.0
    y = problem.y
    for start in range(0, len(f), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        cost = squared_distances(problem.x[part], y)
        exponent = (f[part, None] + g[None, :] - cost) / problem.eps
        plan = problem.a[part, None] * problem.b[None, :] * np.exp(exponent)
        rows[part] = plan.sum(axis=1)
        columns += plan.sum(axis=0)
        transport += float((plan * cost).sum())
    return rows, columns, transport


def kl(p: np.ndarray, q: np.ndarray) -> float:
    """sum p log(p/q) - p + q, written so that nearly equal marginals lose no digits."""
    delta = p / q - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, (1 + delta) * np.log1p(delta) - delta, 1.0)
    return float(q @ terms)
