/* The context behind a steer_context handle. */
#pragma once

#include <memory>
#include <vector>

#include "llama.h"
#include "lora.h"
#include "steer.h"

struct steer_context {
    std::shared_ptr<llama_model> model; /* declared first, so freed last */
    std::shared_ptr<steer::lora_adapter> lora; /* the one that is applied, or NULL */
    std::unique_ptr<llama_context, decltype(&llama_free)> context{nullptr, llama_free};
    steer_context_params params;
    std::vector<int8_t> outputs; /* of the last decode: which tokens have logits; empty when none are valid */

    int32_t n_vocab() const { return llama_vocab_n_tokens(llama_model_get_vocab(model.get())); }
};

namespace steer {

/* The logits behind token i of the last decode; fails where it was no output. */
const float *logits_row(steer_context *context, int32_t i);

}  // namespace steer
