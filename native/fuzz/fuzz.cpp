#include "fuzz.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <sys/mman.h>
#include <unistd.h>

void fuzz::expect(bool holds, const char *what) {
    if (holds) return;
    std::fprintf(stderr, "%s does not hold; last error: %s\n", what, steer_last_error());
    std::abort();
}

int fuzz::checked(int status) {
    EXPECT(status >= STEER_OK && status <= STEER_ERROR_INTERNAL);
    EXPECT((status == STEER_OK) == (std::strlen(steer_last_error()) == 0));
    return status;
}

std::string fuzz::bundled_path(const std::string &name) { return std::string(STEERAGE_ROOT) + "/" + name; }

std::string fuzz::bundled(const std::string &name) {
    std::ifstream file(bundled_path(name), std::ios::binary);
    expect(file.good(), "a bundled file is there");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

fuzz::memory_file::memory_file(const void *bytes, size_t size) : descriptor(memfd_create("fuzz", MFD_CLOEXEC)) {
    expect(descriptor >= 0 && write(descriptor, bytes, size) == static_cast<ssize_t>(size), "a file in memory can be written");
    name = "/proc/self/fd/" + std::to_string(descriptor);
}

fuzz::memory_file::~memory_file() { close(descriptor); }

std::string fuzz::input::text() {
    const void *end = left == 0 ? nullptr : std::memchr(at, 0, left);
    const size_t n = end ? static_cast<size_t>(static_cast<const uint8_t *>(end) - at) : left;
    std::string words(reinterpret_cast<const char *>(at), n);
    skip(end ? n + 1 : n);
    return words;
}

std::string fuzz::input::rest() {
    std::string bytes(reinterpret_cast<const char *>(at), left);
    skip(left);
    return bytes;
}
