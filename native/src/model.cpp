#include "model.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "ggml-backend.h"
#include "guard.h"
#include "placement.h"

using steer::fail;
using steer::guard;
using steer::require;

namespace {

struct progress_call {
    steer_progress_callback callback;
    void *user;
    bool stopped = false;
};

bool on_progress(float share, void *user) {
    auto *call = static_cast<progress_call *>(user);
    if (call->callback(share, call->user) != 0) call->stopped = true;
    return !call->stopped;
}

/* For the many questions that have no status: a default where the handle is missing. */
template <class Value, class Question> Value ask(const steer_model *model, Value otherwise, Question question) noexcept {
    return model ? question(model->model.get()) : otherwise;
}

void copy_name(const char *text, char *buf, size_t size) {
    if (!buf || size == 0) return;
    const size_t n = std::min(std::strlen(text), size - 1);
    std::memcpy(buf, text, n);
    buf[n] = 0;
}

}  // namespace

void steer::copy_out(const char *text, size_t text_length, char *buf, size_t buf_size, size_t *length) {
    require(length != nullptr, "length must not be NULL");
    *length = text_length;
    if (buf) std::memcpy(buf, text, std::min(text_length, buf_size));
}

const char *steer_llama_version(void) { return llama_version(); }

const char *steer_system_info(void) { return llama_print_system_info(); }

int32_t steer_device_count(void) {
    steer::install_log();
    return static_cast<int32_t>(ggml_backend_dev_count());
}

int steer_device_get(int32_t index, char *name, size_t name_size, char *description, size_t description_size,
                     uint64_t *memory_free, uint64_t *memory_total) {
    return guard([&] {
        require(index >= 0 && static_cast<size_t>(index) < ggml_backend_dev_count(), "no device has this index");
        require(memory_free && memory_total, "memory_free and memory_total must not be NULL");
        ggml_backend_dev_t device = ggml_backend_dev_get(static_cast<size_t>(index));
        size_t free_bytes = 0, total_bytes = 0;
        ggml_backend_dev_memory(device, &free_bytes, &total_bytes);
        *memory_free = free_bytes;
        *memory_total = total_bytes;
        copy_name(ggml_backend_dev_name(device), name, name_size);
        copy_name(ggml_backend_dev_description(device), description, description_size);
    });
}

steer_model_params steer_model_default_params(void) { return {0, true, false, nullptr, 0, STEER_SPLIT_LAYER, nullptr, 0, 0}; }

int steer_model_init(const char *path, steer_model_params params, steer_progress_callback progress, void *user,
                     steer_model **out) {
    return guard([&] {
        require(path && out, "path and out must not be NULL");
        *out = nullptr;
        steer::placement place(params);
        llama_model_params p = place.params();
        p.load_mode = params.use_mmap ? LLAMA_LOAD_MODE_AUTO : LLAMA_LOAD_MODE_NONE;
        p.vocab_only = params.vocab_only;
        progress_call call{progress, user};
        if (progress) {
            p.progress_callback = on_progress;
            p.progress_callback_user_data = &call;
        }
        std::shared_ptr<llama_model> loaded(llama_model_load_from_file(path, p), llama_model_free);
        if (call.stopped) fail(STEER_ERROR_CANCELLED, "loading was stopped");
        if (!loaded) fail(STEER_ERROR_FILE, "llama.cpp cannot load this file as a model");
        if (!params.vocab_only && !llama_model_has_decoder(loaded.get())) {
            fail(STEER_ERROR_FILE, "this model has no decoder, so it gives no next-token likelihoods");
        }
        *out = new steer_model{std::move(loaded), params.vocab_only};
    });
}

void steer_model_free(steer_model *model) { delete model; }

int32_t steer_model_n_vocab(const steer_model *model) {
    return ask(model, 0, [](const llama_model *m) { return llama_vocab_n_tokens(llama_model_get_vocab(m)); });
}
int32_t steer_model_n_embd(const steer_model *model) { return ask(model, 0, llama_model_n_embd); }
int32_t steer_model_n_layer(const steer_model *model) { return ask(model, 0, llama_model_n_layer); }
int32_t steer_model_n_ctx_train(const steer_model *model) { return ask(model, 0, llama_model_n_ctx_train); }
uint64_t steer_model_size(const steer_model *model) { return ask(model, uint64_t{0}, llama_model_size); }
uint64_t steer_model_n_params(const steer_model *model) { return ask(model, uint64_t{0}, llama_model_n_params); }

bool steer_model_add_bos(const steer_model *model) {
    return ask(model, false, [](const llama_model *m) {
        const llama_vocab *vocab = llama_model_get_vocab(m);
        return llama_vocab_get_add_bos(vocab) && llama_vocab_bos(vocab) != LLAMA_TOKEN_NULL;
    });
}

int32_t steer_model_bos(const steer_model *model) {
    return ask(model, LLAMA_TOKEN_NULL, [](const llama_model *m) { return llama_vocab_bos(llama_model_get_vocab(m)); });
}

bool steer_model_is_eog(const steer_model *model, int32_t token) {
    return model && token >= 0 && token < steer_model_n_vocab(model) && llama_vocab_is_eog(model->vocab(), token);
}

bool steer_model_shares_prompts(const steer_model *model) {
    return ask(model, false, [](const llama_model *m) { return !llama_model_is_recurrent(m) && !llama_model_is_hybrid(m); });
}

int steer_model_ftype(const steer_model *model, char *buf, size_t buf_size, size_t *length) {
    return guard([&] {
        require(model, "model must not be NULL");
        const char *name = llama_ftype_name(llama_model_ftype(model->model.get()));
        steer::copy_out(name, std::strlen(name), buf, buf_size, length);
    });
}

int steer_model_description(const steer_model *model, char *buf, size_t buf_size, size_t *length) {
    return guard([&] {
        require(model, "model must not be NULL");
        char text[256] = "";
        llama_model_desc(model->model.get(), text, sizeof text);
        steer::copy_out(text, std::strlen(text), buf, buf_size, length);
    });
}

int steer_model_metadata(const steer_model *model, const char *key, char *buf, size_t buf_size, size_t *length) {
    return guard([&] {
        require(model && key, "model and key must not be NULL");
        const int32_t n = llama_model_meta_val_str(model->model.get(), key, nullptr, 0);
        require(n >= 0, std::string("the model's metadata have no single value '") + key + "'");
        std::vector<char> text(static_cast<size_t>(n) + 1);
        llama_model_meta_val_str(model->model.get(), key, text.data(), text.size());
        steer::copy_out(text.data(), static_cast<size_t>(n), buf, buf_size, length);
    });
}
