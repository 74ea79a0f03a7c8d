#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "context.h"
#include "ggml-backend.h"
#include "guard.h"

using steer::fail;
using steer::guard;
using steer::require;

namespace {

constexpr char kResidual[] = "l_out-";

/* The block whose output a tensor is, or -1. */
int32_t block_of(const ggml_tensor *tensor) {
    const char *name = ggml_get_name(tensor);
    if (std::strncmp(name, kResidual, sizeof kResidual - 1) != 0) return -1;
    char *end = nullptr;
    const long block = std::strtol(name + sizeof kResidual - 1, &end, 10);
    return *end == 0 && block >= 0 && block <= INT32_MAX ? static_cast<int32_t>(block) : -1;
}

}  // namespace

void steer::residual_tap::begin(int32_t n_tokens, const int8_t *injected, const int8_t *outputs) {
    for (std::vector<float> &rows : captured) rows.clear();
    token_rows.clear();
    output_rows.clear();
    for (int32_t i = 0; i < n_tokens; i++) {
        token_rows.push_back(injected && injected[i] ? 1 : 0);
        if (outputs[i]) output_rows.push_back(token_rows.back());
    }
    const auto marked = std::count(token_rows.begin(), token_rows.end(), int8_t{1});
    any = injected_layer >= 0 && marked > 0;
    all = any && marked == n_tokens;
    rows_seen = 0;
    is_readable = true;
    last_block = -1;
    is_over = false;
}

void steer::residual_tap::stop_after_wanted() {
    const auto last = std::find(wanted.rbegin(), wanted.rend(), int8_t{1});
    last_block = static_cast<int32_t>(wanted.rend() - last) - 1;
}

void steer::residual_tap::end() const {
    if (any && (!is_readable || (rows_seen != token_rows.size() && rows_seen != output_rows.size()))) {
        fail(STEER_ERROR_INTERNAL,
             "this model's graph does not give the residual stream after layer " + std::to_string(injected_layer) + ", so nothing can be added there");
    }
}

bool steer::residual_tap::wants(const ggml_tensor *tensor) const {
    if (is_over) return true; /* a graph in several parts goes on with the next one: its first tensor ends it */
    const int32_t block = block_of(tensor);
    if (block < 0 || static_cast<size_t>(block) >= wanted.size()) return false;
    return wanted[static_cast<size_t>(block)] || (any && block == injected_layer);
}

bool steer::residual_tap::take(ggml_tensor *tensor) {
    if (is_over) return false;
    const int32_t block = block_of(tensor);
    if (any && block == injected_layer) inject(tensor);
    if (wanted[static_cast<size_t>(block)]) keep(tensor, block);
    is_over = block == last_block;
    return !is_over;
}

void steer::residual_tap::inject(ggml_tensor *tensor) {
    const auto n_rows = static_cast<size_t>(ggml_nrows(tensor));
    const size_t n_embd = direction.size();
    /* after the last attention llama.cpp goes on with the outputs alone */
    const std::vector<int8_t> &marks = n_rows == token_rows.size() ? token_rows : output_rows;
    rows_seen += n_rows;
    if (tensor->type != GGML_TYPE_F32 || !ggml_is_contiguous(tensor) || static_cast<size_t>(tensor->ne[0]) != n_embd ||
        (!all && n_rows != marks.size())) {
        is_readable = false;
        return;
    }
    if (n_rows == 0) return;
    std::vector<float> rows(n_rows * n_embd);
    ggml_backend_tensor_get(tensor, rows.data(), 0, rows.size() * sizeof(float));
    for (size_t row = 0; row < n_rows; row++) {
        if (!all && !marks[row]) continue;
        for (size_t i = 0; i < n_embd; i++) rows[row * n_embd + i] += direction[i];
    }
    ggml_backend_tensor_set(tensor, rows.data(), 0, rows.size() * sizeof(float));
}

void steer::residual_tap::keep(const ggml_tensor *tensor, int32_t block) {
    if (tensor->type != GGML_TYPE_F32 || !ggml_is_contiguous(tensor)) return; /* none is kept, which the question for it says */
    std::vector<float> &rows = captured[static_cast<size_t>(block)];
    const size_t before = rows.size(), more = static_cast<size_t>(ggml_nelements(tensor));
    rows.resize(before + more);
    ggml_backend_tensor_get(tensor, rows.data() + before, 0, more * sizeof(float));
}

int steer_context_set_injection(steer_context *context, int32_t layer, const float *direction, size_t n_floats) {
    return guard([&] {
        require(context && direction, "context and direction must not be NULL");
        require(!context->params.bare, "a bare context cannot inject");
        const auto n_embd = static_cast<size_t>(llama_model_n_embd(context->model.get()));
        require(layer >= 0 && static_cast<size_t>(layer) < context->tap.wanted.size(),
                "layer " + std::to_string(layer) + " is not one of the " + std::to_string(context->tap.wanted.size()) + " of this model");
        require(n_floats == n_embd,
                "a direction of this model has " + std::to_string(n_embd) + " values, not " + std::to_string(n_floats));
        for (size_t i = 0; i < n_floats; i++) {
            require(std::isfinite(direction[i]), "value " + std::to_string(i) + " of the direction is not finite");
        }
        context->tap.direction.assign(direction, direction + n_floats);
        context->tap.injected_layer = layer;
    });
}

int steer_context_clear_injection(steer_context *context) {
    return guard([&] {
        require(context, "context must not be NULL");
        context->tap.injected_layer = -1;
        context->tap.direction.clear();
    });
}

int steer_context_capture(steer_context *context, const int32_t *layers, int32_t n_layers) {
    return guard([&] {
        require(context && n_layers >= 0 && (layers || n_layers == 0), "context and layers must not be NULL");
        require(!context->params.bare || n_layers == 0, "a bare context cannot capture");
        std::vector<int8_t> wanted(context->tap.wanted.size());
        for (int32_t i = 0; i < n_layers; i++) {
            require(layers[i] >= 0 && static_cast<size_t>(layers[i]) < wanted.size(),
                    "layer " + std::to_string(layers[i]) + " is not one of the " + std::to_string(wanted.size()) + " of this model");
            wanted[static_cast<size_t>(layers[i])] = 1;
        }
        context->tap.wanted = wanted;
    });
}

int steer_context_copy_residuals(steer_context *context, int32_t layer, float *out, size_t n_floats) {
    return guard([&] {
        require(context && out, "context and out must not be NULL");
        require(layer >= 0 && static_cast<size_t>(layer) < context->tap.wanted.size() && context->tap.wanted[static_cast<size_t>(layer)],
                "layer " + std::to_string(layer) + " is not captured");
        const std::vector<float> &rows = context->tap.captured[static_cast<size_t>(layer)];
        const size_t all = context->outputs.size() * static_cast<size_t>(llama_model_n_embd(context->model.get()));
        require(all > 0, "nothing is decoded");
        require(n_floats == all, "the residual stream of the last decode has " + std::to_string(all) + " values, not " + std::to_string(n_floats));
        if (rows.size() != all) {
            fail(STEER_ERROR_INTERNAL, "this model's graph does not give every token's residual stream after layer " + std::to_string(layer));
        }
        std::memcpy(out, rows.data(), all * sizeof(float));
    });
}

const float *steer_context_residual(steer_context *context, int32_t layer, int32_t i) {
    const float *row = nullptr;
    guard([&] {
        require(context, "context must not be NULL");
        require(layer >= 0 && static_cast<size_t>(layer) < context->tap.wanted.size() && context->tap.wanted[static_cast<size_t>(layer)],
                "layer " + std::to_string(layer) + " is not captured");
        require(i >= 0 && static_cast<size_t>(i) < context->outputs.size(), "token " + std::to_string(i) + " is not in the last decode");
        const std::vector<float> &rows = context->tap.captured[static_cast<size_t>(layer)];
        const auto n_embd = static_cast<size_t>(llama_model_n_embd(context->model.get()));
        size_t n_outputs = 0, output = 0;
        for (size_t t = 0; t < context->outputs.size(); t++) {
            if (t == static_cast<size_t>(i)) output = n_outputs;
            n_outputs += context->outputs[t] != 0;
        }
        if (rows.size() == context->outputs.size() * n_embd) {
            row = rows.data() + static_cast<size_t>(i) * n_embd;
        } else if (rows.size() == n_outputs * n_embd) { /* after the last attention llama.cpp goes on with the outputs alone */
            require(context->outputs[static_cast<size_t>(i)], "at the last layer only outputs have a residual, which token " + std::to_string(i) + " is not");
            row = rows.data() + output * n_embd;
        } else {
            fail(STEER_ERROR_INTERNAL, "this model's graph does not give the residual stream after layer " + std::to_string(layer));
        }
    });
    return row;
}
