import base64
import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
from pycocotools import mask as coco

from studies import DEMO, REAL, needs_real, query

HERE = Path(__file__).parent
REAL_AREAS_PX = {20: 39_266, 92: 45_811}


def decode_coco(counts, height_px, width_px):
    return coco.decode({"size": [int(height_px), int(width_px)], "counts": counts.encode("ascii")}).astype(bool)


def decode_row_major(text):
    rle = json.loads(text)
    lengths = np.array(rle["counts"])
    inside = np.arange(len(lengths)) % 2 == 1
    return np.repeat(inside, lengths).reshape(rle["shape"])


def decode_row(row):
    if row.mask_rle_format == "morphseq_rle_v1":
        return decode_row_major(row.mask_rle)
    return decode_coco(row.mask_rle, row.mask_height_px, row.mask_width_px)


def compare_with_store(table_path, study):
    """Every frame of the table, decoded here, is pixel by pixel the frame that otolith.db keeps; returns the areas."""
    rows = {(row.embryo_id, int(row.frame_index)): row for row in pd.read_csv(table_path, dtype=str).itertuples()}
    frames = query(study, "SELECT * FROM frames")
    assert len(frames) > 0
    areas = {}
    formats = set()
    for frame in frames:
        row = rows[frame["embryo_id"], frame["frame_index"]]
        expected = decode_row(row)
        kept = decode_coco(frame["mask_rle"], frame["height_px"], frame["width_px"])
        np.testing.assert_array_equal(kept, expected)
        areas[frame["frame_index"]] = int(expected.sum())
        formats.add(row.mask_rle_format)
    assert len(formats) == 2, "both encodings should have been looked at"
    return areas


@needs_real
def test_real_masks_are_what_pycocotools_and_numpy_decode():
    assert compare_with_store(os.environ["OTOLITH_REAL_TABLE"], REAL) == REAL_AREAS_PX


def test_demo_masks_are_what_pycocotools_and_numpy_decode():
    compare_with_store(os.environ["OTOLITH_DEMO_TABLE"], DEMO)


def runs_of(flat):
    """Run lengths, the first one of zeros."""
    edges = np.flatnonzero(np.diff(flat.astype(np.int8))) + 1
    lengths = np.diff(np.concatenate([[0], edges, [len(flat)]])).tolist()
    return [0, *lengths] if flat[0] else lengths


def encodings(mask):
    counts = coco.encode(np.asfortranarray(mask.astype(np.uint8)))["counts"].decode("ascii")
    size = list(mask.shape)
    return counts, [
        counts,
        json.dumps({"size": size, "counts": counts}),
        json.dumps({"size": size, "counts": runs_of(mask.flatten(order="F"))}),
        json.dumps({"shape": size, "counts": runs_of(mask.flatten())}),
    ]


def random_masks():
    random = np.random.default_rng(20260105)
    for _ in range(120):
        shape = random.integers(1, 60, size=2)
        mask = random.random(shape) < random.choice([0.01, 0.1, 0.5, 0.9, 1.0])
        mask[tuple(random.integers(0, shape))] = True
        yield mask
    # long runs, whose lengths take several characters
    y, x = np.mgrid[0:720, 0:1710]
    for _ in range(4):
        cy, cx, ry, rx = random.uniform([200, 400, 60, 150], [500, 1300, 190, 390])
        yield ((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 < 1 + 0.1 * random.random(y.shape)


def test_otolith_decodes_and_encodes_masks_as_pycocotools_does():
    masks = [(mask, *encodings(mask)) for mask in random_masks()]
    requests = [
        json.dumps({"text": text, "heightPx": mask.shape[0], "widthPx": mask.shape[1]})
        for mask, _, texts in masks
        for text in texts
    ]
    command = [os.environ["OTOLITH_NODE"], str(HERE / "decode-masks.ts")]
    done = subprocess.run(command, input="\n".join(requests), capture_output=True, text=True, encoding="utf8")
    assert done.returncode == 0, done.stderr
    answers = iter(done.stdout.splitlines())
    for mask, counts, texts in masks:
        for text in texts:
            answer = json.loads(next(answers))
            pixels = np.frombuffer(base64.b64decode(answer["pixels"]), dtype=np.uint8).reshape(answer["shape"])
            np.testing.assert_array_equal(pixels.astype(bool), mask, err_msg=text[:80])
            assert answer["rle"] == counts
    assert next(answers, None) is None


def test_a_mask_cut_off_is_refused():
    counts, _ = encodings(np.eye(50, dtype=bool))
    request = json.dumps({"text": counts[:-3], "heightPx": 50, "widthPx": 50})
    command = [os.environ["OTOLITH_NODE"], str(HERE / "decode-masks.ts")]
    done = subprocess.run(command, input=request, capture_output=True, text=True, encoding="utf8")
    assert done.returncode != 0
    assert "MaskError" in done.stderr


