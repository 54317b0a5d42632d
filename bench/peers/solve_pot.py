"""POT's sinkhorn_unbalanced on a problem: python solve_pot.py PROBLEM.npz --method sinkhorn_translation_invariant"""

import argparse
import math
import time
import warnings
from functools import partial
from typing import NamedTuple

import numpy as np
import ot

from certificate import Certificate, certify
from problem import Problem, read_problem
from report import print_report, seconds_of_runs

CHUNK_ITERATIONS = 20
# a threshold is sought a little under the tolerance, as its run may stop an iteration earlier
MARGIN = 0.95


class Pot:
    """POT with its arguments made ready: it wants the cost as a matrix, and the time to make that is not counted."""

    def __init__(self, problem: Problem, method: str, dtype: str):
        self.problem = problem
        # reg_type "kl" is KL(P | a x b), the contract's entropic term
        self.call = partial(
            ot.unbalanced.sinkhorn_unbalanced,
            problem.a.astype(dtype),
            problem.b.astype(dtype),
            problem.cost_matrix().astype(dtype),
            problem.eps,
            problem.lam,
            method=method,
            reg_type="kl",
        )

    def timed(self, iterations: int, threshold: float, log=False, warmstart=None):
        start = time.perf_counter()
        result = self.call(numItermax=iterations, stopThr=threshold, log=log, warmstart=warmstart)
        return time.perf_counter() - start, result

    def certify(self, log) -> Certificate:
        f, g = (self.problem.eps * log[name].astype(np.float64) for name in ("logu", "logv"))
        return certify(self.problem, f, g)


def iterations_within(pot: Pot, limit_sec: float) -> int:
    """How many iterations fit into the limit; warms everything up."""
    pot.timed(1, 0.0)
    setup_sec, _ = pot.timed(1, 0.0)
    sec, _ = pot.timed(21, 0.0)
    return max(1, int((limit_sec - setup_sec) / max((sec - setup_sec) / 20, 1e-9)))


class Stop(NamedTuple):
    iterations: int
    threshold: float


def best_stop(pot: Pot, tolerance: float, most: int) -> Stop:
    """
    POT stops by how much its scalings change, which says nothing of the marginals. So the loosest threshold at which the marginal error is
    within the tolerance is sought first, and not counted. Where `most` iterations do not get there, all of them are made.
    """
    wanted = MARGIN * tolerance
    done, chunk, warmstart, before = 0, CHUNK_ITERATIONS, None, math.inf
    while done < most:
        _, (_, log) = pot.timed(min(chunk, most - done), 0.0, log=True, warmstart=warmstart)
        changes = log["err"]
        if not changes:  # it gave up where its numbers end
            break
        error = pot.certify(log).marginal_error
        # the error falls by a constant factor an iteration
        rate = math.log(before / error) / len(changes) if error < before < math.inf else 0
        if error <= wanted:
            needed = math.ceil(math.log(before / wanted) / rate) if rate > 0 else len(changes)
            stop = Stop(most, float(changes[needed - 1]) * 1.0001)
            _, (_, log) = pot.timed(*stop, log=True)
            # float32's changes stop falling before its marginals do, and then only a count of iterations is of use
            return stop if pot.certify(log).marginal_error <= 1.1 * tolerance else Stop(done + needed, 0.0)
        done += len(changes)
        warmstart = (log["logu"], log["logv"])
        chunk = math.ceil(math.log(error / wanted) / rate) if rate > 0 else CHUNK_ITERATIONS
        chunk = min(max(chunk, CHUNK_ITERATIONS), 10 * CHUNK_ITERATIONS)
        before = error
    return Stop(most, 0.0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("problem")
    parser.add_argument("--method", required=True)
    parser.add_argument("--dtype", default="float64")
    parser.add_argument("--tolerance", type=float, default=1e-6)
    parser.add_argument("--max-iterations", type=int, default=4000)
    parser.add_argument("--limit-sec", type=float, default=240)
    parser.add_argument("--repetitions", type=int, default=3)
    args = parser.parse_args()

    warnings.simplefilter("ignore")
    pot = Pot(read_problem(args.problem), args.method, args.dtype)
    affordable = iterations_within(pot, args.limit_sec)
    most = min(args.max_iterations, affordable)
    stop = best_stop(pot, args.tolerance, most)
    # with log it also works out costs: that run shows its potentials, the others are timed
    first_sec, (_, log) = pot.timed(*stop, log=True)
    print_report(
        pot.certify(log),
        seconds=seconds_of_runs(first_sec, args.repetitions, lambda: pot.timed(*stop)[0]),
        iterations=len(log["err"]),
        converged=bool(log["err"] and log["err"][-1] < stop.threshold),
        out_of_time=len(log["err"]) == affordable < args.max_iterations,
        setting=f"stopThr={stop.threshold:.1e}, numItermax={stop.iterations}, {args.dtype}",
    )


if __name__ == "__main__":
    main()
