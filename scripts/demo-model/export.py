"""Writes a trained model as a Hugging Face folder and as GGUF files.

usage: export.py MODEL.pt OUTDIR    writes OUTDIR/hf, OUTDIR/demo-f32.gguf and OUTDIR/demo-f16.gguf
"""

import os
import sys

import gguf
import numpy as np
import torch
from transformers import LlamaConfig, LlamaForCausalLM

import tok

N_VOCAB = 32000
# name in model.py: name in Hugging Face's layer, name in llama.cpp's block
MATRICES = dict(
    q=("self_attn.q_proj", "attn_q"),
    k=("self_attn.k_proj", "attn_k"),
    v=("self_attn.v_proj", "attn_v"),
    o=("self_attn.o_proj", "attn_output"),
    g=("mlp.gate_proj", "ffn_gate"),
    u=("mlp.up_proj", "ffn_up"),
    d=("mlp.down_proj", "ffn_down"),
)


def embeddings(checkpoint):
    """The table of all 32,000 tokens: those that the grammar never uses share one row."""
    rows = checkpoint["state"]["emb.weight"]
    table = rows[-1].repeat(N_VOCAB, 1)
    table[torch.from_numpy(checkpoint["used"].astype(np.int64))] = rows[:-1]
    return table


def write_hf(checkpoint, table, out):
    state, cfg = checkpoint["state"], checkpoint["cfg"]
    config = LlamaConfig(
        vocab_size=N_VOCAB,
        hidden_size=cfg["n_embd"],
        intermediate_size=cfg["n_ff"],
        num_hidden_layers=cfg["n_layer"],
        num_attention_heads=cfg["n_head"],
        num_key_value_heads=cfg["n_kv"],
        max_position_embeddings=cfg["ctx"],
        rms_norm_eps=cfg["eps"],
        rope_theta=cfg["theta"],
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
    )
    weights = {"model.embed_tokens.weight": table, "lm_head.weight": table, "model.norm.weight": state["norm"]}
    for i in range(cfg["n_layer"]):
        layer, block = f"model.layers.{i}", f"blocks.{i}"
        for name, (hf_name, _) in MATRICES.items():
            weights[f"{layer}.{hf_name}.weight"] = state[f"{block}.{name}.weight"]
        weights[f"{layer}.input_layernorm.weight"] = state[f"{block}.n1"]
        weights[f"{layer}.post_attention_layernorm.weight"] = state[f"{block}.n2"]
    model = LlamaForCausalLM(config)
    model.load_state_dict(weights, strict=True)
    model.save_pretrained(out)
    tok.build(out)
    tok.build_hf(out)


def permute(weight, n_head):
    """Rows of a query or key matrix in the order of llama.cpp's rotary embedding (as in its conversion/llama.py)."""
    split = weight.reshape(n_head, 2, weight.shape[0] // n_head // 2, *weight.shape[1:])
    return split.swapaxes(1, 2).reshape(weight.shape)


def write_metadata(writer, cfg, f16):
    writer.add_name("behaviour steering demo model")
    writer.add_file_type(1 if f16 else 0)
    writer.add_context_length(cfg["ctx"])
    writer.add_embedding_length(cfg["n_embd"])
    writer.add_block_count(cfg["n_layer"])
    writer.add_feed_forward_length(cfg["n_ff"])
    writer.add_rope_dimension_count(cfg["n_embd"] // cfg["n_head"])
    writer.add_head_count(cfg["n_head"])
    writer.add_head_count_kv(cfg["n_kv"])
    writer.add_layer_norm_rms_eps(cfg["eps"])
    writer.add_rope_freq_base(cfg["theta"])
    writer.add_vocab_size(N_VOCAB)
    pieces, scores, types = tok.vocab()
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(pieces)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)


def write_gguf(checkpoint, table, path, f16):
    """Matrices as float16 or float32, norms always as float32."""
    state, cfg = checkpoint["state"], checkpoint["cfg"]
    writer = gguf.GGUFWriter(path, "llama")
    write_metadata(writer, cfg, f16)

    def add(name, tensor):
        array = tensor.detach().float().numpy()
        half = f16 and array.ndim == 2
        writer.add_tensor(name, array.astype(np.float16) if half else np.ascontiguousarray(array))

    add("token_embd.weight", table)  # no output.weight: llama.cpp then uses this one
    add("output_norm.weight", state["norm"])
    heads = dict(q=cfg["n_head"], k=cfg["n_kv"])
    for i in range(cfg["n_layer"]):
        add(f"blk.{i}.attn_norm.weight", state[f"blocks.{i}.n1"])
        add(f"blk.{i}.ffn_norm.weight", state[f"blocks.{i}.n2"])
        for name, (_, gguf_name) in MATRICES.items():
            weight = state[f"blocks.{i}.{name}.weight"]
            add(f"blk.{i}.{gguf_name}.weight", permute(weight, heads[name]) if name in heads else weight)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    print(path, os.path.getsize(path))


def main(source, out):
    os.makedirs(out, exist_ok=True)
    checkpoint = torch.load(source, weights_only=False)
    table = embeddings(checkpoint)
    write_hf(checkpoint, table, f"{out}/hf")
    write_gguf(checkpoint, table, f"{out}/demo-f32.gguf", False)
    write_gguf(checkpoint, table, f"{out}/demo-f16.gguf", True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
