"""Llama in plain torch with a compact output table: one row is shared by all tokens that the grammar never uses.

log p(unused token) = logit_unused - logsumexp(used logits, logit_unused + log N_unused): the softmax over all 32,000.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class Cfg:
    def __init__(self, **changes):
        self.n_embd = 256
        self.n_layer = 6
        self.n_head = 4
        self.n_kv = 2
        self.n_ff = 512
        self.eps = 1e-5
        self.theta = 10000.0
        self.ctx = 512
        self.__dict__.update(changes)


def rope(n_positions, head_size, theta):
    """Cosines and sines of the rotary embedding, [n_positions, head_size]."""
    frequencies = 1.0 / theta ** (torch.arange(0, head_size, 2).float() / head_size)
    angles = torch.outer(torch.arange(n_positions).float(), frequencies)
    angles = torch.cat([angles, angles], -1)
    return angles.cos(), angles.sin()


def rotate(x, cos, sin):
    half = x.shape[-1] // 2
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], -1) * sin


def linear(n_in, n_out):
    return nn.Linear(n_in, n_out, bias=False)


class Block(nn.Module):
    """Attention and gated feed-forward, each behind an RMS norm."""

    def __init__(self, cfg):
        super().__init__()
        self.c = cfg
        self.hd = cfg.n_embd // cfg.n_head
        self.n1 = nn.Parameter(torch.ones(cfg.n_embd))
        self.n2 = nn.Parameter(torch.ones(cfg.n_embd))
        self.q = linear(cfg.n_embd, cfg.n_embd)
        self.k = linear(cfg.n_embd, cfg.n_kv * self.hd)
        self.v = linear(cfg.n_embd, cfg.n_kv * self.hd)
        self.o = linear(cfg.n_embd, cfg.n_embd)
        self.g = linear(cfg.n_embd, cfg.n_ff)
        self.u = linear(cfg.n_embd, cfg.n_ff)
        self.d = linear(cfg.n_ff, cfg.n_embd)

    def heads(self, x, n):
        batch, length, _ = x.shape
        return x.view(batch, length, n, self.hd).transpose(1, 2)

    def forward(self, x, cos, sin, mask=None):
        batch, length, width = x.shape
        h = F.rms_norm(x, (width,), self.n1, self.c.eps)
        q = self.heads(self.q(h), self.c.n_head)
        k = self.heads(self.k(h), self.c.n_kv)
        v = self.heads(self.v(h), self.c.n_kv)
        q = rotate(q, cos, sin).to(v.dtype)
        k = rotate(k, cos, sin).to(v.dtype)
        group = self.c.n_head // self.c.n_kv
        if group > 1:
            k = k.repeat_interleave(group, 1)
            v = v.repeat_interleave(group, 1)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        x = x + self.o(a.transpose(1, 2).reshape(batch, length, width))
        h = F.rms_norm(x, (width,), self.n2, self.c.eps)
        return x + self.d(F.silu(self.g(h)) * self.u(h))


class Llama(nn.Module):
    def __init__(self, cfg, n_rows, n_unused):
        super().__init__()
        self.c = cfg
        self.emb = nn.Embedding(n_rows, cfg.n_embd)
        self.blocks = nn.ModuleList(Block(cfg) for _ in range(cfg.n_layer))
        self.norm = nn.Parameter(torch.ones(cfg.n_embd))
        self.n_unused = n_unused
        cos, sin = rope(cfg.ctx, cfg.n_embd // cfg.n_head, cfg.theta)
        self.register_buffer("cos", cos, False)
        self.register_buffer("sin", sin, False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02 if "emb" in name else 0.5 / math.sqrt(parameter.shape[1]))
        for block in self.blocks:
            for weight in (block.o.weight, block.d.weight):
                weight.data.mul_(1 / math.sqrt(2 * cfg.n_layer))

    def hidden(self, ids, mask=None, pos=None):
        """The normed output of the last block; pos gives each token's position where texts are packed into rows."""
        x = self.emb(ids)
        length = ids.shape[1]
        if pos is None:
            cos, sin = self.cos[:length], self.sin[:length]
        else:
            cos, sin = self.cos[pos][:, None], self.sin[pos][:, None]
        for block in self.blocks:
            x = block(x, cos, sin, mask)
        return F.rms_norm(x, (self.c.n_embd,), self.norm, self.c.eps)

    def losses(self, h, targets):
        """Loss of each position, h being [positions, n_embd]; the unused row is never a target."""
        z = F.linear(h, self.emb.weight).float()
        z = torch.cat([z[:, :-1], z[:, -1:] + math.log(self.n_unused)], 1)
        return F.cross_entropy(z, targets, reduction="none")
