#include <cstring>
#include <string>
#include <vector>

#include "guard.h"
#include "model.h"

using steer::guard;
using steer::require;

namespace {

std::vector<const char *> builtin_templates() {
    const int32_t n = llama_chat_builtin_templates(nullptr, 0);
    std::vector<const char *> names(n > 0 ? static_cast<size_t>(n) : 0);
    llama_chat_builtin_templates(names.data(), names.size());
    return names;
}

}  // namespace

const char *steer_chat_template(int32_t index) {
    static const std::vector<const char *> names = builtin_templates();
    return index >= 0 && static_cast<size_t>(index) < names.size() ? names[static_cast<size_t>(index)] : nullptr;
}

int steer_chat_format(const char *chat_template, const char *system, const char *user, const char *assistant, char *buf,
                      size_t buf_size, size_t *length) {
    return guard([&] {
        require(chat_template && user, "chat_template and user must not be NULL");
        std::vector<llama_chat_message> messages;
        if (system) messages.push_back({"system", system});
        messages.push_back({"user", user});
        if (assistant) messages.push_back({"assistant", assistant});
        const bool answer_next = assistant == nullptr;
        const int32_t n = llama_chat_apply_template(chat_template, messages.data(), messages.size(), answer_next, nullptr, 0);
        require(n >= 0, "llama.cpp knows no such chat template");
        std::vector<char> text(static_cast<size_t>(n) + 1);
        llama_chat_apply_template(chat_template, messages.data(), messages.size(), answer_next, text.data(),
                                  static_cast<int32_t>(text.size()));
        steer::copy_out(text.data(), static_cast<size_t>(n), buf, buf_size, length);
    });
}
