#include "context.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <thread>

#include "guard.h"
#include "model.h"

using steer::fail;
using steer::guard;
using steer::require;

namespace {

constexpr int32_t kMostSequences = 256; /* LLAMA_MAX_SEQ in llama.cpp's src/llama-cparams.h */

void check(const steer_context_params &p) {
    require(p.n_ctx >= 1 && p.n_ctx <= 1 << 26, "n_ctx must be 1 to 2^26");
    require(p.n_batch >= 1 && p.n_batch <= 1 << 20, "n_batch must be 1 to 2^20");
    require(p.n_seq_max >= 1 && p.n_seq_max <= kMostSequences, "n_seq_max must be 1 to 256");
    require(p.n_threads >= 1 && p.n_threads <= 512, "n_threads must be 1 to 512");
    require(p.kv_type == STEER_KV_F32 || p.kv_type == STEER_KV_F16, "kv_type must be STEER_KV_F32 or STEER_KV_F16");
}

/* llama.cpp asks of every tensor whether it is wanted, and shows those that are once they are computed. */
bool on_tensor(ggml_tensor *tensor, bool ask, void *user) {
    steer::residual_tap &tap = static_cast<steer_context *>(user)->tap;
    if (ask) return tap.wants(tensor);
    return tap.take(tensor);
}

llama_context_params translate(const steer_context_params &p, steer_context *made) {
    llama_context_params c = llama_context_default_params();
    if (!p.bare) {
        c.cb_eval = on_tensor;
        c.cb_eval_user_data = made;
    }
    /* llama.cpp makes room for one output a sequence and asserts that a batch, and so the cache, holds as many */
    c.n_batch = c.n_ubatch = static_cast<uint32_t>(std::max(p.n_batch, p.n_seq_max));
    c.n_ctx = static_cast<uint32_t>(std::max({p.n_ctx, p.n_batch, p.n_seq_max}));
    c.n_seq_max = static_cast<uint32_t>(p.n_seq_max);
    c.n_threads = c.n_threads_batch = p.n_threads;
    c.type_k = c.type_v = p.kv_type == STEER_KV_F16 ? GGML_TYPE_F16 : GGML_TYPE_F32;
    c.flash_attn_type = p.flash_attention ? LLAMA_FLASH_ATTN_TYPE_ENABLED : LLAMA_FLASH_ATTN_TYPE_DISABLED;
    c.kv_unified = true; /* one cell may belong to several sequences: shared prompts */
    c.no_perf = true;
    return c;
}

}  // namespace

steer_context_params steer_context_default_params(void) {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    return {2048, 512, 64, static_cast<int32_t>(cores), STEER_KV_F32, false, false};
}

int steer_context_init(steer_model *model, steer_context_params params, steer_context **out) {
    return guard([&] {
        require(model && out, "model and out must not be NULL");
        *out = nullptr;
        require(!model->vocab_only, "a model that was loaded without weights cannot decode");
        check(params);
        auto made = std::make_unique<steer_context>();
        made->model = model->model;
        made->params = params;
        made->row_factor = model->row_factor;
        const auto n_layer = static_cast<size_t>(llama_model_n_layer(model->model.get()));
        made->tap.wanted.resize(n_layer);
        made->tap.captured.resize(n_layer);
        made->context.reset(llama_init_from_model(model->model.get(), translate(params, made.get())));
        if (!made->context) fail(STEER_ERROR_MEMORY, "llama.cpp cannot make a context of this size");
        if (!llama_get_memory(made->context.get())) {
            fail(STEER_ERROR_FILE, "this model keeps no context, so it gives no next-token likelihoods");
        }
        *out = made.release();
    });
}

void steer_context_free(steer_context *context) { delete context; }

int steer_context_set_control_vector(steer_context *context, const float *directions, size_t n_floats) {
    return guard([&] {
        require(context && directions, "context and directions must not be NULL");
        const auto n_embd = static_cast<size_t>(llama_model_n_embd(context->model.get()));
        const auto n_layer = static_cast<size_t>(llama_model_n_layer(context->model.get()));
        require(n_floats == n_embd * n_layer, "a control vector of this model has " + std::to_string(n_layer) + " x " +
                                                  std::to_string(n_embd) + " values, not " + std::to_string(n_floats));
        for (size_t i = 0; i < n_floats; i++) {
            require(std::isfinite(directions[i]), "value " + std::to_string(i % n_embd) + " of layer " +
                                                      std::to_string(i / n_embd) + " of the control vector is not finite");
            require(i >= n_embd || directions[i] == 0, "llama.cpp's control vectors cannot steer layer 0");
        }
        const int32_t last = static_cast<int32_t>(n_layer) - 1;
        if (last < 1) return; /* one block only, which cannot be steered */
        if (llama_set_adapter_cvec(context->context.get(), directions + n_embd, n_floats - n_embd,
                                   static_cast<int32_t>(n_embd), 1, last) != 0) {
            fail(STEER_ERROR_INTERNAL, "llama.cpp refused the control vector");
        }
    });
}

int steer_context_clear_control_vector(steer_context *context) {
    return guard([&] {
        require(context, "context must not be NULL");
        if (llama_set_adapter_cvec(context->context.get(), nullptr, 0, llama_model_n_embd(context->model.get()), -1, -1) != 0) {
            fail(STEER_ERROR_INTERNAL, "llama.cpp refused to take the control vector away");
        }
    });
}

int steer_context_clear(steer_context *context) {
    return guard([&] {
        require(context, "context must not be NULL");
        llama_memory_clear(llama_get_memory(context->context.get()), false);
        context->outputs.clear();
    });
}

int steer_context_remove(steer_context *context, int32_t sequence, int32_t p0) {
    return guard([&] {
        require(context, "context must not be NULL");
        require(sequence >= 0 && sequence < context->params.n_seq_max, "no sequence has this number");
        require(p0 >= 0, "p0 must not be negative");
        if (!llama_memory_seq_rm(llama_get_memory(context->context.get()), sequence, p0, -1)) {
            fail(STEER_ERROR_INTERNAL, "this model's memory cannot forget the end of a sequence");
        }
    });
}

int steer_context_keep(steer_context *context, int32_t sequence) {
    return guard([&] {
        require(context, "context must not be NULL");
        require(sequence >= 0 && sequence < context->params.n_seq_max, "no sequence has this number");
        llama_memory_seq_keep(llama_get_memory(context->context.get()), sequence);
        context->outputs.clear();
    });
}

int steer_context_branch(steer_context *context, int32_t from, const int32_t *sequences, int32_t n) {
    return guard([&] {
        require(context && (sequences || n == 0) && n >= 0, "context and sequences must not be NULL and n not negative");
        require(!llama_model_is_recurrent(context->model.get()) && !llama_model_is_hybrid(context->model.get()),
                "sequences of a recurrent model cannot branch off one another");
        llama_memory_t memory = llama_get_memory(context->context.get());
        const int32_t end = context->params.n_seq_max;
        require(from >= 0 && from < end, "no sequence has this number");
        for (int32_t k = 0; k < n; k++) {
            require(sequences[k] >= 0 && sequences[k] < end && sequences[k] != from, "a branch must be another sequence of the context");
            require(llama_memory_seq_pos_max(memory, sequences[k]) < 0, "sequence " + std::to_string(sequences[k]) + " holds tokens already");
        }
        for (int32_t k = 0; k < n; k++) llama_memory_seq_cp(memory, from, sequences[k], -1, -1);
    });
}

const float *steer::logits_row(steer_context *context, int32_t i) {
    require(context, "context must not be NULL");
    require(i >= 0 && static_cast<size_t>(i) < context->outputs.size() && context->outputs[static_cast<size_t>(i)],
            "token " + std::to_string(i) + " of the last decode is no output");
    const float *row = llama_get_logits_ith(context->context.get(), i);
    if (!row) fail(STEER_ERROR_INTERNAL, "llama.cpp has no logits for token " + std::to_string(i));
    return row;
}

const float *steer_context_logits(steer_context *context, int32_t i) {
    const float *row = nullptr;
    guard([&] { row = steer::logits_row(context, i); });
    return row;
}
