#include "lora.h"

#include <cmath>
#include <string>

#include "context.h"
#include "ggml.h"
#include "gguf.h"
#include "guard.h"
#include "model.h"

using steer::fail;
using steer::guard;
using steer::require;

namespace {

/* What llama.cpp does not check and would end the process for on its own threads: matrices of numbers that it can multiply with. */
void check_tensors(const char *path) {
    ggml_context *shapes = nullptr;
    gguf_init_params params{/* no_alloc */ true, &shapes};
    const std::unique_ptr<gguf_context, decltype(&gguf_free)> file(gguf_init_from_file(path, params), gguf_free);
    const std::unique_ptr<ggml_context, decltype(&ggml_free)> owner(shapes, ggml_free);
    if (!file) fail(STEER_ERROR_FILE, "llama.cpp cannot read this file as GGUF");
    for (ggml_tensor *t = ggml_get_first_tensor(shapes); t; t = ggml_get_next_tensor(shapes, t)) {
        const std::string name = std::string("tensor '") + ggml_get_name(t) + "' ";
        const bool number = t->type == GGML_TYPE_F32 || t->type == GGML_TYPE_F16 || t->type == GGML_TYPE_BF16 || ggml_is_quantized(t->type);
        if (!number) fail(STEER_ERROR_FILE, name + "has the type " + ggml_type_name(t->type) + ", which no adapter's matrix has");
        if (t->ne[3] != 1) fail(STEER_ERROR_FILE, name + "has four dimensions");
    }
}

}  // namespace

int steer_lora_init(steer_model *model, const char *path, steer_lora **out) {
    return guard([&] {
        require(model && path && out, "model, path and out must not be NULL");
        require(!model->vocab_only, "a model without weights cannot be adapted");
        *out = nullptr;
        check_tensors(path);
        auto lora = std::make_shared<steer::lora_adapter>();
        lora->model = model->model;
        lora->adapter.reset(llama_adapter_lora_init(model->model.get(), path));
        if (!lora->adapter) fail(STEER_ERROR_FILE, "llama.cpp cannot load this file as a LoRA adapter of the model");
        if (llama_adapter_get_alora_n_invocation_tokens(lora->adapter.get()) > 0) {
            fail(STEER_ERROR_FILE, "this adapter is to be switched on by tokens of the text (activated LoRA), and cannot be applied to a whole text");
        }
        *out = new steer_lora{std::move(lora)};
    });
}

void steer_lora_free(steer_lora *lora) { delete lora; }

int steer_context_set_lora(steer_context *context, steer_lora *lora, float scale) {
    return guard([&] {
        require(context && lora, "context and lora must not be NULL");
        require(lora->lora->model == context->model, "the adapter was loaded for another model than the context's");
        require(std::isfinite(scale), "the scale of an adapter must be finite");
        llama_adapter_lora *adapter = lora->lora->adapter.get();
        if (llama_set_adapters_lora(context->context.get(), &adapter, 1, &scale) != 0) {
            fail(STEER_ERROR_INTERNAL, "llama.cpp refused the adapter");
        }
        context->lora = lora->lora; /* after the call: the one before was in use until here */
    });
}

int steer_context_clear_lora(steer_context *context) {
    return guard([&] {
        require(context, "context must not be NULL");
        if (llama_set_adapters_lora(context->context.get(), nullptr, 0, nullptr) != 0) {
            fail(STEER_ERROR_INTERNAL, "llama.cpp refused to take the adapter away");
        }
        context->lora.reset();
    });
}
