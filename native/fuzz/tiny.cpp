#include "fuzz.h"

#include <utility>

namespace {

constexpr uint32_t kVersion = 3, kAlignment = 32;
constexpr uint32_t kUint32 = 4, kFloat32 = 6, kString = 8; /* gguf_type */
constexpr uint32_t kF32 = 0;                               /* ggml_type */
constexpr uint32_t kBlocks = 3, kWidth = 32, kTokens = 64, kFeedForward = 64, kHeads = 2;

/* GGUF as its specification has it: little-endian, strings with a 64-bit length. */
struct gguf_bytes {
    std::string entries, infos, data;
    uint64_t n_entries = 0, n_tensors = 0;

    template <class Value> static void put(std::string &to, Value value) { to.append(reinterpret_cast<const char *>(&value), sizeof value); }
    static void put_text(std::string &to, const std::string &words) {
        put<uint64_t>(to, words.size());
        to += words;
    }
    void key(const std::string &name, uint32_t type) {
        n_entries++;
        put_text(entries, name);
        put(entries, type);
    }
    void text(const std::string &name, const std::string &words) {
        key(name, kString);
        put_text(entries, words);
    }
    void number(const std::string &name, uint32_t value) {
        key(name, kUint32);
        put(entries, value);
    }
    void real(const std::string &name, float value) {
        key(name, kFloat32);
        put(entries, value);
    }
    /* Values between -1 / 8 and 1 / 8 that look random, or 1. */
    void tensor(const std::string &name, const std::vector<uint64_t> &shape, bool is_norm) {
        n_tensors++;
        put_text(infos, name);
        put(infos, static_cast<uint32_t>(shape.size()));
        uint64_t n = 1;
        for (uint64_t length : shape) {
            put(infos, length);
            n *= length;
        }
        put(infos, kF32);
        put<uint64_t>(infos, data.size());
        for (uint64_t i = 0; i < n; i++) {
            const auto mixed = static_cast<uint32_t>((i + 1) * 2654435761U + n_tensors * 40503U);
            put(data, is_norm ? 1.0F : (static_cast<float>(mixed >> 16U) / 65536.0F - 0.5F) / 4);
        }
        data.resize((data.size() + kAlignment - 1) / kAlignment * kAlignment);
    }
    std::string file() const {
        std::string bytes = "GGUF";
        put(bytes, kVersion);
        put(bytes, n_tensors);
        put(bytes, n_entries);
        bytes += entries + infos;
        bytes.resize((bytes.size() + kAlignment - 1) / kAlignment * kAlignment);
        return bytes + data;
    }
};

}  // namespace

std::string fuzz::tiny_model() {
    gguf_bytes gguf;
    gguf.text("general.architecture", "llama");
    gguf.number("llama.block_count", kBlocks);
    gguf.number("llama.context_length", 128);
    gguf.number("llama.embedding_length", kWidth);
    gguf.number("llama.feed_forward_length", kFeedForward);
    gguf.number("llama.attention.head_count", kHeads);
    gguf.real("llama.attention.layer_norm_rms_epsilon", 1e-5F);
    gguf.number("llama.vocab_size", kTokens);
    gguf.text("tokenizer.ggml.model", "no_vocab");
    gguf.tensor("token_embd.weight", {kWidth, kTokens}, false);
    gguf.tensor("output_norm.weight", {kWidth}, true);
    gguf.tensor("output.weight", {kWidth, kTokens}, false);
    for (uint32_t il = 0; il < kBlocks; il++) {
        const std::string block = "blk." + std::to_string(il) + ".";
        for (const char *name : {"attn_q", "attn_k", "attn_v", "attn_output"}) gguf.tensor(block + name + ".weight", {kWidth, kWidth}, false);
        for (const char *name : {"ffn_gate", "ffn_up"}) gguf.tensor(block + name + ".weight", {kWidth, kFeedForward}, false);
        gguf.tensor(block + "ffn_down.weight", {kFeedForward, kWidth}, false);
        for (const char *name : {"attn_norm", "ffn_norm"}) gguf.tensor(block + name + ".weight", {kWidth}, true);
    }
    return gguf.file();
}
