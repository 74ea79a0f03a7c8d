#include "imatrix.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "guard.h"

using steer::fail;
using steer::guard;
using steer::require;

namespace {

/* llama_model_kv_override holds so many bytes and a terminator. */
constexpr size_t kMostText = sizeof(llama_model_kv_override::val_str) - 1;

/* The longest beginning that fits and does not end within a UTF-8 character. */
std::string cut(const std::string &text) {
    size_t n = std::min(text.size(), kMostText);
    while (n > 0 && n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) n--;
    return text.substr(0, n);
}

llama_model_kv_override key(const char *name) {
    llama_model_kv_override value{};
    std::strncpy(value.key, name, sizeof(value.key) - 1);
    return value;
}

llama_model_kv_override text(const char *name, const std::string &words) {
    llama_model_kv_override value = key(name);
    value.tag = LLAMA_KV_OVERRIDE_TYPE_STR;
    const std::string start = cut(words);
    std::memcpy(value.val_str, start.c_str(), start.size() + 1);
    return value;
}

llama_model_kv_override number(const char *name, int64_t n) {
    llama_model_kv_override value = key(name);
    value.tag = LLAMA_KV_OVERRIDE_TYPE_INT;
    value.val_i64 = n;
    return value;
}

}  // namespace

/* The keys are those of llama.cpp's quantize tool (tools/quantize/quantize.cpp). */
steer::imatrix_params::imatrix_params(const steer_imatrix *imatrix) {
    if (!imatrix) return;
    for (const auto &entry : imatrix->entries) {
        data.push_back({entry.first.c_str(), entry.second.data(), entry.second.size()});
    }
    data.push_back({nullptr, nullptr, 0});
    metadata.push_back(text("quantize.imatrix.file", imatrix->file));
    if (!imatrix->dataset.empty()) metadata.push_back(text("quantize.imatrix.dataset", imatrix->dataset));
    metadata.push_back(number("quantize.imatrix.entries_count", static_cast<int64_t>(imatrix->entries.size())));
    if (imatrix->n_chunks > 0) metadata.push_back(number("quantize.imatrix.chunks_count", imatrix->n_chunks));
    metadata.push_back({});
}

void steer::imatrix_params::put_into(llama_model_quantize_params &params) const {
    if (data.empty()) return;
    params.imatrix = data.data();
    params.kv_overrides = metadata.data();
}

int steer_imatrix_init(const char *file, const char *dataset, int32_t n_chunks, steer_imatrix **out) {
    return guard([&] {
        require(file && out, "file and out must not be NULL");
        require(n_chunks >= 0, "n_chunks must not be negative");
        *out = new steer_imatrix{file, dataset ? dataset : "", n_chunks, {}};
    });
}

void steer_imatrix_free(steer_imatrix *imatrix) { delete imatrix; }

int steer_imatrix_add(steer_imatrix *imatrix, const char *tensor, const float *values, int64_t n_values) {
    return guard([&] {
        require(imatrix && tensor && values, "imatrix, tensor and values must not be NULL");
        require(n_values > 0, "n_values must be positive");
        require(std::all_of(values, values + n_values, [](float v) { return std::isfinite(v) && v >= 0; }),
                "importances must be finite and not negative");
        require(imatrix->entries.emplace(tensor, std::vector<float>(values, values + n_values)).second,
                std::string("tensor '") + tensor + "' is there twice");
    });
}
