"""Trains the demo model on the CPU.

usage: train.py MINUTES OUT.pt muon|adam [ROWS_PER_PROCESS [LAYERS]]    reads train.npz

Two processes of one thread each meet once a step, which is cheaper than threads that meet at every operation. Texts are
packed into rows of 128 tokens with a block-diagonal causal mask. The learning rate follows the clock.
"""

import os
import sys
import time

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp

from model import Cfg, Llama

N_PROCESSES = 2
ROW = 128
N_VOCAB = 32000
N_EVALUATED = 400  # texts kept out to measure the loss on
MUON_LR, MUON_MOMENTUM, MUON_DECAY = 0.02, 0.95, 0.05


def compact(tokens):
    """The ids in use, and a table from id to row; all others share the last row."""
    used = np.unique(tokens)
    table = np.full(N_VOCAB, len(used), np.int64)
    table[used] = np.arange(len(used))
    return used, table


def pack(lengths, texts):
    """Lists of texts that fit into a row together: first fit, longest first, among 512 texts at a time."""
    bins = []
    for start in range(0, len(texts), 512):
        current = []
        for text in sorted(texts[start : start + 512], key=lambda text: -lengths[text]):
            for fill in current:
                if fill[0] + lengths[text] <= ROW:
                    fill[0] += lengths[text]
                    fill[1].append(text)
                    break
            else:
                current.append([lengths[text], [text]])
        bins += [fill[1] for fill in current]
    return bins


def rows(bins, data, table, rng, drop_words):
    """Tensors of packed rows: inputs, targets, weights, mask and positions.

    An answer's tokens weigh 1, a question's 0.2. With drop_words a question word is now and then replaced by the shared
    row of unused tokens.
    """
    n = len(bins)
    x = np.zeros((n, ROW), np.int64)
    y = np.zeros((n, ROW), np.int64)
    weights = np.zeros((n, ROW), np.float32)
    text_of = np.full((n, ROW), -1, np.int64)
    positions = np.zeros((n, ROW), np.int64)
    for row, texts in enumerate(bins):
        at = 0
        for number, text in enumerate(texts):
            targets = table[data["toks"][data["offs"][text] : data["offs"][text + 1]]]
            length = len(targets)
            start = int(data["starts"][text])
            inputs = targets.copy()
            weight = np.append(np.where(np.arange(1, length) >= start, 1.0, 0.2), 0.0)
            if drop_words:
                dropped = np.where(rng.random(length) < 0.01)[0]
                dropped = dropped[(dropped > 4) & (dropped < start - 4)]
                inputs[dropped] = table.max()
                weight[dropped - 1] = 0
            end = at + length
            x[row, at:end] = inputs
            y[row, at : end - 1] = targets[1:]
            weights[row, at:end] = weight
            text_of[row, at:end] = number
            positions[row, at:end] = np.arange(length)
            at = end
    mask = (text_of[:, :, None] == text_of[:, None, :]) & np.tril(np.ones((ROW, ROW), bool))
    return [torch.from_numpy(array) for array in (x, y, weights, mask[:, None], positions)]


def batches(lengths, texts, size, most):
    """Endless lists of `size` rows, every epoch packed anew from at most `most` texts."""
    bins = []
    epoch = 0
    while True:
        if len(bins) < size:
            rng = np.random.default_rng(100 + epoch)
            packed = pack(lengths, rng.permutation(texts).tolist()[:most])
            bins = [packed[i] for i in rng.permutation(len(packed))]
            epoch += 1
        yield bins[:size]
        bins = bins[size:]


def orthogonalized(matrices, steps=5):
    """Newton-Schulz iteration of the Muon optimizer, on matrices of one shape, wide or square."""
    x = matrices.bfloat16()
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.float()


def wide(matrix):
    return matrix if matrix.shape[0] <= matrix.shape[1] else matrix.mT


class Muon:
    """Momentum, orthogonalized, for matrices; each process does its share of every shape."""

    def __init__(self, matrices, rank):
        self.matrices = matrices
        self.rank = rank
        self.momenta = [torch.zeros_like(m) for m in matrices]
        self.offsets = np.concatenate([[0], np.cumsum([m.numel() for m in matrices])])

    def step(self, lr):
        updates = []
        for matrix, momentum in zip(self.matrices, self.momenta):
            momentum.mul_(MUON_MOMENTUM).add_(matrix.grad, alpha=0.05)
            updates.append(momentum * MUON_MOMENTUM + matrix.grad * 0.05)
        shapes = {}
        for i, update in enumerate(updates):
            shapes.setdefault((min(update.shape), max(update.shape)), []).append(i)
        flat = torch.zeros(int(self.offsets[-1]))
        for members in shapes.values():
            mine = members[self.rank :: N_PROCESSES]
            results = orthogonalized(torch.stack([wide(updates[i]) for i in mine]))
            for i, result in zip(mine, results):
                turned = result if updates[i].shape[0] <= updates[i].shape[1] else result.mT
                flat[self.offsets[i] : self.offsets[i + 1]] = turned.reshape(-1)
        dist.all_reduce(flat)
        with torch.no_grad():
            for i, matrix in enumerate(self.matrices):
                direction = flat[self.offsets[i] : self.offsets[i + 1]].view_as(matrix)
                scale = max(1, matrix.shape[0] / matrix.shape[1]) ** 0.5
                matrix.mul_(1 - MUON_LR * lr * MUON_DECAY).add_(direction, alpha=-MUON_LR * lr * scale)


class Optimizer:
    """Muon for the matrices and AdamW for the rest, or AdamW for all."""

    def __init__(self, model, kind, rank):
        named = list(model.named_parameters())
        matrices = [p for name, p in named if p.dim() == 2 and "emb" not in name]
        rest = [p for name, p in named if p.dim() == 1 or "emb" in name]
        self.parameters = matrices + rest
        self.muon = Muon(matrices, rank) if kind == "muon" else None
        self.adam_lr = 4e-3 if self.muon else 3e-3
        self.adam = torch.optim.AdamW(
            rest if self.muon else self.parameters, lr=1, betas=(0.9, 0.98), weight_decay=0.0 if self.muon else 0.02
        )

    def average_gradients(self, answer_loss):
        """Averages gradients and loss over the processes; gives loss and gradient norm."""
        flat = torch.cat([p.grad.reshape(-1) for p in self.parameters] + [answer_loss.reshape(1)])
        dist.all_reduce(flat)
        flat /= N_PROCESSES
        at = 0
        for p in self.parameters:
            p.grad = flat[at : at + p.numel()].view_as(p).clone()
            at += p.numel()
        return flat[-1].item(), flat.norm().item()

    def step(self, lr):
        """lr is the share of the highest learning rate."""
        if self.muon:
            self.muon.step(lr)
        else:
            torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for group in self.adam.param_groups:
            group["lr"] = self.adam_lr * lr
        self.adam.step()


def learning_rate(step, done):
    """Warm-up over 40 steps, full to 30 % of the time, then down to 2 %."""
    return min(1.0, (step + 1) / 40) * (1.0 if done < 0.3 else max(0.02, (1 - done) / 0.7))


def loss_function(model):
    """A function of packed rows: the weighted loss, and the answers' own loss."""

    def losses(x, y, weights, mask, positions):
        with torch.autocast("cpu", torch.bfloat16):
            h = model.hidden(x, mask, positions)
            loss = model.losses(h.reshape(-1, h.shape[-1]), y.reshape(-1))
        weights = weights.reshape(-1)
        answers = (weights == 1).float()
        weighted = (loss * weights).sum() / weights.sum()
        return weighted, (loss.detach() * answers).sum() / answers.sum()

    return losses


def worker(rank, minutes, out, kind, n_rows, n_layer):
    """One of the two processes; the first reports and saves."""
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=os.environ.get("DEMO_PORT", "29611"))
    dist.init_process_group("gloo", rank=rank, world_size=N_PROCESSES)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rng = np.random.default_rng(rank)

    with np.load("train.npz") as file:
        data = {name: file[name] for name in file.files}
    used, table = compact(data["toks"])
    lengths = np.diff(data["offs"])
    texts = np.random.default_rng(7).permutation(len(lengths))
    evaluated = pack(lengths, texts[:N_EVALUATED])
    size = N_PROCESSES * n_rows
    source = batches(lengths, texts[N_EVALUATED:], size, 40000 if minutes < 60 else None)

    model = Llama(Cfg(n_layer=n_layer), len(used) + 1, N_VOCAB - len(used))
    optimizer = Optimizer(model, kind, rank)
    losses = loss_function(model)
    compiled = torch.compile(losses, dynamic=False)
    compiled(*rows(evaluated[:n_rows], data, table, rng, False))[0].backward()
    model.zero_grad()
    dist.barrier()

    done = torch.zeros(1)
    begin = time.time()
    reported = step = 0
    smoothed = None
    while done.item() < 1:
        current = next(source)
        done[0] = min(1.0, (time.time() - begin) / (60 * minutes))
        dist.broadcast(done, 0)
        lr = learning_rate(step, done.item())
        loss, answer_loss = compiled(*rows(current[rank * n_rows : (rank + 1) * n_rows], data, table, rng, True))
        loss.backward()
        answer_loss, norm = optimizer.average_gradients(answer_loss)
        optimizer.step(lr)
        model.zero_grad()
        step += 1
        smoothed = answer_loss if smoothed is None else 0.95 * smoothed + 0.05 * answer_loss
        if rank == 0 and (time.time() - reported > 20 or done.item() >= 1):
            reported = time.time()
            print(
                f"{reported - begin:7.1f} s step {step} tokens {step * size * ROW} answer loss {smoothed:.4f}", end=" "
            )
            print(f"lr {lr:.3f} grad {norm:.2f}", flush=True)

    if rank == 0:
        with torch.no_grad():
            parts = [evaluated[i : i + n_rows] for i in range(0, len(evaluated) - n_rows + 1, n_rows)]
            answer_losses = [losses(*rows(part, data, table, rng, False))[1].item() for part in parts]
        print("answer loss on unseen texts of training topics", np.mean(answer_losses))
        torch.save(dict(state=model.state_dict(), used=used, cfg=model.c.__dict__), out)
    dist.destroy_process_group()


def main(minutes, out, kind, n_rows=16, n_layer=6):
    mp.spawn(worker, (float(minutes), out, kind, int(n_rows), int(n_layer)), nprocs=N_PROCESSES)


if __name__ == "__main__":
    main(*sys.argv[1:])
