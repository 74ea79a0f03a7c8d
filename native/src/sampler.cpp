#include <cmath>
#include <memory>
#include <string>

#include "context.h"
#include "guard.h"
#include "model.h"

using steer::fail;
using steer::guard;
using steer::require;

struct steer_sampler {
    /* NULL where the most likely token is always taken */
    std::unique_ptr<llama_sampler, decltype(&llama_sampler_free)> chain{nullptr, llama_sampler_free};
};

namespace {

/* The most likely token, the smallest id where several tie: as steer_target_logprob's top. */
llama_token greedy(const float *row, int32_t n_vocab) {
    llama_token top = 0;
    for (int32_t i = 1; i < n_vocab; i++) {
        if (row[i] > row[top]) top = i;
    }
    return top;
}

}  // namespace

int steer_sampler_init(steer_sampler_params params, steer_sampler **out) {
    return guard([&] {
        require(out, "out must not be NULL");
        *out = nullptr;
        require(std::isfinite(params.temperature) && params.temperature >= 0, "temperature must be 0 or more");
        require(params.top_p > 0 && params.top_p <= 1, "top_p must be above 0 and at most 1");
        require(params.top_k >= 0, "top_k must be 0 or more");
        auto sampler = std::make_unique<steer_sampler>();
        if (params.temperature > 0) {
            llama_sampler_chain_params chain_params = llama_sampler_chain_default_params();
            chain_params.no_perf = true;
            sampler->chain.reset(llama_sampler_chain_init(chain_params));
            llama_sampler *chain = sampler->chain.get();
            llama_sampler_chain_add(chain, llama_sampler_init_temp(params.temperature));
            if (params.top_k > 0) llama_sampler_chain_add(chain, llama_sampler_init_top_k(params.top_k));
            if (params.top_p < 1) llama_sampler_chain_add(chain, llama_sampler_init_top_p(params.top_p, 1));
            /* llama.cpp takes LLAMA_DEFAULT_SEED, the greatest number, for a wish for another seed each time */
            const uint32_t seed = params.seed == LLAMA_DEFAULT_SEED ? LLAMA_DEFAULT_SEED - 1 : params.seed;
            llama_sampler_chain_add(chain, llama_sampler_init_dist(seed));
        }
        *out = sampler.release();
    });
}

void steer_sampler_free(steer_sampler *sampler) { delete sampler; }

int steer_sampler_sample(steer_sampler *sampler, steer_context *context, int32_t i, int32_t *token) {
    return guard([&] {
        require(sampler && token, "sampler and token must not be NULL");
        const float *row = steer::logits_row(context, i);
        const int32_t n_vocab = context->n_vocab();
        for (int32_t t = 0; t < n_vocab; t++) {
            if (!std::isfinite(row[t])) fail(STEER_ERROR_NOT_FINITE, "the model's logit of token " + std::to_string(t) + " is not finite");
        }
        *token = sampler->chain ? llama_sampler_sample(sampler->chain.get(), context->context.get(), i) : greedy(row, n_vocab);
    });
}
