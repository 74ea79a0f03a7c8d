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

    int32_t injected_layer = -1;  /* the block after which direction is added, or -1 */
    std::vector<float> direction; /* [n_embd] */

    /* Before a decode: which of its tokens get the direction (NULL = none), and which are outputs. */
    void begin(int32_t n_tokens, const int8_t *injected, const int8_t *outputs);
    /* After begin: nothing is computed once the last wanted block is kept. */
    void stop_after_wanted();
    /* After it: fails where the graph did not show the rows that were to be changed. */
    void end() const;

    /* Whether anything is wanted of this tensor. */
    bool wants(const ggml_tensor *tensor) const;
    /* Changes it and then keeps it, as asked; false = what follows is not to be computed. */
    bool take(ggml_tensor *tensor);

private:
    void inject(ggml_tensor *tensor);
    void keep(const ggml_tensor *tensor, int32_t block);

    std::vector<int8_t> token_rows, output_rows; /* of the decode that goes on: whether a token, an output gets the direction */
    bool all = false, any = false;               /* tokens that get it */
    size_t rows_seen = 0;                        /* of the injected layer */
    bool is_readable = true;                     /* whether its rows could be told apart */
    int32_t last_block = -1;                     /* behind which the decode ends; -1 = it goes on */
    bool is_over = false;                        /* whether that is reached */
};

}  // namespace steer

struct steer_context {
    std::shared_ptr<llama_model> model; /* declared first, so freed last */
    std::shared_ptr<steer::lora_adapter> lora; /* the one that is applied, or NULL */
    std::unique_ptr<llama_context, decltype(&llama_free)> context{nullptr, llama_free};
    steer_context_params params;
    float row_factor = 0; /* as the model's */
    steer::residual_tap tap;
    std::vector<int8_t> outputs; /* of the last decode: which tokens have logits; empty when none are valid */

    int32_t n_vocab() const { return llama_vocab_n_tokens(llama_model_get_vocab(model.get())); }
};

namespace steer {

/* The logits behind token i of the last decode; fails where it was no output. */
const float *logits_row(steer_context *context, int32_t i);

}  // namespace steer
