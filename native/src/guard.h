/* Errors and llama.cpp's messages: how a C++ exception becomes a status of steer.h. */
#pragma once

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#include "steer.h"

namespace steer {

/* A failure with the status that the caller gets. */
struct failure : std::runtime_error {
    int status;
    failure(int status, const std::string &message) : std::runtime_error(message), status(status) {}
};

[[noreturn]] inline void fail(int status, const std::string &message) { throw failure(status, message); }

inline void require(bool holds, const std::string &message) {
    if (!holds) fail(STEER_ERROR_ARGUMENT, message);
}

/* Routes llama.cpp's log and failed assertions to this file, once for the process; every entry point that may log calls it. */
void install_log();

/* Forgets what was logged on this thread, and the last error. */
void begin_call();

/* llama.cpp's warnings and errors on this thread since begin_call, in one line; "" where there are none. */
std::string logged();

/* Sets steer_last_error: the message, and llama.cpp's own words behind it. */
int set_error(int status, const std::string &message);

/* Called with each line that llama.cpp logs on this thread while it is set. */
using log_listener = void (*)(const char *text, void *user);
void set_log_listener(log_listener listener, void *user);

/*
 * While one lives, a failed assertion of llama.cpp on this thread is a C++ exception instead of the end of the process. The C parts are
 * compiled with -fexceptions, so that it passes through them; llama.cpp's objects are left as they are, to be freed and not used again.
 */
struct assertions_throw {
    assertions_throw();
    ~assertions_throw();
    assertions_throw(const assertions_throw &) = delete;
    assertions_throw &operator=(const assertions_throw &) = delete;
};

/* Runs body; whatever it throws ends here as a status. */
template <class Body> int guard(Body body) noexcept {
    try {
        install_log();
        begin_call();
        const assertions_throw scope;
        body();
        return STEER_OK;
    } catch (const failure &e) {
        return set_error(e.status, e.what());
    } catch (const std::bad_alloc &) {
        return set_error(STEER_ERROR_MEMORY, "out of memory");
    } catch (const std::exception &e) {
        return set_error(STEER_ERROR_INTERNAL, e.what());
    } catch (...) {
        return set_error(STEER_ERROR_INTERNAL, "unknown failure");
    }
}

}  // namespace steer
