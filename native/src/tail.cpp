#include "guard.h"
#include "model.h"
#include "placement.h"
#include "tail_file.h"

using steer::fail;
using steer::guard;
using steer::require;

namespace {

/* Whether rows of the residual stream can take the place of tokens in every graph of this model. */
void check_graph(const llama_model *model) {
    const llama_rope_type rope = llama_model_rope_type(model);
    if (llama_model_is_recurrent(model) || llama_model_is_hybrid(model) || !llama_model_has_decoder(model) || llama_model_has_encoder(model) ||
        llama_model_n_embd_inp(model) != llama_model_n_embd(model) || rope == LLAMA_ROPE_TYPE_MROPE || rope == LLAMA_ROPE_TYPE_IMROPE ||
        rope == LLAMA_ROPE_TYPE_VISION) {
        fail(STEER_ERROR_FILE, "this model cannot be run from a block in its middle");
    }
}

}  // namespace

int steer_tail_size(const char *path, int32_t first_layer, uint64_t *bytes) {
    return guard([&] {
        require(path && bytes, "path and bytes must not be NULL");
        *bytes = steer::tail_file(path, first_layer).weight_bytes();
    });
}

int steer_model_init_tail(const char *path, int32_t first_layer, steer_model_params params, steer_model **out) {
    return guard([&] {
        require(path && out, "path and out must not be NULL");
        *out = nullptr;
        steer::tail_file tail(path, first_layer);
        const steer::file_handle file = tail.open();
        steer::placement place(params);
        llama_model_params p = place.params();
        p.load_mode = LLAMA_LOAD_MODE_NONE; /* a stream cannot be mapped */
        p.lazy_mode = LLAMA_LAZY_MODE_OFF;
        std::shared_ptr<llama_model> loaded(llama_model_load_from_file_ptr(file.get(), p), llama_model_free);
        if (!loaded) fail(STEER_ERROR_FILE, "llama.cpp cannot load the last blocks of this file as a model");
        check_graph(loaded.get());
        *out = new steer_model{std::move(loaded), false, tail.input_factor()};
    });
}
