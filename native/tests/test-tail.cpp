/* The last blocks of a model on their own, through steer.h on the demo model: test-tail MODEL.gguf. */
#include "check.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace {

/* The residual stream after a layer as the whole model has it, by a trunk's decode. */
std::vector<float> trunk(steer_model *model, steer_context *context, const batch &b, int32_t layer) {
    std::vector<float> rows(b.tokens.size() * static_cast<size_t>(steer_model_n_embd(model)));
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(steer_context_capture(context, &layer, 1) == STEER_OK);
    CHECK(steer_context_decode_trunk(context, b.size(), b.tokens.data(), b.positions.data(), b.counts.data(), b.sequences.data()) == STEER_OK);
    CHECK(steer_context_copy_residuals(context, layer, rows.data(), rows.size()) == STEER_OK);
    CHECK(steer_context_capture(context, nullptr, 0) == STEER_OK);
    CHECK(steer_context_clear(context) == STEER_OK);
    return rows;
}

int decode(steer_context *context, const batch &b, const std::vector<float> &rows, const float *direction) {
    return steer_context_decode_residual(context, b.size(), rows.data(), rows.size(), direction, b.positions.data(), b.counts.data(),
                                         b.sequences.data(), b.outputs.data(), b.injected.empty() ? nullptr : b.injected.data());
}

std::vector<float> tail_logits(steer_model *model, steer_context *context, const batch &b, const std::vector<float> &rows, const float *direction) {
    std::vector<float> all;
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(decode(context, b, rows, direction) == STEER_OK);
    for (int32_t i = 0; i < b.size(); i++) {
        const float *row = steer_context_logits(context, i);
        CHECK(row != nullptr);
        if (row) all.insert(all.end(), row, row + steer_model_n_vocab(model));
    }
    return all;
}

steer_model *tail_of(const char *path, int32_t first) {
    steer_model *tail = nullptr;
    CHECK(steer_model_init_tail(path, first, steer_model_default_params(), &tail) == STEER_OK);
    return tail;
}

void a_tail_after_the_trunk_is_the_whole_model(const char *path, steer_model *model, steer_context *whole, const batch &b) {
    const int32_t n_layer = steer_model_n_layer(model);
    std::vector<float> direction(static_cast<size_t>(steer_model_n_embd(model)));
    for (size_t i = 0; i < direction.size(); i++) direction[i] = std::sin(static_cast<float>(i));
    for (int32_t first = 1; first < n_layer; first++) {
        steer_model *tail = tail_of(path, first);
        steer_context *context = new_context(tail);
        CHECK(steer_model_n_layer(tail) == n_layer - first);
        uint64_t bytes = 0;
        CHECK(steer_tail_size(path, first, &bytes) == STEER_OK);
        CHECK(bytes == steer_model_size(tail));
        const std::vector<float> rows = trunk(model, whole, b, first - 1);
        CHECK(same_bits(tail_logits(tail, context, b, rows, nullptr), logits(model, whole, b)));
        CHECK(steer_context_set_injection(whole, first - 1, direction.data(), direction.size()) == STEER_OK);
        batch marked = b;
        for (int step : {1, 2}) {
            marked.injected.assign(b.tokens.size(), 0);
            for (size_t i = 0; i < marked.injected.size(); i += static_cast<size_t>(step)) marked.injected[i] = 1;
            const std::vector<float> wanted = logits(model, whole, marked);
            CHECK(same_bits(tail_logits(tail, context, marked, rows, direction.data()), wanted));
        }
        CHECK(steer_context_clear_injection(whole) == STEER_OK);
        steer_context_free(context);
        steer_model_free(tail);
    }
}

void several_layers_come_from_one_trunk(steer_model *model, steer_context *whole, const batch &b) {
    const std::vector<float> second = trunk(model, whole, b, 1);
    std::vector<float> again(second.size());
    const std::vector<int32_t> layers{0, 1};
    CHECK(steer_context_capture(whole, layers.data(), 2) == STEER_OK);
    CHECK(steer_context_decode_trunk(whole, b.size(), b.tokens.data(), b.positions.data(), b.counts.data(), b.sequences.data()) == STEER_OK);
    CHECK(steer_context_copy_residuals(whole, 1, again.data(), again.size()) == STEER_OK);
    CHECK(same_bits(again, second));
    CHECK(steer_context_copy_residuals(whole, 0, again.data(), again.size()) == STEER_OK);
    CHECK(!same_bits(again, second));
    CHECK(steer_context_logits(whole, 0) == nullptr);
    CHECK_REFUSED(steer_context_copy_residuals(whole, 2, again.data(), again.size()));
    CHECK_REFUSED(steer_context_copy_residuals(whole, 0, again.data(), again.size() - 1));
    CHECK(steer_context_capture(whole, nullptr, 0) == STEER_OK);
    CHECK_REFUSED(steer_context_decode_trunk(whole, b.size(), b.tokens.data(), b.positions.data(), b.counts.data(), b.sequences.data()));
    CHECK(steer_context_clear(whole) == STEER_OK);
}

void what_does_not_fit_is_refused(const char *path, steer_model *model, steer_context *whole, const batch &b) {
    steer_model *none = nullptr;
    uint64_t bytes = 0;
    for (int32_t first : {-1, 0, steer_model_n_layer(model)}) {
        CHECK_REFUSED(steer_model_init_tail(path, first, steer_model_default_params(), &none));
        CHECK_REFUSED(steer_tail_size(path, first, &bytes));
    }
    CHECK_REFUSED(steer_model_init_tail(nullptr, 1, steer_model_default_params(), &none));
    CHECK_REFUSED(steer_model_init_tail(path, 1, steer_model_default_params(), nullptr));
    CHECK(refused(steer_model_init_tail("/nowhere/at-all.gguf", 1, steer_model_default_params(), &none), STEER_ERROR_FILE));
    steer_model *tail = tail_of(path, 1);
    steer_context *context = new_context(tail);
    std::vector<float> rows(b.tokens.size() * static_cast<size_t>(steer_model_n_embd(model)));
    CHECK_REFUSED(decode(whole, b, rows, nullptr));
    CHECK_REFUSED(b.decode(context));
    const std::vector<float> wrong(rows.size(), std::nanf(""));
    CHECK_REFUSED(decode(context, b, rows, wrong.data()));
    rows.pop_back();
    CHECK_REFUSED(decode(context, b, rows, nullptr));
    CHECK_REFUSED(steer_context_decode_residual(context, 1, nullptr, 0, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr));
    steer_context_free(context);
    steer_model_free(tail);
}

/* A file that is cut off anywhere, or has single bytes of its header turned round, is refused or loads, and ends nothing. */
void broken_files_end_no_process(const char *path) {
    std::ifstream in(path, std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const char *broken = "test-tail-broken.gguf";
    const auto attempt = [&](const std::string &bytes) {
        std::ofstream(broken, std::ios::binary) << bytes;
        steer_model *tail = nullptr;
        const int status = steer_model_init_tail(broken, 1, steer_model_default_params(), &tail);
        steer_model_free(tail);
        return status;
    };
    for (size_t size : {size_t{0}, size_t{3}, size_t{100}, size_t{10000}, whole.size() / 2, whole.size() - 1}) {
        CHECK(attempt(whole.substr(0, size)) == STEER_ERROR_FILE);
    }
    for (size_t at = 0; at < 2000; at += 97) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(~bytes[at]);
        attempt(bytes);
    }
    std::remove(broken);
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    steer_model *model = nullptr;
    CHECK(steer_model_init(argv[1], steer_model_default_params(), nullptr, nullptr, &model) == STEER_OK);
    steer_context *context = new_context(model);
    const batch b(tokenize(model, text).tokens);
    a_tail_after_the_trunk_is_the_whole_model(argv[1], model, context, b);
    several_layers_come_from_one_trunk(model, context, b);
    what_does_not_fit_is_refused(argv[1], model, context, b);
    broken_files_end_no_process(argv[1]);
    steer_context_free(context);
    steer_model_free(model);
    if (failures == 0) std::puts("ok");
    return failures == 0 ? 0 : 1;
}
