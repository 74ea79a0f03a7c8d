#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstring>
#include <string>

#include "guard.h"
#include "imatrix.h"
#include "llama.h"

using steer::fail;
using steer::guard;
using steer::require;

namespace {

/* The names of llama.cpp's quantize tool (tools/quantize/quantize.cpp). */
struct type_name {
    const char *name;
    llama_ftype type;
};

constexpr type_name kTypes[] = {
    {"f32", LLAMA_FTYPE_ALL_F32},          {"f16", LLAMA_FTYPE_MOSTLY_F16},
    {"bf16", LLAMA_FTYPE_MOSTLY_BF16},     {"q8_0", LLAMA_FTYPE_MOSTLY_Q8_0},
    {"q6_k", LLAMA_FTYPE_MOSTLY_Q6_K},     {"q5_k_m", LLAMA_FTYPE_MOSTLY_Q5_K_M},
    {"q5_k_s", LLAMA_FTYPE_MOSTLY_Q5_K_S}, {"q5_1", LLAMA_FTYPE_MOSTLY_Q5_1},
    {"q5_0", LLAMA_FTYPE_MOSTLY_Q5_0},     {"q4_k_m", LLAMA_FTYPE_MOSTLY_Q4_K_M},
    {"q4_k_s", LLAMA_FTYPE_MOSTLY_Q4_K_S}, {"q4_1", LLAMA_FTYPE_MOSTLY_Q4_1},
    {"q4_0", LLAMA_FTYPE_MOSTLY_Q4_0},     {"q3_k_l", LLAMA_FTYPE_MOSTLY_Q3_K_L},
    {"q3_k_m", LLAMA_FTYPE_MOSTLY_Q3_K_M}, {"q3_k_s", LLAMA_FTYPE_MOSTLY_Q3_K_S},
    {"q2_k", LLAMA_FTYPE_MOSTLY_Q2_K},     {"q2_k_s", LLAMA_FTYPE_MOSTLY_Q2_K_S},
    {"iq4_nl", LLAMA_FTYPE_MOSTLY_IQ4_NL}, {"iq4_xs", LLAMA_FTYPE_MOSTLY_IQ4_XS},
    {"iq3_m", LLAMA_FTYPE_MOSTLY_IQ3_M},   {"iq3_s", LLAMA_FTYPE_MOSTLY_IQ3_S},
    {"iq3_xs", LLAMA_FTYPE_MOSTLY_IQ3_XS}, {"iq3_xxs", LLAMA_FTYPE_MOSTLY_IQ3_XXS},
    {"iq2_m", LLAMA_FTYPE_MOSTLY_IQ2_M},   {"iq2_s", LLAMA_FTYPE_MOSTLY_IQ2_S},
    {"iq2_xs", LLAMA_FTYPE_MOSTLY_IQ2_XS}, {"iq2_xxs", LLAMA_FTYPE_MOSTLY_IQ2_XXS},
    {"iq1_m", LLAMA_FTYPE_MOSTLY_IQ1_M},   {"iq1_s", LLAMA_FTYPE_MOSTLY_IQ1_S},
    {"tq2_0", LLAMA_FTYPE_MOSTLY_TQ2_0},   {"tq1_0", LLAMA_FTYPE_MOSTLY_TQ1_0},
};

llama_ftype type_of(const std::string &name) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const type_name &t : kTypes) {
        if (lower == t.name) return t.type;
    }
    fail(STEER_ERROR_ARGUMENT, "llama.cpp has no quantization type '" + name + "'");
}

llama_model_quantize_params params_for(const char *type) {
    llama_model_quantize_params p = llama_model_quantize_default_params();
    p.ftype = type_of(type);
    return p;
}

struct stopped : std::exception {
    const char *what() const noexcept override { return "stopped"; }
};

struct progress_call {
    steer_progress_callback callback;
    void *user;
    bool stopped = false;
};

/* The quantizer tells how far it is only in its log: "[  12/  57] blk.1.attn_q.weight - ...". */
void on_line(const char *text, void *user) {
    auto *call = static_cast<progress_call *>(user);
    int done = 0, total = 0;
    if (std::sscanf(text, "[%d/%d]", &done, &total) != 2 || total <= 0) return;
    if (call->callback(static_cast<float>(done - 1) / static_cast<float>(total), call->user) != 0) {
        call->stopped = true;
        throw stopped(); /* llama_model_quantize catches it and gives up */
    }
}

/* What a dry run tells, likewise only in its log. */
struct plan {
    const steer_imatrix *imatrix;
    llama_ftype type;
    std::string fallbacks; /* lines of name, wanted type, given type */
    std::string open;      /* the line that still lacks the type given */
    std::string tensor;    /* that the log is at */
    bool needs_imatrix = false;
};

/* llama.cpp's own rule (src/llama-quant.cpp, tensor_requires_imatrix), which a dry run with a matrix does not apply. */
bool needs_importances(const std::string &tensor, const std::string &given, llama_ftype type) {
    if (tensor == "token_embd.weight" || tensor == "per_layer_token_embd.weight" || tensor == "output.weight") return false;
    return given == "iq3_xxs" || given.compare(0, 3, "iq2") == 0 || given.compare(0, 3, "iq1") == 0 ||
           (given == "q2_K" && type == LLAMA_FTYPE_MOSTLY_Q2_K_S);
}

/*
 * "warning: blk.0.ffn_down.weight - ncols 344 not divisible by 256 (required for type q4_K) ", then in another call
 * "-> falling back to q5_0". Names are as long as ggml's.
 */
void on_plan_line(const char *text, void *user) {
    auto *result = static_cast<plan *>(user);
    char name[128] = "", type[32] = "";
    if (std::sscanf(text, "warning: %127s - ncols %*d not divisible by %*d (required for type %31[^)]", name, type) == 2) {
        result->open = std::string(name) + '\t' + (type + std::strspn(type, " "));
    } else if (!result->open.empty() && std::sscanf(text, "-> falling back to %31s", type) == 1) {
        result->fallbacks += result->open + '\t' + type + '\n';
        result->open.clear();
    } else if (std::sscanf(text, "[%*d/%*d] %127s - [", name) == 1) {
        result->tensor = name;
    } else if (std::sscanf(text, "size = %*f MiB -> %*f MiB (%31[^)]", type) == 1) {
        const bool lacks = result->imatrix && result->imatrix->entries.count(result->tensor) == 0;
        result->needs_imatrix |= lacks && needs_importances(result->tensor, type, result->type);
    } else if (std::strstr(text, "will require an imatrix")) {
        result->needs_imatrix = true;
    }
}

/* Listens to the log as long as it lives. */
struct listening {
    listening(steer::log_listener listener, void *user) { steer::set_log_listener(listener, user); }
    ~listening() { steer::set_log_listener(nullptr, nullptr); }
    listening(const listening &) = delete;
    listening &operator=(const listening &) = delete;
};

}  // namespace

int steer_quantize_plan(const char *path_in, const char *type, const steer_imatrix *imatrix, bool *needs_imatrix, char *buf,
                        size_t buf_size, size_t *length) {
    return guard([&] {
        require(path_in && type && needs_imatrix && length, "path_in, type, needs_imatrix and length must not be NULL");
        require(buf || buf_size == 0, "buf must not be NULL");
        llama_model_quantize_params p = params_for(type);
        p.dry_run = true;
        const steer::imatrix_params importance(imatrix);
        importance.put_into(p);
        plan result{imatrix, p.ftype, "", "", ""};
        {
            listening listener(on_plan_line, &result);
            if (llama_model_quantize(path_in, "", &p) != 0) fail(STEER_ERROR_FILE, "llama.cpp cannot quantize this file");
        }
        *needs_imatrix = result.needs_imatrix;
        *length = result.fallbacks.size();
        if (buf_size > 0) std::memcpy(buf, result.fallbacks.data(), std::min(buf_size, *length));
    });
}

int steer_quantize(const char *path_in, const char *path_out, const char *type, int32_t n_threads, bool allow_requantize,
                   const steer_imatrix *imatrix, steer_progress_callback progress, void *user) {
    return guard([&] {
        require(path_in && path_out && type, "path_in, path_out and type must not be NULL");
        require(n_threads >= 0 && n_threads <= 512, "n_threads must be 0 to 512");
        llama_model_quantize_params p = params_for(type);
        p.nthread = n_threads;
        p.allow_requantize = allow_requantize;
        const steer::imatrix_params importance(imatrix);
        importance.put_into(p);
        const std::string temporary = std::string(path_out) + ".part";
        progress_call call{progress, user};
        uint32_t result;
        {
            listening listener(progress ? on_line : nullptr, &call);
            result = llama_model_quantize(path_in, temporary.c_str(), &p);
        }
        if (result != 0) {
            std::remove(temporary.c_str());
            if (call.stopped) fail(STEER_ERROR_CANCELLED, "quantization was stopped");
            fail(STEER_ERROR_FILE, "llama.cpp cannot quantize this file");
        }
        if (std::rename(temporary.c_str(), path_out) != 0) {
            std::remove(temporary.c_str());
            fail(STEER_ERROR_FILE, std::string("cannot write ") + path_out);
        }
        if (progress) progress(1.0f, user);
    });
}

const char *steer_quantize_type(int32_t index) {
    constexpr auto n = static_cast<int32_t>(sizeof kTypes / sizeof *kTypes);
    return index >= 0 && index < n ? kTypes[index].name : nullptr;
}

int32_t steer_quantize_file_type(const char *type) {
    int32_t file_type = -1;
    guard([&] {
        require(type, "type must not be NULL");
        file_type = type_of(type);
    });
    return file_type;
}
