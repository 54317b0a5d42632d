"""The longest way through a thinned mask."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

# of the ring of neighbours: north, north-east, east, … north-west
RING = [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)]
NORTH, EAST, SOUTH, WEST = 0, 2, 4, 6


def thinned(mask):
    """Zhang & Suen 1984. The mask's outermost rows and columns must be free."""
    skeleton = mask.copy()
    while True:
        area = skeleton.sum()
        for open_sides in (((NORTH, EAST, SOUTH), (EAST, SOUTH, WEST)), ((NORTH, EAST, WEST), (NORTH, SOUTH, WEST))):
            ring = np.stack([np.roll(skeleton, (-dy, -dx), axis=(0, 1)) for dy, dx in RING])
            neighbours = ring.sum(axis=0)
            rises = (~ring & np.roll(ring, -1, axis=0)).sum(axis=0)
            is_open = ~np.logical_or.reduce([np.logical_and.reduce(ring[list(sides)]) for sides in open_sides])
            goes = skeleton & (neighbours >= 2) & (neighbours <= 6) & (rises == 1) & is_open
            if (goes == skeleton).all():
                return skeleton
            skeleton &= ~goes
        if skeleton.sum() == area:
            return skeleton


# of the mask's largest radius, what a step through it is worth where two ways are equally long
MIDDLE_BONUS = 1e-6


def longest_path(skeleton, radii):
    """
    Pixels (n, 2) of the longest of all shortest ways through a skeleton, from one end to the other.

    A thinned mask is two pixels wide here and there, and offers several equally short ways, a pixel apart: this takes the one that
    stays where the mask is widest. `radii` is the mask's distance transform.
    """
    pixels = np.argwhere(skeleton)
    lengths = steps_between(skeleton, pixels)
    # rounded, so that the same ends are chosen whatever the order of summation
    distances = np.round(dijkstra(lengths), 6)
    start, end = np.unravel_index(np.argmax(distances), distances.shape)
    one, other = lengths.nonzero()
    thickness = radii[tuple(pixels.T)] / radii.max()
    lengths.data *= 1 - MIDDLE_BONUS * (thickness[one] + thickness[other])
    before = dijkstra(lengths, indices=start, return_predecessors=True)[1]
    path = [end]
    while path[-1] != start:
        path.append(before[path[-1]])
    return pixels[path]


def steps_between(skeleton, pixels):
    """Sparse matrix of the lengths of the steps between neighbouring pixels."""
    number = np.full(skeleton.shape, -1)
    number[skeleton] = np.arange(len(pixels))
    steps = []
    for dy, dx in RING:
        # the outermost rows and columns are free, so nothing wraps around
        beside = number[pixels[:, 0] + dy, pixels[:, 1] + dx]
        found = np.flatnonzero(beside >= 0)
        steps.append(np.column_stack([found, beside[found], np.full(len(found), np.hypot(dy, dx))]))
    one, other, length = np.concatenate(steps).T
    return coo_array((length, (one.astype(int), other.astype(int))), shape=(len(pixels),) * 2).tocsr()
