#include "guard.h"

#include <mutex>

#include "llama.h"

namespace steer {
namespace {

thread_local std::string last_error;
thread_local std::string messages;
thread_local log_listener listener = nullptr;
thread_local void *listener_user = nullptr;
thread_local bool line_counts = false;

/* Enough for a cause; a broken file can make thousands of lines. */
constexpr size_t kMostLogged = 2000;

void on_log(ggml_log_level level, const char *text, void *) {
    if (listener) listener(text, listener_user);
    if (level != GGML_LOG_LEVEL_CONT) line_counts = level == GGML_LOG_LEVEL_WARN || level == GGML_LOG_LEVEL_ERROR;
    if (line_counts && messages.size() < kMostLogged) messages += text;
}

}  // namespace

void install_log() {
    static std::once_flag once;
    std::call_once(once, [] {
        llama_log_set(on_log, nullptr);
        llama_backend_init();
    });
}

void begin_call() {
    last_error.clear();
    messages.clear();
    line_counts = false;
}

std::string logged() {
    std::string line;
    for (char c : messages) {
        if (c != '\n') {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += "; ";
        }
    }
    while (!line.empty() && (line.back() == ' ' || line.back() == ';')) line.pop_back();
    return line;
}

int set_error(int status, const std::string &message) {
    const std::string words = logged();
    last_error = words.empty() ? message : message + " (llama.cpp: " + words + ")";
    return status;
}

void set_log_listener(log_listener new_listener, void *user) {
    listener = new_listener;
    listener_user = user;
}

}  // namespace steer

extern "C" const char *steer_last_error(void) { return steer::last_error.c_str(); }
