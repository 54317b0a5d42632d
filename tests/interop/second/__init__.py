"""
A second implementation of what a run computes with `placement = anterior` and `refinement = rigid`, in float64 on numpy and scipy.

Written from docs/method.md and docs/decisions/2026-11-25-anterior-placement.md, to hold the TypeScript one against it. It knows only the
default problem (uniform masses, per_mask, squared distances, every pixel), takes frames as turned along time as given, and goes other ways
where there are any: scipy's smoothing spline, shortest paths and distance transform, lines of sight instead of distances handed on from
pixel to pixel, singular values instead of an arctangent, and the transport in the log domain throughout.

Images are (y, x), +y down; an affine map is a 2 × 3 array that takes (y, x, 1) to (y, x).
"""
