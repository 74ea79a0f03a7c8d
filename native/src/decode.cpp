/* Decoding: tokens, tokens as far as some block, and rows of the residual stream in place of tokens. */
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "context.h"
#include "guard.h"

using steer::fail;
using steer::guard;
using steer::require;

namespace {

/* What every kind of batch has; arrays as in steer.h. */
struct places {
    int32_t n_tokens;
    const int32_t *positions, *n_sequences, *sequences;
    const int8_t *outputs;
};

/* What llama.cpp would end the process for is refused here. Positions that do not follow each other it reports itself. */
void check_places(const steer_context *context, const places &p) {
    require(p.positions && p.n_sequences && p.sequences && p.outputs, "no array of a batch may be NULL");
    require(p.n_tokens >= 1 && p.n_tokens <= context->params.n_batch,
            "a batch must have 1 to " + std::to_string(context->params.n_batch) + " tokens, not " + std::to_string(p.n_tokens));
    const int32_t *sequence = p.sequences;
    for (int32_t i = 0; i < p.n_tokens; i++) {
        const std::string where = " of token " + std::to_string(i) + " of the batch";
        require(p.positions[i] >= 0, "position" + where + " is negative");
        require(p.n_sequences[i] >= 1 && p.n_sequences[i] <= context->params.n_seq_max,
                "number of sequences" + where + " must be 1 to " + std::to_string(context->params.n_seq_max));
        for (int32_t s = 0; s < p.n_sequences[i]; s++, sequence++) {
            require(*sequence >= 0 && *sequence < context->params.n_seq_max,
                    "sequence " + std::to_string(*sequence) + where + " must be 0 to " + std::to_string(context->params.n_seq_max - 1));
        }
    }
}

void check_tokens(const steer_context *context, int32_t n_tokens, const int32_t *tokens) {
    require(tokens, "no array of a batch may be NULL");
    require(context->row_factor == 0, "a model without its first blocks takes rows of the residual stream, not tokens");
    const int32_t n_vocab = context->n_vocab();
    for (int32_t i = 0; i < n_tokens; i++) {
        require(tokens[i] >= 0 && tokens[i] < n_vocab,
                "id " + std::to_string(tokens[i]) + " of token " + std::to_string(i) + " of the batch is not in the vocabulary");
    }
}

/* A graph that takes one sequence after the other has its rows in another order than the batch. */
void check_injected(const steer_context *context, int32_t n_tokens, const int8_t *injected) {
    const llama_model *model = context->model.get();
    if (!injected || context->tap.injected_layer < 0 || !(llama_model_is_recurrent(model) || llama_model_is_hybrid(model))) return;
    for (int32_t i = 1; i < n_tokens; i++) {
        require((injected[i] != 0) == (injected[0] != 0), "a direction is added at all tokens of a recurrent model's batch or at none");
    }
}

/* Either tokens or rows, [n_tokens, n_embd], is there. The tap has begun. */
void decode(steer_context *context, const places &p, const int32_t *tokens, const float *rows) {
    std::vector<llama_seq_id *> lists(static_cast<size_t>(p.n_tokens));
    auto *next = const_cast<llama_seq_id *>(p.sequences);
    for (int32_t i = 0; i < p.n_tokens; next += p.n_sequences[i], i++) lists[static_cast<size_t>(i)] = next;
    llama_batch batch{};
    batch.n_tokens = p.n_tokens;
    batch.token = const_cast<llama_token *>(tokens);
    batch.embd = const_cast<float *>(rows);
    batch.pos = const_cast<llama_pos *>(p.positions);
    batch.n_seq_id = const_cast<int32_t *>(p.n_sequences);
    batch.seq_id = lists.data();
    batch.logits = const_cast<int8_t *>(p.outputs);
    const int32_t result = llama_decode(context->context.get(), batch);
    if (result == 1) fail(STEER_ERROR_MEMORY, "the KV cache has no room for " + std::to_string(p.n_tokens) + " tokens");
    if (result == -1) fail(STEER_ERROR_ARGUMENT, "llama.cpp refused the batch: its positions do not go on from those in the cache");
    if (result != 0) fail(STEER_ERROR_INTERNAL, "llama.cpp could not decode the batch");
    llama_synchronize(context->context.get());
    context->tap.end();
    context->outputs.assign(p.outputs, p.outputs + p.n_tokens);
}

/* Copies rows as the tail's graph wants them, with the direction, where there is one, at the marked tokens. */
std::vector<float> steered(const steer_context *context, const float *rows, size_t n_tokens, const float *direction, const int8_t *injected) {
    const auto n_embd = static_cast<size_t>(llama_model_n_embd(context->model.get()));
    std::vector<float> result(rows, rows + n_tokens * n_embd);
    for (size_t token = 0; direction && token < n_tokens; token++) {
        if (injected && !injected[token]) continue;
        for (size_t i = 0; i < n_embd; i++) result[token * n_embd + i] += direction[i];
    }
    if (context->row_factor != 1) {
        for (float &value : result) value *= context->row_factor;
    }
    return result;
}

}  // namespace

int steer_context_decode(steer_context *context, int32_t n_tokens, const int32_t *tokens, const int32_t *positions,
                         const int32_t *n_sequences, const int32_t *sequences, const int8_t *outputs, const int8_t *injected) {
    return guard([&] {
        require(context, "context must not be NULL");
        const places p{n_tokens, positions, n_sequences, sequences, outputs};
        check_places(context, p);
        check_tokens(context, n_tokens, tokens);
        check_injected(context, n_tokens, injected);
        context->outputs.clear();
        context->tap.begin(n_tokens, injected, outputs);
        decode(context, p, tokens, nullptr);
    });
}

int steer_context_decode_trunk(steer_context *context, int32_t n_tokens, const int32_t *tokens, const int32_t *positions,
                               const int32_t *n_sequences, const int32_t *sequences) {
    return guard([&] {
        require(context, "context must not be NULL");
        const std::vector<int8_t> none(static_cast<size_t>(std::max(n_tokens, 0)));
        const places p{n_tokens, positions, n_sequences, sequences, none.data()};
        check_places(context, p);
        check_tokens(context, n_tokens, tokens);
        const std::vector<int8_t> &wanted = context->tap.wanted;
        require(std::count(wanted.begin(), wanted.end(), int8_t{1}) > 0, "no layer is captured, so there is no trunk to decode");
        context->outputs.clear();
        context->tap.begin(n_tokens, nullptr, none.data());
        context->tap.stop_after_wanted();
        decode(context, p, tokens, nullptr);
    });
}

int steer_context_decode_residual(steer_context *context, int32_t n_tokens, const float *rows, size_t n_floats, const float *direction,
                                  const int32_t *positions, const int32_t *n_sequences, const int32_t *sequences, const int8_t *outputs,
                                  const int8_t *injected) {
    return guard([&] {
        require(context && rows, "context and rows must not be NULL");
        const places p{n_tokens, positions, n_sequences, sequences, outputs};
        check_places(context, p);
        require(context->row_factor != 0, "this model has all its blocks and takes tokens, not rows of the residual stream");
        const auto n_embd = static_cast<size_t>(llama_model_n_embd(context->model.get()));
        const size_t wanted = static_cast<size_t>(n_tokens) * n_embd;
        require(n_floats == wanted, "these tokens have " + std::to_string(wanted) + " values, not " + std::to_string(n_floats));
        for (size_t i = 0; direction && i < n_embd; i++) {
            require(std::isfinite(direction[i]), "value " + std::to_string(i) + " of the direction is not finite");
        }
        context->outputs.clear();
        context->tap.begin(n_tokens, nullptr, outputs);
        decode(context, p, nullptr, steered(context, rows, static_cast<size_t>(n_tokens), direction, injected).data());
    });
}
