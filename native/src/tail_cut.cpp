#include "tail_cut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <vector>

#include "guard.h"
#include "llama.h"

using steer::fail;

namespace {

/*
 * Architectures whose graph (src/models/ of llama.cpp v0.5.0) begins with build_inp_embd, gives l_out, and looks at a token's id nowhere else, so that
 * it can go on from rows of the residual stream. Recurrent ones are not among them, nor those with an encoder, with several positions a token, or
 * with layers behind the last block.
 */
constexpr std::array kCuttable = {
    "afmoe",     "apertus",   "arcee",      "arctic",  "baichuan", "bailingmoe", "bitnet",   "bloom",     "chameleon", "chatglm", "codeshell",
    "cohere2",   "command-r", "dbrx",       "deci",    "deepseek", "dots1",      "exaone",   "falcon",    "gemma",     "gemma2",  "gemma3",
    "gpt-oss",   "gpt2",      "gptneox",    "granite", "grok",     "grovemoe",   "internlm2", "jais",     "jais2",     "llama",   "llama4",
    "maincoder", "mellum",    "minicpm3",   "mistral3", "mpt",     "nemotron",   "olmo",     "olmo2",     "olmoe",     "openelm", "orion",
    "phi2",      "phi3",      "plamo",      "plm",     "qwen",     "qwen2",      "qwen2moe", "qwen3",     "qwen3moe",  "refact",  "seed_oss",
    "smollm3",   "stablelm",  "starcoder",  "starcoder2", "xverse"};

/* Of load_swa_pattern's callers: every period-th block, the last of each period or the first one, sees all tokens. */
struct window_pattern {
    const char *architecture;
    uint32_t period;
    bool dense_first;
};

constexpr std::array kWindows = {window_pattern{"afmoe", 4, false},  window_pattern{"cohere2", 4, false}, window_pattern{"gemma2", 2, false},
                                 window_pattern{"gemma3", 6, false}, window_pattern{"gpt-oss", 2, false}, window_pattern{"llama4", 4, false},
                                 window_pattern{"mellum", 4, false}, window_pattern{"olmo2", 4, false}};

/* Their graphs multiply the input with the square root of its width, whatever it is; others do so with embeddings of tokens alone. */
constexpr std::array kScaled = {"afmoe", "gemma", "gemma2"};

template <class List> bool has(const List &list, const std::string &name) {
    return std::any_of(list.begin(), list.end(), [&](const char *known) { return name == known; });
}

int64_t find(const gguf_context *metadata, const std::string &key, gguf_type type) {
    const int64_t id = gguf_find_key(metadata, key.c_str());
    return id >= 0 && gguf_get_kv_type(metadata, id) == type ? id : -1;
}

size_t element_size(gguf_type type) {
    switch (type) {
        case GGUF_TYPE_UINT8:
        case GGUF_TYPE_INT8:
        case GGUF_TYPE_BOOL: return 1;
        case GGUF_TYPE_UINT16:
        case GGUF_TYPE_INT16: return 2;
        case GGUF_TYPE_UINT32:
        case GGUF_TYPE_INT32:
        case GGUF_TYPE_FLOAT32: return 4;
        case GGUF_TYPE_UINT64:
        case GGUF_TYPE_INT64:
        case GGUF_TYPE_FLOAT64: return 8;
        default: return 0;
    }
}

/* Arrays with one value a block keep those of the blocks that stay. */
void cut_arrays(const gguf_context *from, gguf_context *metadata, int32_t blocks, int32_t first_layer) {
    for (int64_t id = 0; id < gguf_get_n_kv(from); id++) {
        const char *key = gguf_get_key(from, id);
        const bool of_model = std::strncmp(key, "tokenizer.", 10) != 0 && std::strncmp(key, "general.", 8) != 0;
        if (!of_model || std::strstr(key, "rope.dimension_sections") || gguf_get_kv_type(from, id) != GGUF_TYPE_ARRAY) continue;
        const gguf_type type = gguf_get_arr_type(from, id);
        const size_t size = element_size(type), n = gguf_get_arr_n(from, id);
        if (size == 0 || n != static_cast<size_t>(blocks)) continue;
        const auto *values = static_cast<const char *>(gguf_get_arr_data(from, id));
        const auto first = static_cast<size_t>(first_layer);
        gguf_set_arr_data(metadata, key, type, values + first * size, n - first);
    }
}

/* A period counts from block 0, which is another one now: an array says what each block is. */
void cut_windows(const gguf_context *from, gguf_context *metadata, const std::string &architecture, int32_t blocks, int32_t first_layer) {
    const auto known = std::find_if(kWindows.begin(), kWindows.end(), [&](const window_pattern &p) { return architecture == p.architecture; });
    const std::string key = architecture + ".attention.sliding_window_pattern";
    const int64_t id = gguf_find_key(from, key.c_str());
    if (known == kWindows.end() || (id >= 0 && gguf_get_kv_type(from, id) == GGUF_TYPE_ARRAY)) return;
    const int64_t own = find(from, key, GGUF_TYPE_UINT32);
    const uint32_t period = own >= 0 ? gguf_get_val_u32(from, own) : known->period;
    std::vector<int8_t> pattern;
    for (auto il = static_cast<uint32_t>(first_layer); il < static_cast<uint32_t>(blocks); il++) {
        const bool windowed = period == 0 || (known->dense_first ? il % period != 0 : il % period < period - 1);
        pattern.push_back(windowed ? 1 : 0);
    }
    gguf_set_arr_data(metadata, key.c_str(), GGUF_TYPE_BOOL, pattern.data(), pattern.size());
}

}  // namespace

std::string steer::cuttable_architecture(const gguf_context *metadata) {
    const int64_t id = find(metadata, "general.architecture", GGUF_TYPE_STRING);
    if (id < 0) fail(STEER_ERROR_FILE, "the file names no architecture");
    const std::string name = gguf_get_val_str(metadata, id);
    if (!has(kCuttable, name)) fail(STEER_ERROR_FILE, "models of architecture " + name + " cannot be run from a block in their middle");
    return name;
}

int32_t steer::block_count(const gguf_context *metadata, const std::string &architecture) {
    const int64_t id = find(metadata, architecture + ".block_count", GGUF_TYPE_UINT32);
    const uint32_t count = id < 0 ? 0 : gguf_get_val_u32(metadata, id);
    if (count < 1 || count > 4096) fail(STEER_ERROR_FILE, "the file does not say how many blocks it has");
    return static_cast<int32_t>(count);
}

void steer::cut_metadata(const gguf_context *from, gguf_context *metadata, const std::string &architecture, int32_t first_layer) {
    const int32_t blocks = block_count(from, architecture);
    gguf_remove_key(metadata, "general.alignment"); /* the default one, by which the tensors stand here */
    gguf_set_val_u32(metadata, (architecture + ".block_count").c_str(), static_cast<uint32_t>(blocks - first_layer));
    cut_arrays(from, metadata, blocks, first_layer);
    cut_windows(from, metadata, architecture, blocks, first_layer);
    const std::string dense = architecture + ".leading_dense_block_count";
    const int64_t id = find(from, dense, GGUF_TYPE_UINT32);
    if (id >= 0) {
        const uint32_t before = gguf_get_val_u32(from, id), cut = static_cast<uint32_t>(first_layer);
        gguf_set_val_u32(metadata, dense.c_str(), before > cut ? before - cut : 0);
    }
    /* rows from the middle are no embeddings of tokens, which some architectures multiply with it */
    gguf_set_val_f32(metadata, (architecture + ".embedding_scale").c_str(), 1.0f);
}

float steer::input_factor(const gguf_context *metadata, const std::string &architecture) {
    const int64_t width = find(metadata, architecture + ".embedding_length", GGUF_TYPE_UINT32);
    if (!has(kScaled, architecture) || width < 0) return 1;
    return 1 / std::sqrt(static_cast<float>(gguf_get_val_u32(metadata, width)));
}
