/* Numbers that cannot be right: test-numbers MODEL.gguf. Prints each failed check; exits 1 after any. */
#include "../src/probability.h"
#include "check.h"

#include <cmath>
#include <limits>
#include <vector>

namespace {

void a_logprob_that_is_off_leaves_a_sum_that_is_not_one() {
    const std::vector<float> row = {1.5f, -2.0f, 0.25f, 30.0f};
    double exps = 0;
    for (float x : row) exps += std::exp(static_cast<double>(x));
    const double right = -2.0 - std::log(exps);
    const auto sum = [&](double logprob) { return steer::probability_sum(row.data(), 4, 1, logprob); };
    CHECK(std::abs(sum(right) - 1) < 1e-12);
    CHECK(steer::sums_to_one(sum(right)));
    CHECK(steer::sums_to_one(sum(right + 5e-5)));
    CHECK(!steer::sums_to_one(sum(right + 2e-4)));
    CHECK(!steer::sums_to_one(sum(right - 2e-4)));
    CHECK(!steer::sums_to_one(sum(std::numeric_limits<double>::quiet_NaN())));
}

/* Rows of a model pass: the check refuses nothing that is right. */
void rows_of_a_model_pass(steer_model *model, steer_context *context) {
    const batch b(tokenize(model, text).tokens);
    const std::vector<float> all = logits(model, context, b);
    const auto n_vocab = static_cast<size_t>(steer_model_n_vocab(model));
    std::vector<steer_token_scores> results(static_cast<size_t>(b.size()));
    CHECK(steer_context_scores(context, b.size(), b.positions.data(), b.tokens.data(), nullptr, nullptr, all.size(), results.data()) == STEER_OK);
    for (size_t i = 0; i < results.size(); i++) {
        const double sum = steer::probability_sum(all.data() + i * n_vocab, static_cast<int32_t>(n_vocab), b.tokens[i], results[i].logprob);
        CHECK(std::abs(sum - 1) < 1e-6);
    }
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: test-numbers MODEL.gguf\n");
        return 2;
    }
    a_logprob_that_is_off_leaves_a_sum_that_is_not_one();
    steer_model *model = nullptr;
    CHECK(steer_model_init(argv[1], steer_model_default_params(), nullptr, nullptr, &model) == STEER_OK);
    if (!model) return 1;
    steer_context *context = new_context(model);
    rows_of_a_model_pass(model, context);
    steer_context_free(context);
    steer_model_free(model);
    std::printf("%d failed checks\n", failures);
    return failures == 0 ? 0 : 1;
}
