/* A model file with the last blocks of another one, put together while it is read. */
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "gguf.h"

namespace steer {

struct file_closer {
    void operator()(std::FILE *file) const { std::fclose(file); }
};
using file_handle = std::unique_ptr<std::FILE, file_closer>;

/*
 * The blocks of a GGUF file from a first one on, as a GGUF file of its own: block numbers, the count of blocks and what the metadata say of each block
 * follow. Only the header is made; the weights are read from the other file when they are asked for, so that nothing is written anywhere.
 */
class tail_file {
public:
    /* first_layer: 0-based block that becomes block 0. Fails where the file or its architecture cannot be cut there. */
    tail_file(const char *path, int32_t first_layer);

    /* The file from its beginning; it must not outlive this object, and one at a time may be open. */
    file_handle open();

    /* Bytes of the weights. */
    uint64_t weight_bytes() const { return weights; }

    /* What the residual stream is to be multiplied with before the graph, which scales its input again, gets it. */
    float input_factor() const { return factor; }

    /* For the stream's callbacks: bytes at the place where it stands, and another place. */
    int64_t read(char *out, size_t size);
    int64_t seek(int64_t offset, int whence);

private:
    /* A tensor's place here and in the other file. */
    struct piece {
        uint64_t begin, size, source;
        bool is_zero;
    };

    void add_tensors(const gguf_context *from, ggml_context *tensors, gguf_context *to, int32_t first_layer);

    file_handle source;
    std::string header;
    std::vector<piece> pieces; /* ascending */
    uint64_t length = 0, position = 0, weights = 0;
    float factor = 1;
};

}  // namespace steer
