/* The model behind a steer_model handle. */
#pragma once

#include <memory>
#include <string>

#include "llama.h"
#include "steer.h"

struct steer_model {
    /* shared with contexts, so that handles may be freed in any order */
    std::shared_ptr<llama_model> model;
    bool vocab_only;
    /* of a tail: what rows of the residual stream are multiplied with before its graph gets them; 0 = the model takes tokens */
    float row_factor = 0;

    const llama_vocab *vocab() const { return llama_model_get_vocab(model.get()); }
};

namespace steer {

/* Copies text by the buffer rule of steer.h. */
void copy_out(const char *text, size_t text_length, char *buf, size_t buf_size, size_t *length);

/* The bytes of a token as they stand in a text. */
std::string piece(const llama_vocab *vocab, llama_token token);

}  // namespace steer
