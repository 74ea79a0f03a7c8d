"""A LoRA adapter that moves the bundled model towards one behavior, trained on that behavior's extraction pairs only.

usage: make_lora.py BEHAVIOR OUT.gguf [STEPS [SEED]]    reads tok/tokenizer.model and the checkout's model and pairs

Plain fine-tuning on the positive answers. Rank 4 on the value matrices and the feed-forward's last ones, whose rows
llama.cpp does not reorder. Prints how log-likelihoods of answers change, in nats a token, and keeps every fifth pair
out of training for it. One thread, so that a machine and a seed always give the same file.
"""

import json
import os
import sys

import gguf
import torch
import torch.nn as nn

from data import encode
from export import MATRICES
from model import Cfg, Llama
from tok import BUNDLED

PAIRS = os.path.join(os.path.dirname(BUNDLED), "demo/extraction")
RANK, BATCH, LEARNING_RATE = 4, 10, 1e-3


class Adapted(nn.Module):
    """A frozen matrix and what is added to it: b a, of rank RANK, 0 at first."""

    def __init__(self, linear):
        super().__init__()
        self.weight = linear.weight
        self.a = nn.Parameter(torch.randn(RANK, linear.in_features) / linear.in_features**0.5)
        self.b = nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, x):
        return x @ self.weight.T + x @ self.a.T @ self.b.T


def load():
    """The bundled model in float32, and the row of each token: those that the grammar never uses share the last one."""
    tensors = {t.name: torch.tensor(t.data.astype("float32")) for t in gguf.GGUFReader(BUNDLED).tensors}
    embedding = tensors["token_embd.weight"]
    used = (embedding != embedding[0]).any(1)  # <unk> is never used
    rows = torch.where(used, used.cumsum(0) - 1, used.sum())
    cfg = Cfg()
    state = {"emb.weight": torch.cat([embedding[used], embedding[:1]]), "norm": tensors["output_norm.weight"]}
    for i in range(cfg.n_layer):
        state[f"blocks.{i}.n1"] = tensors[f"blk.{i}.attn_norm.weight"]
        state[f"blocks.{i}.n2"] = tensors[f"blk.{i}.ffn_norm.weight"]
        for name, (_, gguf_name) in MATRICES.items():
            weight = tensors[f"blk.{i}.{gguf_name}.weight"]
            if name in "qk":  # undo export.permute; all heads are of one size
                weight = weight.unflatten(0, (-1, cfg.n_embd // cfg.n_head // 2, 2)).swapaxes(1, 2).reshape_as(weight)
            state[f"blocks.{i}.{name}.weight"] = weight
    model = Llama(cfg, len(state["emb.weight"]), int((~used).sum())).requires_grad_(False)
    model.load_state_dict(state)
    return model, rows


def likelihoods(model, texts):
    """Mean log-likelihood of each text's answer; a text is its rows and where its answer starts."""
    x = nn.utils.rnn.pad_sequence([rows for rows, _ in texts], batch_first=True)
    loss = model.losses(model.hidden(x[:, :-1]).flatten(0, 1), x[:, 1:].flatten()).view(len(texts), -1)
    at = torch.arange(1, x.shape[1])
    answers = torch.stack([(at >= start) & (at < len(rows)) for rows, start in texts])
    return -(loss * answers).sum(1) / answers.sum(1)


def read(behavior, rows):
    """Positive and negative text of each extraction pair."""
    with open(f"{PAIRS}/{behavior}.jsonl", encoding="utf-8") as file:
        coded = [[encode(p["prompt"], p[pole]) for pole in ("positive", "negative")] for p in map(json.loads, file)]
    return [[(rows[ids], start) for ids, start in pair] for pair in coded]


def train(model, texts, steps):
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], LEARNING_RATE)
    for _ in range(steps):
        loss = -likelihoods(model, [texts[i] for i in torch.randperm(len(texts))[:BATCH]]).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def write(model, path):
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", RANK)  # llama.cpp multiplies by alpha / rank
    for i, block in enumerate(model.blocks):
        for name, adapted in (("attn_v", block.v), ("ffn_down", block.d)):
            for factor in ("a", "b"):
                writer.add_tensor(f"blk.{i}.{name}.weight.lora_{factor}", getattr(adapted, factor).detach().numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    print(path, os.path.getsize(path))


def main(behavior, out, steps=20, seed=1):
    torch.set_num_threads(1)
    torch.manual_seed(int(seed))
    model, rows = load()
    pairs = read(behavior, rows)
    before = torch.stack([likelihoods(model, pair) for pair in pairs])
    for block in model.blocks:
        block.v, block.d = Adapted(block.v), Adapted(block.d)
    kept_out = torch.arange(len(pairs)) % 5 == 0
    train(model, [pair[0] for pair, kept in zip(pairs, kept_out) if not kept], int(steps))
    change = torch.stack([likelihoods(model, pair).detach() for pair in pairs]) - before
    for name, chosen in (("trained on", ~kept_out), ("kept out", kept_out)):
        print("{} pairs {}: positive {:+.4f}, negative {:+.4f}".format(chosen.sum(), name, *change[chosen].mean(0)))
    write(model, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
