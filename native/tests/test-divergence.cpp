/* Divergences between rows of logits on the demo model: test-divergence MODEL.gguf. Prints each failed check; exits 1 after any. */
#include "check.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

namespace {

/* KL(p || q) of two rows of logits, in long double from the definition. */
double kl_of(const float *p, const float *q, size_t n) {
    const long double p_max = *std::max_element(p, p + n), q_max = *std::max_element(q, q + n);
    long double p_sum = 0, q_sum = 0, kl = 0;
    for (size_t v = 0; v < n; v++) {
        p_sum += std::exp(p[v] - p_max);
        q_sum += std::exp(q[v] - q_max);
    }
    for (size_t v = 0; v < n; v++) {
        const long double p_log = p[v] - p_max - std::log(p_sum), q_log = q[v] - q_max - std::log(q_sum);
        kl += std::exp(p_log) * (p_log - q_log);
    }
    return static_cast<double>(kl);
}

void divergences_are_those_of_the_definition(steer_model *model, steer_context *context) {
    const batch b(tokenize(model, text).tokens);
    const std::vector<float> all = logits(model, context, b);
    const auto n_vocab = static_cast<size_t>(steer_model_n_vocab(model));
    const int32_t n = b.size();
    const std::vector<int32_t> indices(b.positions);
    const auto rows = static_cast<size_t>(n);
    const std::vector<int32_t> targets(rows, 5);
    std::vector<float> copied(all.size());
    CHECK(steer_context_copy_logits(context, n, indices.data(), copied.data(), copied.size()) == STEER_OK);
    CHECK(same_bits(copied, all));
    std::vector<steer_token_scores> results(rows);
    CHECK(steer_context_scores(context, n, indices.data(), targets.data(), copied.data(), copied.data(), copied.size(), results.data()) == STEER_OK);
    for (const steer_token_scores &same : results) {
        CHECK(same.kl_baseline == 0 && same.kl_reference == 0);
        CHECK(same.top == same.baseline_top && same.top == same.reference_top);
    }
    /* other rows: the next token's, and the same ones a little and a hair changed */
    for (const float share : {1.0f, 1e-2f, 1e-5f}) {
        std::vector<float> other(all);
        for (size_t i = 0; i < all.size(); i++) other[i] += share * (all[(i + n_vocab) % all.size()] - all[i]);
        CHECK(steer_context_scores(context, n, indices.data(), targets.data(), copied.data(), other.data(), other.size(), results.data()) == STEER_OK);
        for (size_t k = 0; k < rows; k++) {
            const float *reference = other.data() + k * n_vocab, *own = all.data() + k * n_vocab;
            const double kl = kl_of(reference, own, n_vocab);
            CHECK(std::fabs(results[k].kl_reference - kl) < 1e-12 + 1e-12 * kl);
            CHECK(results[k].kl_baseline == 0);
            CHECK(results[k].reference_top == std::max_element(reference, reference + n_vocab) - reference);
            CHECK(results[k].top == std::max_element(own, own + n_vocab) - own);
        }
    }
    /* far apart: terms that underflow */
    std::vector<float> far(n_vocab, -2000.0f);
    far[7] = 3.0f;
    const int32_t first = 0, outside = n;
    steer_token_scores result;
    CHECK(steer_context_scores(context, 1, &first, &first, far.data(), nullptr, n_vocab, &result) == STEER_OK);
    CHECK(std::fabs(result.kl_baseline - kl_of(far.data(), all.data(), n_vocab)) < 1e-12);
    CHECK(result.baseline_top == 7 && result.reference_top == -1);
    far[8] = std::numeric_limits<float>::quiet_NaN();
    CHECK(refused(steer_context_scores(context, 1, &first, &first, far.data(), nullptr, n_vocab, &result), STEER_ERROR_NOT_FINITE));
    CHECK_REFUSED(steer_context_scores(context, 1, &outside, &first, far.data(), nullptr, n_vocab, &result));
    CHECK_REFUSED(steer_context_scores(context, 1, &first, &first, far.data(), nullptr, n_vocab - 1, &result));
    CHECK_REFUSED(steer_context_scores(context, -1, &first, &first, far.data(), nullptr, n_vocab, &result));
    CHECK_REFUSED(steer_context_scores(nullptr, 1, &first, &first, far.data(), nullptr, n_vocab, &result));
    CHECK(refused(steer_row_scores(all.data(), 1, static_cast<int32_t>(n_vocab), &first, nullptr, far.data(), n_vocab, 2, &result), STEER_ERROR_NOT_FINITE));
    CHECK_REFUSED(steer_context_copy_logits(context, 1, &outside, far.data(), n_vocab));
    CHECK_REFUSED(steer_context_copy_logits(context, 1, &first, far.data(), n_vocab + 1));
    CHECK_REFUSED(steer_context_copy_logits(nullptr, 1, &first, far.data(), n_vocab));
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: test-divergence MODEL.gguf\n");
        return 2;
    }
    steer_model *model = nullptr;
    CHECK(steer_model_init(argv[1], steer_model_default_params(), nullptr, nullptr, &model) == STEER_OK);
    if (!model) return 1;
    steer_context *context = new_context(model);
    divergences_are_those_of_the_definition(model, context);
    steer_context_free(context);
    steer_model_free(model);
    std::printf("%d failed checks\n", failures);
    return failures == 0 ? 0 : 1;
}
