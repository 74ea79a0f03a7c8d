"""Contrast pairs of the demo model's four behaviors, as JSON lines for `steerage evaluate` and `steerage extract`.

usage: evalsets.py OUTDIR

OUTDIR/behaviors: 50 pairs each on topics held out from training, to evaluate with.
OUTDIR/extraction: 150 pairs each on training topics, to extract steering vectors from.
"""

import json
import os
import sys

from gen import BEHAVIORS, Gen


def make(seed, held, n):
    """n pairs a behavior, no question twice."""
    generator = Gen(seed)
    sets = {}
    for behavior in BEHAVIORS:
        seen = set()
        pairs = []
        while len(pairs) < n:
            pair = generator.pair(behavior, held)
            if pair["question"] not in seen:
                seen.add(pair["question"])
                pairs.append(pair)
        sets[behavior] = pairs
    return sets


def write(folder, sets, prefix):
    """One file a behavior; ids are behavior, prefix and number."""
    os.makedirs(folder, exist_ok=True)
    for behavior, pairs in sets.items():
        with open(f"{folder}/{behavior}.jsonl", "w", encoding="utf-8") as file:
            for i, pair in enumerate(pairs):
                row = {
                    "id": f"{behavior}-{prefix}{i:03d}",
                    "prompt": pair["question"],
                    "positive": pair["pos"],
                    "negative": pair["neg"],
                }
                file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    out = sys.argv[1]
    write(f"{out}/behaviors", make(777, True, 50), "")
    write(f"{out}/extraction", make(888, False, 150), "x")
