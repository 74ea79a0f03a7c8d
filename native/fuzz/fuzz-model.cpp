/* Bytes of a model file: loading it, cutting it, and planning its quantization. The first two bytes choose the layer and the type. */
#include "fuzz.h"

std::vector<std::string> fuzz::seeds() {
    const std::string vector = bundled("models/demo/vectors/myopia.gguf"), none(1, '\0');
    return {"\1\1" + tiny_model(), "\2\7" + tiny_model(), "\1\x1e" + tiny_model(), none + none + vector};
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz::input in(data, size);
    const int32_t layer = in.take<int8_t>();
    const char *type = steer_quantize_type(in.below(40));
    const std::string bytes = in.rest();
    const fuzz::memory_file file(bytes.data(), bytes.size());

    steer_model *model = nullptr;
    if (fuzz::checked(steer_model_init(file.path(), steer_model_default_params(), nullptr, nullptr, &model)) == STEER_OK) {
        size_t length = 0;
        fuzz::checked(steer_model_description(model, nullptr, 0, &length));
        fuzz::checked(steer_model_ftype(model, nullptr, 0, &length));
        fuzz::checked(steer_model_metadata(model, "general.architecture", nullptr, 0, &length));
    }
    EXPECT((std::strlen(steer_last_error()) > 0) == (model == nullptr));
    steer_model_free(model);

    uint64_t weights = 0;
    steer_model *tail = nullptr;
    const bool has_tail = fuzz::checked(steer_tail_size(file.path(), layer, &weights)) == STEER_OK;
    const int loaded = fuzz::checked(steer_model_init_tail(file.path(), layer, steer_model_default_params(), &tail));
    EXPECT(has_tail || loaded != STEER_OK);
    EXPECT((loaded == STEER_OK) == (tail != nullptr));
    steer_model_free(tail);

    bool needs_imatrix = false;
    size_t length = 0;
    fuzz::checked(steer_quantize_plan(file.path(), type ? type : "q99", nullptr, &needs_imatrix, nullptr, 0, &length));
    return 0;
}
