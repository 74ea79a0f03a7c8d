/* The importance matrix behind a steer_imatrix handle. */
#pragma once

#include <map>
#include <string>
#include <vector>

#include "llama.h"
#include "steer.h"

struct steer_imatrix {
    std::string file;
    std::string dataset;
    int32_t n_chunks = 0;
    std::map<std::string, std::vector<float>> entries;
};

namespace steer {

/* A matrix as llama_model_quantize_params takes it; points into the matrix. NULL makes one without. */
struct imatrix_params {
    std::vector<llama_model_imatrix_data> data;
    std::vector<llama_model_kv_override> metadata;

    explicit imatrix_params(const steer_imatrix *imatrix);
    void put_into(llama_model_quantize_params &params) const;
};

}  // namespace steer
