/* What of a model's metadata changes when its first blocks are cut off. */
#pragma once

#include <cstdint>
#include <string>

#include "gguf.h"

namespace steer {

/* The architecture that a GGUF file names; fails where it names none, or one that llama.cpp cannot run from its middle. */
std::string cuttable_architecture(const gguf_context *metadata);

/* Number of blocks that a file says it has; fails where it says none. */
int32_t block_count(const gguf_context *metadata, const std::string &architecture);

/* Rewrites metadata, a copy of from, for the blocks from first_layer (0-based) on. */
void cut_metadata(const gguf_context *from, gguf_context *metadata, const std::string &architecture, int32_t first_layer);

/* What rows that come from the middle are to be multiplied with, because the architecture's graph scales whatever it begins with. */
float input_factor(const gguf_context *metadata, const std::string &architecture);

}  // namespace steer
