#include "guard.h"

#include <cstdio>
#include <cstring>
#include <mutex>
#include <stdexcept>

#include "llama.h"
#include "rpc.h"

namespace steer {
namespace {

thread_local std::string last_error;
thread_local std::string messages;
thread_local log_listener listener = nullptr;
thread_local void *listener_user = nullptr;
thread_local bool line_counts = false;
thread_local int guarded_calls = 0;

/* Enough for a cause; a broken file can make thousands of lines. */
constexpr size_t kMostLogged = 2000;

void on_log(ggml_log_level level, const char *text, void *) {
    if (listener) listener(text, listener_user);
    if (level != GGML_LOG_LEVEL_CONT) line_counts = level == GGML_LOG_LEVEL_WARN || level == GGML_LOG_LEVEL_ERROR;
    if (line_counts && messages.size() < kMostLogged) messages += text;
}

/* Called by ggml_abort, which ends the process if this returns. */
void on_abort(const char *message) {
    const char *name = std::strrchr(message, '/');
    const std::string place = name ? name + 1 : message;
    if (guarded_calls > 0) throw std::runtime_error("llama.cpp's own check failed: " + place);
    /* on a thread of llama.cpp's own there is nobody to catch it */
    if (place.find("RPC server") != std::string::npos) end_without_server();
    std::fprintf(stderr, "steerage: llama.cpp's own check failed: %s\n", place.c_str());
}

}  // namespace

assertions_throw::assertions_throw() { guarded_calls++; }

assertions_throw::~assertions_throw() { guarded_calls--; }

void install_log() {
    static std::once_flag once;
    std::call_once(once, [] {
        llama_log_set(on_log, nullptr);
        ggml_set_abort_callback(on_abort);
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
