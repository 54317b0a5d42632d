"""OTT-JAX on a problem: python solve_ott.py PROBLEM.npz --kind grid"""

import argparse
import time
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from ott.geometry import grid, pointcloud
from ott.problems.linear import linear_problem
from ott.solvers.linear import acceleration, sinkhorn

from certificate import certify
from problem import Problem, read_problem
from report import print_report, seconds_of_runs

# log mode needs a finite potential on every pixel of a grid that it recentres
NEXT_TO_NOTHING = 1e-30
TRIAL_ITERATIONS = 10


class Kind(NamedTuple):
    """A way to call OTT."""

    solver: dict
    on_grid: bool = False
    least_weight: float = 0.0


RECENTRED = {"recenter_potentials": True}
KINDS = {
    # as the MorphSeq pipeline calls it
    "original": Kind({}),
    "recentred": Kind(RECENTRED),
    "momentum": Kind({**RECENTRED, "momentum": acceleration.Momentum(value=1.8)}),
    "grid": Kind({"lse_mode": False}, on_grid=True),
    "grid-log": Kind(RECENTRED, on_grid=True, least_weight=NEXT_TO_NOTHING),
}


def solver_inputs(problem: Problem, kind: Kind):
    """
    Weights and points. OTT penalises marginals against weights that the entropic term does not see (KL(P | 1), not KL(P | a x b)): with
    a^(1 + eps/lam) for a its problem is ours exactly. Its potentials hold eps log a.
    """
    exponent = 1 + problem.eps / problem.lam
    a, b = problem.a**exponent, problem.b**exponent
    if not kind.on_grid:
        return tuple(map(jnp.asarray, (a, b, problem.x, problem.y)))
    crops = (on_crop(problem, problem.source_yx, a), on_crop(problem, problem.target_yx, b))
    axes = (np.arange(size) * problem.coord_scale for size in problem.crop_shape)
    return tuple(map(jnp.asarray, (*(np.maximum(crop, kind.least_weight) for crop in crops), *axes)))


def on_crop(problem: Problem, yx: np.ndarray, values: np.ndarray) -> np.ndarray:
    crop = np.zeros(problem.crop_shape)
    crop[tuple(yx.T)] = values
    return crop.ravel()


def own_potential(problem: Problem, kind: Kind, values, yx: np.ndarray, weights: np.ndarray) -> np.ndarray:
    values = np.asarray(values, np.float64)
    if kind.on_grid:
        values = values.reshape(problem.crop_shape)[tuple(yx.T)]
    return values - problem.eps * np.log(weights)


def compiled(problem: Problem, kind: Kind, inputs, threshold: float, max_iterations: int):
    """The solver, compiled ahead of time."""
    tau = problem.lam / (problem.lam + problem.eps)
    settings = {"lse_mode": True, "threshold": threshold, "max_iterations": max_iterations, **kind.solver}

    def solve(a, b, x, y):
        points = [x, y]
        make = grid.Grid(points, epsilon=problem.eps) if kind.on_grid else pointcloud.PointCloud(*points, epsilon=problem.eps)
        out = sinkhorn.Sinkhorn(**settings)(linear_problem.LinearProblem(make, a, b, tau_a=tau, tau_b=tau))
        return out.f, out.g, out.n_iters, out.converged

    return jax.jit(solve).lower(*inputs).compile()


def timed(solve, inputs):
    start = time.perf_counter()
    result = jax.block_until_ready(solve(*inputs))
    return time.perf_counter() - start, result


def iterations_within(limit_sec: float, trial, inputs) -> int:
    timed(trial, inputs)
    sec, _ = timed(trial, inputs)
    return max(1, int(limit_sec / sec)) * TRIAL_ITERATIONS


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("problem")
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--dtype", default="float32")  # JAX's own default
    parser.add_argument("--threshold", type=float, default=1e-4)
    parser.add_argument("--max-iterations", type=int, default=2000)
    parser.add_argument("--limit-sec", type=float, default=240)
    parser.add_argument("--repetitions", type=int, default=3)
    args = parser.parse_args()

    jax.config.update("jax_enable_x64", args.dtype == "float64")
    problem, kind = read_problem(args.problem), KINDS[args.kind]
    inputs = solver_inputs(problem, kind)
    trial = compiled(problem, kind, inputs, args.threshold, TRIAL_ITERATIONS)
    affordable = iterations_within(args.limit_sec, trial, inputs)
    most = min(args.max_iterations, affordable)
    solve = compiled(problem, kind, inputs, args.threshold, most)

    first_sec, (f, g, iterations, converged) = timed(solve, inputs)
    potentials = (
        own_potential(problem, kind, f, problem.source_yx, problem.a),
        own_potential(problem, kind, g, problem.target_yx, problem.b),
    )
    print_report(
        certify(problem, *potentials),
        seconds=seconds_of_runs(first_sec, args.repetitions, lambda: timed(solve, inputs)[0]),
        iterations=int(iterations),
        converged=bool(converged),
        out_of_time=int(iterations) >= affordable < args.max_iterations,
        setting=f"threshold={args.threshold:.0e}, {args.dtype}",
    )


if __name__ == "__main__":
    main()
