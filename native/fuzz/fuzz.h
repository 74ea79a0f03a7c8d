/*
 * What the fuzz targets of this folder share. Each target is LLVMFuzzerTestOneInput and seeds(); driver.cpp calls it with mutated seeds, the same ones
 * every time, and libFuzzer with what it finds (scripts/fuzz-native.sh).
 */
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "steer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace fuzz {

/* Inputs from which mutation begins; each target defines its own. */
std::vector<std::string> seeds();

/* Ends the process where something does not hold that holds for every input. */
void expect(bool holds, const char *what);
#define EXPECT(what) fuzz::expect(what, #what)

/* A status is one of steer.h's, and a failure has a sentence. */
int checked(int status);

/* The bytes of a file of the checkout, named from its root. */
std::string bundled(const std::string &name);
/* Its path. */
std::string bundled_path(const std::string &name);

/* A file in memory alone, for functions that take a path. */
class memory_file {
public:
    memory_file(const void *bytes, size_t size);
    ~memory_file();
    memory_file(const memory_file &) = delete;
    memory_file &operator=(const memory_file &) = delete;
    const char *path() const { return name.c_str(); }

private:
    int descriptor;
    std::string name;
};

/* The bytes of an input, taken from its front; where none are left they are 0. */
class input {
public:
    input(const uint8_t *data, size_t size) : at(data), left(size) {}

    template <class Value> Value take() {
        Value value{};
        const size_t n = left < sizeof value ? left : sizeof value;
        if (n > 0) std::memcpy(&value, at, n);
        skip(n);
        return value;
    }

    /* 0 to most, both included. */
    int32_t below(int32_t most) { return take<uint8_t>() % (most + 1); }

    /* Up to and without the next byte 0, or all. */
    std::string text();
    std::string rest();
    bool is_empty() const { return left == 0; }
    size_t size() const { return left; }

private:
    void skip(size_t n) { at += n, left -= n; }

    const uint8_t *at;
    size_t left;
};

/* A llama of 3 blocks in GGUF, 32 wide, with 64 tokens and no tokenizer: loads and decodes in microseconds. */
std::string tiny_model();

}  // namespace fuzz
