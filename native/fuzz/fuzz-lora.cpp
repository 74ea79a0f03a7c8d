/* Bytes of a LoRA adapter's file for the bundled model: what loads is applied, and the model must decode with it. */
#include "fuzz.h"

namespace {

struct loaded {
    steer_model *model = nullptr;
    steer_context *context = nullptr;

    loaded() {
        const std::string path = fuzz::bundled_path("models/steerage-demo-f16.gguf");
        fuzz::expect(steer_model_init(path.c_str(), steer_model_default_params(), nullptr, nullptr, &model) == STEER_OK, "the model loads");
        steer_context_params params = steer_context_default_params();
        params.n_ctx = params.n_batch = 32;
        params.n_seq_max = params.n_threads = 1;
        fuzz::expect(steer_context_init(model, params, &context) == STEER_OK, "a context is made");
    }
};

}  // namespace

std::vector<std::string> fuzz::seeds() {
    return {bundled("models/demo/loras/corrigible.gguf"), bundled("models/demo/vectors/corrigible.gguf"), tiny_model()};
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const loaded base;
    const fuzz::memory_file file(data, size);
    steer_lora *lora = nullptr;
    if (fuzz::checked(steer_lora_init(base.model, file.path(), &lora)) != STEER_OK) {
        EXPECT(lora == nullptr);
        return 0;
    }
    EXPECT(fuzz::checked(steer_context_set_lora(base.context, lora, 1)) == STEER_OK);
    steer_lora_free(lora); /* the context has a reference */
    const int32_t token = 5, position = 0, count = 1, sequence = 0;
    const int8_t output = 1;
    fuzz::checked(steer_context_clear(base.context));
    fuzz::checked(steer_context_decode(base.context, 1, &token, &position, &count, &sequence, &output, nullptr));
    EXPECT(fuzz::checked(steer_context_clear_lora(base.context)) == STEER_OK);
    return 0;
}
