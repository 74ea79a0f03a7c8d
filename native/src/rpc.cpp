#include "rpc.h"

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

#include "guard.h"

#ifdef STEER_RPC
#include <algorithm>
#include <chrono>
#include <thread>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ggml-rpc.h"
#endif

using steer::require;

namespace {

#ifdef STEER_RPC
std::mutex mutex;
std::vector<std::string> servers;

/* Notes a server; false where it was there before. */
bool note(const std::string &endpoint) {
    const std::lock_guard<std::mutex> lock(mutex);
    for (const std::string &server : servers) {
        if (server == endpoint) return false;
    }
    servers.push_back(endpoint);
    return true;
}

/* Whether something listens there: a server that was killed does not. */
bool answers(const std::string &endpoint) {
    const size_t colon = endpoint.rfind(':');
    addrinfo hints = {};
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (getaddrinfo(endpoint.substr(0, colon).c_str(), endpoint.substr(colon + 1).c_str(), &hints, &found) != 0) return false;
    const int socket_number = socket(found->ai_family, found->ai_socktype, 0);
    const bool connected = socket_number >= 0 && connect(socket_number, found->ai_addr, found->ai_addrlen) == 0;
    if (socket_number >= 0) close(socket_number);
    freeaddrinfo(found);
    return connected;
}

/* A process that ends closes its connections before the port that it listens at, or after: it is asked for a while. */
std::string silent() {
    std::string gone;
    for (int tries = 0; gone.empty() && tries < 30; tries++) {
        if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
        for (const std::string &server : servers) {
            if (!answers(server)) gone += (gone.empty() ? "" : ", ") + server;
        }
    }
    return gone;
}

std::vector<ggml_backend_dev_t> named(const int32_t *devices, int32_t n_devices) {
    std::vector<ggml_backend_dev_t> served;
    for (int32_t i = 0; i < n_devices; i++) {
        require(devices[i] >= 0 && static_cast<size_t>(devices[i]) < ggml_backend_dev_count(), "no device has the index " + std::to_string(devices[i]));
        served.push_back(ggml_backend_dev_get(static_cast<size_t>(devices[i])));
    }
    return served;
}
#else
[[noreturn]] void refuse() { steer::fail(STEER_ERROR_ARGUMENT, "this build has no RPC"); }
#endif

}  // namespace

void steer::end_without_server() {
#ifdef STEER_RPC
    const std::lock_guard<std::mutex> lock(mutex);
    const std::string gone = silent();
    std::fprintf(stderr,
                 "steerage: %s; what is complete is kept, and the same command goes on from there, with it back or without --rpc\n",
                 gone.empty() ? "an RPC server broke the connection" : ("the RPC server " + gone + " does not answer any more").c_str());
#endif
    std::_Exit(EXIT_FAILURE);
}

extern "C" {

bool steer_has_rpc(void) {
#ifdef STEER_RPC
    return true;
#else
    return false;
#endif
}

int steer_rpc_add(const char *endpoint) {
    return steer::guard([&] {
        require(endpoint, "endpoint is NULL");
#ifdef STEER_RPC
        require(std::string(endpoint).find(':') != std::string::npos, "an endpoint is host:port");
        if (!note(endpoint)) return;
        try {
            /* without the lock: a server that goes meanwhile is to be named by another thread */
            ggml_backend_reg_t added = ggml_backend_rpc_add_server(endpoint);
            if (!added) steer::fail(STEER_ERROR_INTERNAL, "the server has no devices");
            ggml_backend_register(added);
        } catch (...) {
            const std::lock_guard<std::mutex> lock(mutex);
            servers.erase(std::find(servers.begin(), servers.end(), endpoint));
            throw;
        }
#else
        refuse();
#endif
    });
}

int steer_rpc_serve(const char *endpoint, const char *cache_folder, int32_t n_threads, const int32_t *devices, int32_t n_devices) {
    return steer::guard([&] {
        require(endpoint, "endpoint is NULL");
        require(n_threads > 0, "n_threads must be at least 1");
        require(devices && n_devices > 0, "devices must be one or more");
#ifdef STEER_RPC
        std::vector<ggml_backend_dev_t> served = named(devices, n_devices);
        ggml_backend_rpc_start_server(endpoint, cache_folder, static_cast<size_t>(n_threads), served.size(), served.data());
        steer::fail(STEER_ERROR_INTERNAL, "the server could not begin or accept clients");
#else
        (void)cache_folder;
        refuse();
#endif
    });
}

}  // extern "C"
