"""Writes the .pt files that TorchFileTest reads, with torch 2.13.0.

usage: make_vectors.py FOLDER
The files *-layer2.pt beside this script are not made here: they come with the demo model.
"""

import os
import sys
from collections import OrderedDict
from pathlib import Path

import torch


class Command:
    """Pickles as a call of os.system, which a careless reader would make."""

    def __reduce__(self):
        return (os.system, ("touch /tmp/steerage-was-here",))


class Custom:
    """A class that only this script knows."""


def main(folder: Path) -> None:
    ramp = torch.arange(6, dtype=torch.float32) / 4 - 0.5  # -0.5 -0.25 0 0.25 0.5 0.75: exact in every type
    matrix = ramp.reshape(2, 3)
    objects = {
        "float": ramp,
        "double": ramp.double(),
        "half": ramp.half(),
        "bfloat16": ramp.bfloat16(),
        "long": torch.tensor([-(2**40), -1, 0, 7], dtype=torch.int64),
        "int": torch.tensor([-3, 0, 70000], dtype=torch.int32),
        "matrix": matrix,
        "transposed": matrix.T,
        "slice": ramp[1:5:2],
        "row": ramp.reshape(1, 6),
        "parameter": torch.nn.Parameter(ramp),
        "half-special": torch.tensor([6e-8, 6.1e-5, 65504.0, -0.0, 1 / 3], dtype=torch.float16),
        "scalar": torch.tensor(1.5),
        "empty": torch.empty(0),
        "zeros": torch.zeros(4),
        "nan": torch.tensor([1.0, float("nan")]),
        "infinite": torch.tensor([1.0, 2.0, float("-inf")]),
        "overflow": torch.tensor([1e300], dtype=torch.float64),
        "expanded": torch.ones(1).expand(4),
        "dict": {13: ramp, 14: ramp},
        "ordered-dict": OrderedDict(weight=ramp),
        "list": [ramp, ramp],
        "number": 3.5,
        "command": {"vector": ramp, "x": Command()},
        "custom": Custom(),
        "bool": torch.tensor([True]),
    }
    for name, value in objects.items():
        torch.save(value, folder / f"{name}.pt")
    torch.save(ramp, folder / "before-1.6.pt", _use_new_zipfile_serialization=False)
    torch.save(ramp, folder / "protocol-4.pt", pickle_protocol=4)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
