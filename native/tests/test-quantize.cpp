/* Quantization and importance matrices on the demo model: test-quantize MODEL.gguf. Prints each failed check; exits 1 after any. */
#include "check.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace {

void quantized_files_load(const std::string &path) {
    CHECK(steer_quantize(path.c_str(), "q8_0.gguf", "Q8_0", 1, false, nullptr, nullptr, nullptr) == STEER_OK);
    steer_model *model = nullptr;
    CHECK(steer_model_init("q8_0.gguf", steer_model_default_params(), nullptr, nullptr, &model) == STEER_OK);
    steer_model_free(model);
    CHECK(steer_quantize(path.c_str(), "x.gguf", "q99", 1, false, nullptr, nullptr, nullptr) != STEER_OK);
    CHECK(steer_quantize("text.gguf", "x.gguf", "q8_0", 1, false, nullptr, nullptr, nullptr) != STEER_OK);
    CHECK(steer_quantize("q8_0.gguf", "x.gguf", "q4_0", 1, false, nullptr, nullptr, nullptr) != STEER_OK);
    CHECK(!std::ifstream("x.gguf"));
    CHECK(steer_quantize_type(0) != nullptr);
    CHECK(steer_quantize_type(-1) == nullptr);
    CHECK(steer_quantize_type(1000) == nullptr);
    CHECK(steer_quantize_file_type("Q8_0") == 7);
    CHECK(steer_quantize_file_type("q99") == -1);
    CHECK(steer_quantize_file_type(nullptr) == -1);
}

void a_plan_says_what_is_needed(const std::string &path) {
    bool needs_imatrix = true;
    size_t length = 1;
    CHECK(steer_quantize_plan(path.c_str(), "q4_k_m", nullptr, &needs_imatrix, nullptr, 0, &length) == STEER_OK);
    CHECK(!needs_imatrix && length == 0);
    CHECK(steer_quantize_plan(path.c_str(), "iq2_xs", nullptr, &needs_imatrix, nullptr, 0, &length) == STEER_OK);
    CHECK(needs_imatrix);
    CHECK(steer_quantize_plan("text.gguf", "q8_0", nullptr, &needs_imatrix, nullptr, 0, &length) != STEER_OK);
    CHECK(steer_quantize_plan(path.c_str(), "q99", nullptr, &needs_imatrix, nullptr, 0, &length) != STEER_OK);
    CHECK(steer_quantize_plan(path.c_str(), "q8_0", nullptr, nullptr, nullptr, 0, &length) == STEER_ERROR_ARGUMENT);
}

void importances_are_checked(const std::string &path) {
    steer_imatrix *imatrix = nullptr;
    CHECK(steer_imatrix_init("matrix.gguf", std::string(500, 'a').c_str(), 3, &imatrix) == STEER_OK);
    const std::vector<float> values{1, 2, 3};
    const std::vector<float> broken{1, -2, 3};
    CHECK(steer_imatrix_add(imatrix, "blk.0.ffn_up.weight", broken.data(), 3) == STEER_ERROR_ARGUMENT);
    CHECK(steer_imatrix_add(imatrix, "blk.0.ffn_up.weight", values.data(), 0) == STEER_ERROR_ARGUMENT);
    CHECK(steer_imatrix_add(imatrix, "blk.0.ffn_up.weight", values.data(), 3) == STEER_OK);
    CHECK(steer_imatrix_add(imatrix, "blk.0.ffn_up.weight", values.data(), 3) == STEER_ERROR_ARGUMENT);
    /* 3 values are too few for this tensor */
    CHECK(steer_quantize(path.c_str(), "x.gguf", "q4_0", 1, false, imatrix, nullptr, nullptr) == STEER_ERROR_FILE);
    CHECK(!std::ifstream("x.gguf") && !std::ifstream("x.gguf.part"));
    steer_imatrix_free(imatrix);
    steer_imatrix_free(nullptr);
    CHECK(steer_imatrix_init("matrix.gguf", nullptr, -1, &imatrix) == STEER_ERROR_ARGUMENT);
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: test-quantize MODEL.gguf\n");
        return 2;
    }
    const std::string path = argv[1];
    quantized_files_load(path);
    a_plan_says_what_is_needed(path);
    importances_are_checked(path);
    std::printf("%d failed checks\n", failures);
    return failures == 0 ? 0 : 1;
}
