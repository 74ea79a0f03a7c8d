/* What the native tests share: checks that count their failures, and texts as batches. */
#pragma once

#include "steer.h"

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

inline int failures = 0;

/* Active in every build type, unlike assert. */
inline void check(bool holds, const char *what, int line) {
    if (holds) return;
    failures++;
    std::fprintf(stderr, "line %d: %s does not hold; last error: %s\n", line, what, steer_last_error());
}
#define CHECK(what) check(what, #what, __LINE__)

inline bool refused(int status, int wanted) { return status == wanted && std::strlen(steer_last_error()) > 0; }
#define CHECK_REFUSED(call) CHECK(refused(call, STEER_ERROR_ARGUMENT))

inline const std::string text = "[INST] Did Marco Polo invent a glass phone? [/INST] No, nobody has ever shown that.";

struct tokenized {
    std::vector<int32_t> tokens, starts;
};

inline tokenized tokenize(const steer_model *model, const std::string &words) {
    tokenized result;
    int32_t n = 0;
    steer_model_tokenize(model, words.data(), words.size(), true, nullptr, 0, nullptr, nullptr, 0, &n);
    result.tokens.resize(static_cast<size_t>(n));
    result.starts.resize(static_cast<size_t>(n));
    CHECK(steer_model_tokenize(model, words.data(), words.size(), true, nullptr, 0, result.tokens.data(), result.starts.data(), n,
                               &n) == STEER_OK);
    return result;
}

/* One text as sequence 0 from position 0, every token an output. */
struct batch {
    std::vector<int32_t> tokens, positions, counts, sequences;
    std::vector<int8_t> outputs, injected; /* injected empty: no token */

    explicit batch(const std::vector<int32_t> &ids)
        : tokens(ids), counts(ids.size(), 1), sequences(ids.size(), 0), outputs(ids.size(), 1) {
        for (size_t i = 0; i < ids.size(); i++) positions.push_back(static_cast<int32_t>(i));
    }
    int32_t size() const { return static_cast<int32_t>(tokens.size()); }
    int decode(steer_context *context) const {
        return steer_context_decode(context, size(), tokens.data(), positions.data(), counts.data(), sequences.data(),
                                    outputs.data(), injected.empty() ? nullptr : injected.data());
    }
};

inline steer_context *new_context(steer_model *model) {
    steer_context_params params = steer_context_default_params();
    params.n_ctx = 256;
    params.n_batch = 128;
    params.n_seq_max = 4;
    steer_context *context = nullptr;
    CHECK(steer_context_init(model, params, &context) == STEER_OK);
    CHECK(context != nullptr);
    return context;
}

/* All logits of a fresh decode of the batch. */
inline std::vector<float> logits(steer_model *model, steer_context *context, const batch &b) {
    const auto n_vocab = static_cast<size_t>(steer_model_n_vocab(model));
    std::vector<float> all;
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(b.decode(context) == STEER_OK);
    for (int32_t i = 0; i < b.size(); i++) {
        const float *row = steer_context_logits(context, i);
        CHECK(row != nullptr);
        if (row) all.insert(all.end(), row, row + n_vocab);
    }
    return all;
}

inline bool same_bits(const std::vector<float> &a, const std::vector<float> &b) {
    return a.size() == b.size() && !a.empty() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}
