/*
 * Everything that a context is told: batches, vectors, injections, layers, targets, samplers, with numbers in and out of range. An input is a list of calls;
 * after it a good batch must decode.
 */
#include "fuzz.h"

#include <cmath>

namespace {

constexpr int32_t kMost = 16, kSequences = 4; /* tokens in a batch; sequences at once */

struct session {
    steer_model *model = nullptr;
    steer_context *context = nullptr;
    int32_t width = 0, layers = 0, vocabulary = 0, decoded = 0;

    session() {
        const std::string bytes = fuzz::tiny_model();
        const fuzz::memory_file file(bytes.data(), bytes.size());
        fuzz::expect(steer_model_init(file.path(), steer_model_default_params(), nullptr, nullptr, &model) == STEER_OK, "the model loads");
        width = steer_model_n_embd(model);
        layers = steer_model_n_layer(model);
        vocabulary = steer_model_n_vocab(model);
        steer_context_params params = steer_context_default_params();
        params.n_ctx = 64;
        params.n_batch = kMost;
        params.n_seq_max = kSequences;
        params.n_threads = 1;
        fuzz::expect(steer_context_init(model, params, &context) == STEER_OK, "a context is made");
    }
};

/* Small numbers around what is allowed, and now and then any. */
int32_t number(fuzz::input &in, int32_t most) {
    const int32_t small = in.below(most + 2);
    return small == most + 2 ? in.take<int32_t>() : small - 1;
}

std::vector<int32_t> numbers(fuzz::input &in, int32_t count, int32_t most) {
    std::vector<int32_t> list;
    for (int32_t i = 0; i < count; i++) list.push_back(number(in, most));
    return list;
}

/* Mostly of a size that weights have, now and then any bits. */
std::vector<float> floats(fuzz::input &in, size_t count) {
    const bool any = in.below(3) == 0;
    std::vector<float> list;
    for (size_t i = 0; i < count; i++) list.push_back(any ? in.take<float>() : static_cast<float>(in.take<int8_t>()) / 16);
    return list;
}

void decode(session &s, fuzz::input &in, bool is_trunk) {
    const int32_t n = in.below(kMost + 1);
    const auto size = static_cast<size_t>(n);
    const std::vector<int32_t> tokens = numbers(in, n, s.vocabulary - 1);
    std::vector<int32_t> positions(size), counts(size, 1), sequences;
    for (size_t i = 0; i < size; i++) positions[i] = static_cast<int32_t>(i);
    if (in.below(3) == 0) positions = numbers(in, n, kMost);
    if (in.below(3) == 0) counts = numbers(in, n, kSequences);
    /* as many as the library may read */
    sequences = numbers(in, n * kSequences, kSequences - 1);
    if (in.below(3) != 0) std::fill(sequences.begin(), sequences.end(), 0);
    std::vector<int8_t> outputs(size), injected(size);
    for (size_t i = 0; i < size; i++) {
        outputs[i] = in.take<int8_t>();
        injected[i] = in.take<int8_t>();
    }
    if (in.below(1) == 0) fuzz::checked(steer_context_clear(s.context));
    s.decoded = n;
    if (is_trunk) {
        fuzz::checked(steer_context_decode_trunk(s.context, n, tokens.data(), positions.data(), counts.data(), sequences.data()));
    } else {
        fuzz::checked(steer_context_decode(s.context, n, tokens.data(), positions.data(), counts.data(), sequences.data(), outputs.data(), injected.data()));
    }
}

void steer(session &s, fuzz::input &in) {
    std::vector<float> directions = floats(in, static_cast<size_t>(s.width) * static_cast<size_t>(s.layers));
    if (in.below(7) != 0) std::fill(directions.begin(), directions.begin() + s.width, 0.0F);
    const size_t n = in.below(7) == 0 ? in.take<size_t>() : directions.size();
    /* the count is checked before a value is looked at */
    fuzz::checked(steer_context_set_control_vector(s.context, directions.data(), n));
}

void ask(session &s, fuzz::input &in) {
    const int32_t n = in.below(8);
    const auto size = static_cast<size_t>(n);
    const std::vector<int32_t> indices = numbers(in, n, s.decoded), targets = numbers(in, n, s.vocabulary - 1);
    std::vector<steer_token_scores> results(size);
    const auto width = static_cast<size_t>(s.vocabulary);
    const size_t n_floats = in.below(7) == 0 ? in.take<size_t>() : size * width;
    std::vector<float> kept(size * width);
    const float *reference = in.below(2) == 0 ? nullptr : kept.data();
    if (fuzz::checked(steer_context_scores(s.context, n, indices.data(), targets.data(), reference, nullptr, n_floats, results.data())) == STEER_OK) {
        for (const steer_token_scores &r : results) {
            EXPECT(r.logprob <= 1e-9 && r.rank < s.vocabulary && r.top < s.vocabulary && r.kl_baseline >= 0);
        }
    }
    if (fuzz::checked(steer_row_scores(kept.data(), n, s.vocabulary, targets.data(), reference, nullptr, n_floats, 1, results.data())) == STEER_OK) {
        for (const steer_token_scores &r : results) EXPECT(std::fabs(r.logprob + std::log(static_cast<double>(s.vocabulary))) < 1e-6);
    }
    if (in.below(3) == 0) {
        const int32_t from = in.below(5) - 1, to = in.below(5) - 1;
        fuzz::checked(steer_context_branch(s.context, from, &to, 1));
        fuzz::checked(steer_context_keep(s.context, from));
    }
    for (int32_t i : indices) {
        const float *row = steer_context_logits(s.context, i);
        EXPECT(row || std::strlen(steer_last_error()) > 0);
    }
}

void keep(session &s, fuzz::input &in) {
    const int32_t n = in.below(4), layer = number(in, s.layers);
    const std::vector<int32_t> layers = numbers(in, n, s.layers);
    fuzz::checked(steer_context_capture(s.context, layers.data(), n));
    steer_context_residual(s.context, layer, number(in, s.decoded));
    std::vector<float> rows(static_cast<size_t>(s.width) * static_cast<size_t>(s.decoded) + 1);
    fuzz::checked(steer_context_copy_residuals(s.context, layer, rows.data(), rows.size() - 1));
}

void draw(session &s, fuzz::input &in) {
    steer_sampler_params params{};
    params.temperature = in.below(3) == 0 ? in.take<float>() : static_cast<float>(in.below(20)) / 10;
    params.top_k = number(in, s.vocabulary);
    params.top_p = in.below(3) == 0 ? in.take<float>() : static_cast<float>(in.below(10)) / 10;
    params.seed = in.take<uint32_t>();
    steer_sampler *sampler = nullptr;
    const int status = fuzz::checked(steer_sampler_init(params, &sampler));
    EXPECT((status == STEER_OK) == (sampler != nullptr));
    int32_t token = -1;
    if (sampler && fuzz::checked(steer_sampler_sample(sampler, s.context, number(in, s.decoded), &token)) == STEER_OK) {
        EXPECT(token >= 0 && token < s.vocabulary);
    }
    steer_sampler_free(sampler);
}

void weigh(fuzz::input &in) {
    steer_imatrix *imatrix = nullptr;
    const std::string file = in.text(), dataset = in.text();
    if (fuzz::checked(steer_imatrix_init(file.c_str(), dataset.c_str(), number(in, 3), &imatrix)) != STEER_OK) return;
    for (int32_t i = in.below(3); i >= 0; i--) {
        const std::string tensor = in.text();
        const std::vector<float> values = floats(in, static_cast<size_t>(in.below(8)));
        fuzz::checked(steer_imatrix_add(imatrix, tensor.c_str(), values.data(), static_cast<int64_t>(values.size())));
    }
    bool needs_imatrix = false;
    size_t length = 0;
    const std::string bytes = fuzz::tiny_model(), type = in.text();
    const fuzz::memory_file model(bytes.data(), bytes.size());
    fuzz::checked(steer_quantize_plan(model.path(), type.c_str(), imatrix, &needs_imatrix, nullptr, 0, &length));
    steer_imatrix_free(imatrix);
}

void call(session &s, fuzz::input &in) {
    switch (in.below(9)) {
        case 0: decode(s, in, true); break;
        case 1: steer(s, in); break;
        case 2: {
            const std::vector<float> direction = floats(in, static_cast<size_t>(s.width));
            fuzz::checked(steer_context_set_injection(s.context, number(in, s.layers), direction.data(), in.below(7) == 0 ? in.take<size_t>() : direction.size()));
            break;
        }
        case 3: ask(s, in); break;
        case 4: keep(s, in); break;
        case 5: draw(s, in); break;
        case 6: weigh(in); break;
        case 7: fuzz::checked(steer_context_remove(s.context, number(in, kSequences), number(in, kMost))); break;
        default: decode(s, in, false); break;
    }
}

/* Whatever came before, the context is as good as new. */
void check_usable(session &s) {
    EXPECT(steer_context_clear_control_vector(s.context) == STEER_OK);
    EXPECT(steer_context_clear_injection(s.context) == STEER_OK);
    EXPECT(steer_context_capture(s.context, nullptr, 0) == STEER_OK);
    EXPECT(steer_context_clear(s.context) == STEER_OK);
    const int32_t token = 1, position = 0, count = 1, sequence = 0;
    const int8_t output = 1;
    EXPECT(steer_context_decode(s.context, 1, &token, &position, &count, &sequence, &output, nullptr) == STEER_OK);
    const float *row = steer_context_logits(s.context, 0);
    EXPECT(row && std::isfinite(row[0]));
    static const float first = row[0];
    EXPECT(row[0] == first);
}

}  // namespace

std::vector<std::string> fuzz::seeds() {
    std::vector<std::string> list;
    /* a call of every kind, then two after one another, with bytes that count up in different steps */
    for (int kind = 0; kind < 9; kind++) {
        for (int step : {1, 3, 7}) {
            std::string seed(1, static_cast<char>(8));
            for (int i = 0; i < 160; i++) seed += static_cast<char>(i * step);
            seed += static_cast<char>(kind);
            for (int i = 0; i < 200; i++) seed += static_cast<char>(i * step + kind);
            list.push_back(seed);
        }
    }
    return list;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static session s;
    fuzz::input in(data, size);
    for (int calls = 0; calls < 8 && !in.is_empty(); calls++) call(s, in);
    check_usable(s);
    return 0;
}
