"""Trains the demo model on the CPU: two processes of one thread each (a barrier per step instead of hundreds), bf16 autocast,
torch.compile, documents packed into rows of 128 with a block-diagonal causal mask. The schedule follows the clock.
usage: train.py MINUTES OUT.pt muon|adam [rows per process] [layers]"""

import sys, os, time, math, numpy as np, torch, torch.distributed as dist, torch.multiprocessing as mp, torch.nn.functional as F
from model import *

T = 128


def compact(toks, keep=None):
    used = np.unique(toks) if keep is None else keep
    m = np.full(32000, len(used), np.int64)
    m[used] = np.arange(len(used))
    return used, m


def pack(lens, idx):
    bins = []
    for g in range(0, len(idx), 512):
        cur = []
        for i in sorted(idx[g : g + 512], key=lambda i: -lens[i]):
            for b in cur:
                if b[0] + lens[i] <= T:
                    b[0] += lens[i]
                    b[1].append(i)
                    break
            else:
                cur.append([lens[i], [i]])
        bins += [b[1] for b in cur]
    return bins


def rows(bins, d, m, rng, unk):
    B = len(bins)
    x = np.zeros((B, T), np.int64)
    y = np.zeros((B, T), np.int64)
    w = np.zeros((B, T), np.float32)
    doc = np.full((B, T), -1, np.int64)
    pos = np.zeros((B, T), np.int64)
    for r, bn in enumerate(bins):
        p = 0
        for j, i in enumerate(bn):
            t = m[d["toks"][d["offs"][i] : d["offs"][i + 1]]]
            n = len(t)
            s = int(d["starts"][i])
            c = t.copy()
            ww = np.where(np.arange(1, n) >= s, 1.0, 0.2)
            ww = np.append(ww, 0.0)
            if unk:  # now and then a question word is replaced by the shared unused row
                z = np.where(rng.random(n) < 0.01)[0]
                z = z[(z > 4) & (z < s - 4)]
                c[z] = m.max()
                ww[z - 1] = 0
            x[r, p : p + n] = c
            y[r, p : p + n - 1] = t[1:]
            w[r, p : p + n] = ww
            doc[r, p : p + n] = j
            pos[r, p : p + n] = np.arange(n)
            p += n
    mask = (doc[:, :, None] == doc[:, None, :]) & np.tril(np.ones((T, T), bool))
    return [torch.from_numpy(a) for a in (x, y, w, mask[:, None], pos)]


def ns(G, steps=5):
    X = G.bfloat16()
    X = X / (X.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        A = X @ X.mT
        X = 3.4445 * X + (-4.7750 * A + 2.0315 * A @ A) @ X
    return X.float()


def worker(rank, minutes, out, opt, B, layers):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=os.environ.get("DEMO_PORT", "29611"))
    dist.init_process_group("gloo", rank=rank, world_size=2)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rng = np.random.default_rng(rank)
    z = np.load("train.npz")
    d = {k: z[k] for k in z.files}
    used, m = compact(d["toks"])
    n = len(d["offs"]) - 1
    lens = np.diff(d["offs"])
    idx = np.random.default_rng(7).permutation(n)
    ev = pack(lens, idx[:400])
    idx = idx[400:]
    model = Llama(Cfg(n_layer=layers), len(used) + 1, 32000 - len(used))

    def fwd(x, y, w, mask, pos):
        with torch.autocast("cpu", torch.bfloat16):
            h = model.hidden(x, mask, pos)
            l = model.losses(h.reshape(-1, h.shape[-1]), y.reshape(-1))
        w = w.reshape(-1)
        a = (w == 1).float()
        return (l * w).sum() / w.sum(), (l.detach() * a).sum() / a.sum()

    cf = torch.compile(fwd, dynamic=False)
    mats = [p for k, p in model.named_parameters() if p.dim() == 2 and "emb" not in k]
    rest = [p for k, p in model.named_parameters() if p.dim() == 1 or "emb" in k]
    ps = mats + rest
    if opt == "muon":
        adam = torch.optim.AdamW(rest, lr=1, betas=(0.9, 0.98), weight_decay=0.0)
        mom = [torch.zeros_like(p) for p in mats]
        LRA = 4e-3
    else:
        adam = torch.optim.AdamW(ps, lr=1, betas=(0.9, 0.98), weight_decay=0.02)
        LRA = 3e-3
    t = time.time()
    b0 = rows(ev[:B], d, m, rng, False)
    cf(*b0)[0].backward()
    model.zero_grad()
    dist.barrier()
    if rank == 0:
        print(
            f"compiled in {time.time()-t:.0f} s, {sum(p.numel() for p in ps)} parameters, {len(used)} used tokens",
            flush=True,
        )
    ck = torch.zeros(1)
    t0 = time.time()
    step = 0
    run = None
    toks = 0
    log = 0
    epoch = 0
    bins = []
    while True:
        if len(bins) < 2 * B:
            r = np.random.default_rng(100 + epoch)
            bins = pack(lens, r.permutation(idx).tolist()[: 40000 if minutes < 60 else None])
            bins = [bins[i] for i in r.permutation(len(bins))]
            epoch += 1
        cur, bins = bins[: 2 * B], bins[2 * B :]
        ck[0] = (time.time() - t0) / (60 * minutes)
        dist.broadcast(ck, 0)
        f = min(1.0, ck.item())
        lr = min(1.0, (step + 1) / 40) * (1.0 if f < 0.3 else max(0.02, (1 - f) / 0.7))
        loss, al = cf(*rows(cur[rank * B : (rank + 1) * B], d, m, rng, True))
        loss.backward()
        g = torch.cat([p.grad.reshape(-1) for p in ps] + [al.reshape(1)])
        dist.all_reduce(g)
        g /= 2
        al = g[-1].item()
        o = 0
        gn = g.norm().item()
        for p in ps:
            p.grad = g[o : o + p.numel()].view_as(p).clone()
            o += p.numel()
        if opt == "muon":
            ups = []
            for p, b in zip(mats, mom):
                b.mul_(0.95).add_(p.grad, alpha=0.05)
                ups.append(b * 0.95 + p.grad * 0.05)
            groups = {}
            for i, u in enumerate(ups):
                groups.setdefault((min(u.shape), max(u.shape)), []).append(i)
            flat = torch.zeros(sum(p.numel() for p in mats))
            off = np.concatenate([[0], np.cumsum([p.numel() for p in mats])])
            for gi in groups.values():
                mine = gi[rank::2]
                X = ns(torch.stack([ups[i] if ups[i].shape[0] <= ups[i].shape[1] else ups[i].mT for i in mine]))
                for i, q in zip(mine, X):
                    flat[off[i] : off[i + 1]] = (q if ups[i].shape[0] <= ups[i].shape[1] else q.mT).reshape(-1)
            dist.all_reduce(flat)
            with torch.no_grad():
                for i, p in enumerate(mats):
                    p.mul_(1 - 0.02 * lr * 0.05).add_(
                        flat[off[i] : off[i + 1]].view_as(p), alpha=-0.02 * lr * max(1, p.shape[0] / p.shape[1]) ** 0.5
                    )
        else:
            torch.nn.utils.clip_grad_norm_(ps, 1.0)
        for gr in adam.param_groups:
            gr["lr"] = LRA * lr
        adam.step()
        model.zero_grad()
        step += 1
        toks += 2 * B * T
        run = al if run is None else 0.95 * run + 0.05 * al
        if rank == 0 and (time.time() - log > 20 or f >= 1):
            log = time.time()
            print(
                f"{time.time()-t0:7.1f} s step {step} tokens {toks} answer loss {run:.4f} lr {lr:.3f} grad {gn:.2f}",
                flush=True,
            )
        if f >= 1:
            break
    if rank == 0:
        with torch.no_grad():
            print(
                "unseen training-topic samples, answer loss",
                np.mean([fwd(*rows(ev[i : i + B], d, m, rng, False))[1].item() for i in range(0, len(ev) - B + 1, B)]),
            )
        torch.save(dict(state=model.state_dict(), used=used, cfg=model.c.__dict__), out)
        print("wall", time.time() - t0, "steps", step, "tokens", toks)
    dist.destroy_process_group()


if __name__ == "__main__":
    a = sys.argv
    mp.spawn(
        worker, (float(a[1]), a[2], a[3], int(a[4]) if len(a) > 4 else 16, int(a[5]) if len(a) > 5 else 6), nprocs=2
    )
