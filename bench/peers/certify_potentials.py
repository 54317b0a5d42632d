"""The certificate of potentials that another program found: python certify_potentials.py PROBLEM.npz POTENTIALS.npz"""

import sys

import numpy as np

from certificate import certify
from problem import read_problem
from report import print_report

problem_path, potentials_path = sys.argv[1:]
with np.load(potentials_path) as potentials:
    print_report(certify(read_problem(problem_path), potentials["f"], potentials["g"]))
