/* On which devices a model goes. */
#pragma once

#include <string>
#include <vector>

#include "ggml-backend.h"
#include "llama.h"
#include "steer.h"

namespace steer {

/* What steer_model_params say of it, checked, as llama.cpp takes it. */
class placement {
public:
    /* Fails with STEER_ERROR_ARGUMENT where a device, a mode or a share cannot be. */
    explicit placement(const steer_model_params &params);

    /* llama.cpp's defaults with this placement; valid as long as it is. */
    llama_model_params params();

private:
    int32_t n_gpu_layers;
    llama_split_mode mode;
    std::vector<ggml_backend_dev_t> devices; /* ends with nullptr */
    std::vector<float> split;                /* empty, or llama_max_devices() of them */
    std::string behind_head;                 /* which tensors stay in the computer's memory, as a regular expression; empty = as n_gpu_layers says */
    llama_model_tensor_buft_override overrides[2] = {};
};

}  // namespace steer
