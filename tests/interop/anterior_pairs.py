"""The pairs that scripts/interop.mjs ran with `--placement anterior --refinement rigid`, as the second implementation computes them."""

import functools
import json
from dataclasses import dataclass

import numpy as np

from second.pair import metrics_of, plan_between
from second.placement import placed_frame
from second.refinement import Refined, refined_target
from studies import ANTERIOR, query, solved_pairs
from test_masks import decode_coco

PAIRS = solved_pairs([ANTERIOR])


def frame_hashes():
    sql = "SELECT frame_hash FROM frames ORDER BY embryo_id, frame_index, yolk_rle"
    return [row["frame_hash"] for row in query(ANTERIOR, sql)]


def placement_details(frame_hash):
    (row,) = query(ANTERIOR, "SELECT details FROM placements WHERE frame_hash = ?", frame_hash)
    return json.loads(row["details"])


@functools.cache
def placed_here(frame_hash):
    """What the embryo's other frames made of its orientation (docs/method.md, along time) is taken as otolith found it."""
    (frame,) = query(ANTERIOR, "SELECT * FROM frames WHERE frame_hash = ?", frame_hash)
    mask, yolk = (
        None if rle is None else decode_coco(rle, frame["height_px"], frame["width_px"])
        for rle in (frame["mask_rle"], frame["yolk_rle"])
    )
    correction = placement_details(frame_hash)["quality"].get("correction", {})
    return placed_frame(mask, yolk, frame["um_per_px"], **correction)


def end_of(pair, end):
    metadata = json.loads((pair.folder / "metadata.json").read_text(encoding="utf8"))
    return placed_here(metadata[f"{end}_frame"]["frame_hash"])


@dataclass(frozen=True)
class PairHere:
    source_transform: np.ndarray
    refined: Refined
    metrics: dict


@functools.cache
def computed_here(pair):
    source, target = end_of(pair, "src"), end_of(pair, "tgt")
    refined = refined_target(source.mask, target)
    metrics = metrics_of(source.mask, refined.mask, plan_between(source.mask, refined.mask, refined.f))
    return PairHere(source.transform, refined, metrics)


def affine_of(transform):
    """The 2 × 3 array of a transform as otolith writes it."""
    return np.array([[transform[key] for key in row] for row in (("yy", "yx", "y0"), ("xy", "xx", "x0"))])
