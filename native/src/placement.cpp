#include "placement.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "guard.h"

using steer::require;

namespace {

bool is_gpu(ggml_backend_dev_t device) {
    const enum ggml_backend_dev_type type = ggml_backend_dev_type(device);
    return type == GGML_BACKEND_DEVICE_TYPE_GPU || type == GGML_BACKEND_DEVICE_TYPE_IGPU;
}

llama_split_mode split_mode(int32_t mode) {
    switch (mode) {
    case STEER_SPLIT_NONE: return LLAMA_SPLIT_MODE_NONE;
    case STEER_SPLIT_LAYER: return LLAMA_SPLIT_MODE_LAYER;
    case STEER_SPLIT_ROW: return LLAMA_SPLIT_MODE_ROW;
    case STEER_SPLIT_TENSOR: return LLAMA_SPLIT_MODE_TENSOR;
    default: steer::fail(STEER_ERROR_ARGUMENT, "split_mode is none of enum steer_split_mode");
    }
}

std::vector<ggml_backend_dev_t> named(const int32_t *indices, int32_t n) {
    std::vector<ggml_backend_dev_t> devices;
    for (int32_t i = 0; i < n; i++) {
        require(indices[i] >= 0 && static_cast<size_t>(indices[i]) < ggml_backend_dev_count(), "no device has the index " + std::to_string(indices[i]));
        ggml_backend_dev_t device = ggml_backend_dev_get(static_cast<size_t>(indices[i]));
        require(is_gpu(device), std::string("the device ") + ggml_backend_dev_name(device) + " is no GPU");
        require(std::find(devices.begin(), devices.end(), device) == devices.end(),
                std::string("the device ") + ggml_backend_dev_name(device) + " is named twice");
        devices.push_back(device);
    }
    return devices;
}

/* Those that llama.cpp would take: integrated ones only where there are no others. */
std::vector<ggml_backend_dev_t> all_gpus() {
    for (const enum ggml_backend_dev_type type : {GGML_BACKEND_DEVICE_TYPE_GPU, GGML_BACKEND_DEVICE_TYPE_IGPU}) {
        std::vector<ggml_backend_dev_t> devices;
        for (size_t i = 0; i < ggml_backend_dev_count(); i++) {
            if (ggml_backend_dev_type(ggml_backend_dev_get(i)) == type) devices.push_back(ggml_backend_dev_get(i));
        }
        if (!devices.empty()) return devices;
    }
    return {};
}

constexpr int32_t kMostBlocks = 512; /* LLAMA_MAX_LAYERS in llama.cpp's src/llama-hparams.h */

/* The tensors of all blocks from one on, as llama.cpp matches their names. */
std::string blocks_from(int32_t first) {
    std::string numbers = std::to_string(first);
    for (int32_t block = first + 1; block < kMostBlocks; block++) numbers += "|" + std::to_string(block);
    return "^blk\\.(" + numbers + ")\\.";
}

/* llama.cpp would say so of each tensor, and only while it loads. */
void check_rows(const std::vector<ggml_backend_dev_t> &devices) {
    for (ggml_backend_dev_t device : devices) {
        require(ggml_backend_reg_get_proc_address(ggml_backend_dev_backend_reg(device), "ggml_backend_split_buffer_type") != nullptr,
                std::string("this llama.cpp cannot split rows on the device ") + ggml_backend_dev_name(device));
    }
}

}  // namespace

steer::placement::placement(const steer_model_params &p) : n_gpu_layers(p.n_gpu_layers), mode(split_mode(p.split_mode)) {
    const size_t most = llama_max_devices();
    require(p.n_devices >= 0 && static_cast<size_t>(p.n_devices) <= most && (p.n_devices == 0 || p.devices),
            "devices must be at most " + std::to_string(most));
    require(p.n_tensor_split >= 0 && static_cast<size_t>(p.n_tensor_split) <= most && (p.n_tensor_split == 0 || p.tensor_split),
            "tensor_split must have at most " + std::to_string(most) + " shares");
    if (p.vocab_only) {
        devices.push_back(nullptr);
        return;
    }
    devices = p.n_devices > 0 ? named(p.devices, p.n_devices) : n_gpu_layers == 0 ? std::vector<ggml_backend_dev_t>() : all_gpus();
    require(devices.size() <= most, "llama.cpp uses at most " + std::to_string(most) + " GPUs: name some");
    if (p.n_tensor_split > 0 && !devices.empty()) {
        require(static_cast<size_t>(p.n_tensor_split) == devices.size(),
                "tensor_split has " + std::to_string(p.n_tensor_split) + " shares for " + std::to_string(devices.size()) + " GPUs");
        split.assign(p.tensor_split, p.tensor_split + p.n_tensor_split);
        require(std::all_of(split.begin(), split.end(), [](float share) { return std::isfinite(share) && share >= 0; }) &&
                    std::any_of(split.begin(), split.end(), [](float share) { return share > 0; }),
                "the shares of tensor_split must be 0 or more, not all of them 0");
        split.resize(most);
    }
    require(p.n_head_blocks >= 0 && p.n_head_blocks < kMostBlocks, "n_head_blocks must be 0 to " + std::to_string(kMostBlocks - 1));
    if (p.n_head_blocks > 0) behind_head = blocks_from(p.n_head_blocks);
    /* a mode is for GPUs: where there is none, llama.cpp would refuse to load */
    if (devices.empty()) mode = LLAMA_SPLIT_MODE_LAYER;
    if (mode == LLAMA_SPLIT_MODE_ROW) check_rows(devices);
    devices.push_back(nullptr);
}

llama_model_params steer::placement::params() {
    llama_model_params p = llama_model_default_params();
    p.n_gpu_layers = n_gpu_layers;
    p.devices = devices.data();
    p.split_mode = mode;
    if (!split.empty()) p.tensor_split = split.data();
    if (!behind_head.empty()) {
        overrides[0] = {behind_head.c_str(), ggml_backend_cpu_buffer_type()};
        p.tensor_buft_overrides = overrides;
    }
    return p;
}
