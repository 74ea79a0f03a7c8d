/* The context behind a steer_context handle. */
#pragma once

#include <memory>
#include <vector>

#include "ggml.h"
#include "llama.h"
#include "lora.h"
#include "steer.h"

namespace steer {

/*
 * What a context does with the residual stream while llama.cpp computes it: "l_out-<il>" in its graphs, after block il and after the control
 * vector. The evaluation callback of llama.cpp runs on the thread that decodes.
 */
struct residual_tap {
    std::vector<int8_t> wanted;               /* [n_layer]: which are kept */
    std::vector<std::vector<float>> captured; /* [n_layer][rows x n_embd] of the last decode */

    /* Whether anything is wanted of this tensor. */
    bool wants(const ggml_tensor *tensor) const;
    void take(ggml_tensor *tensor);
};

}  // namespace steer

struct steer_context {
    std::shared_ptr<llama_model> model; /* declared first, so freed last */
    std::shared_ptr<steer::lora_adapter> lora; /* the one that is applied, or NULL */
    std::unique_ptr<llama_context, decltype(&llama_free)> context{nullptr, llama_free};
    steer_context_params params;
    steer::residual_tap tap;
    std::vector<int8_t> outputs; /* of the last decode: which tokens have logits; empty when none are valid */

    int32_t n_vocab() const { return llama_vocab_n_tokens(llama_model_get_vocab(model.get())); }
};

namespace steer {

/* The logits behind token i of the last decode; fails where it was no output. */
const float *logits_row(steer_context *context, int32_t i);

}  // namespace steer
