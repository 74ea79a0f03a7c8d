/* Behaviour of libsteer through steer.h on the demo model: test-steer MODEL.gguf. Prints each failed check; exits 1 after any. */
#include "check.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace {

void files_that_are_no_model(const std::string &path) {
    std::ifstream whole(path, std::ios::binary);
    std::string head(1 << 20, '\0');
    whole.read(head.data(), static_cast<std::streamsize>(head.size()));
    std::ofstream("truncated.gguf", std::ios::binary) << head;
    std::ofstream("header-only.gguf", std::ios::binary) << head.substr(0, 20);
    std::ofstream("text.gguf") << "This is no model.\n";
    std::ofstream("empty.gguf");
    for (const char *name : {"missing.gguf", "truncated.gguf", "header-only.gguf", "text.gguf", "empty.gguf", "."}) {
        auto *model = reinterpret_cast<steer_model *>(&failures);
        CHECK(refused(steer_model_init(name, steer_model_default_params(), nullptr, nullptr, &model), STEER_ERROR_FILE));
        CHECK(model == nullptr);
    }
}

int stop_at_once(float, void *calls) {
    ++*static_cast<int *>(calls);
    return 1;
}

void loading_can_be_stopped(const std::string &path) {
    int calls = 0;
    steer_model *model = nullptr;
    CHECK(steer_model_init(path.c_str(), steer_model_default_params(), stop_at_once, &calls, &model) == STEER_ERROR_CANCELLED);
    CHECK(calls == 1);
    CHECK(model == nullptr);
}

/* The CPU is the only device that is sure to be here. */
void devices_that_cannot_be_are_refused(const std::string &path) {
    steer_model *model = nullptr;
    int32_t cpu = -1;
    for (int32_t i = 0; i < steer_device_count(); i++) {
        char name[16] = "";
        uint64_t free_bytes = 0, total_bytes = 0;
        CHECK(steer_device_get(i, name, sizeof name, nullptr, 0, &free_bytes, &total_bytes) == STEER_OK);
        if (std::strcmp(name, "CPU") == 0) cpu = i;
    }
    CHECK(cpu >= 0);
    const auto with = [](const std::vector<int32_t> &devices, const std::vector<float> &split, int32_t mode) {
        steer_model_params params = steer_model_default_params();
        params.n_gpu_layers = -1;
        params.devices = devices.data();
        params.n_devices = static_cast<int32_t>(devices.size());
        params.tensor_split = split.data();
        params.n_tensor_split = static_cast<int32_t>(split.size());
        params.split_mode = mode;
        return params;
    };
    for (const int32_t index : {cpu, -1, steer_device_count()}) {
        const std::vector<int32_t> devices{index};
        CHECK_REFUSED(steer_model_init(path.c_str(), with(devices, {}, STEER_SPLIT_LAYER), nullptr, nullptr, &model));
        CHECK_REFUSED(steer_model_init_tail(path.c_str(), 1, with(devices, {}, STEER_SPLIT_LAYER), &model));
    }
    const std::vector<int32_t> many(17, cpu);
    CHECK_REFUSED(steer_model_init(path.c_str(), with(many, {}, STEER_SPLIT_LAYER), nullptr, nullptr, &model));
    const std::vector<float> shares(17, 1.0F);
    CHECK_REFUSED(steer_model_init(path.c_str(), with({}, shares, STEER_SPLIT_LAYER), nullptr, nullptr, &model));
    CHECK_REFUSED(steer_model_init(path.c_str(), with({}, {}, 4), nullptr, nullptr, &model));
    steer_model_params missing = steer_model_default_params();
    missing.n_devices = 1;
    CHECK_REFUSED(steer_model_init(path.c_str(), missing, nullptr, nullptr, &model));
    CHECK(model == nullptr);
}

/* Where there is no GPU, all that is for GPUs is without effect. */
void a_split_without_gpus_loads(const std::string &path) {
    if (steer_device_count() > 1) return;
    for (const int32_t mode : {STEER_SPLIT_NONE, STEER_SPLIT_ROW, STEER_SPLIT_TENSOR}) {
        steer_model_params params = steer_model_default_params();
        params.n_gpu_layers = -1;
        params.split_mode = mode;
        steer_model *model = nullptr;
        CHECK(steer_model_init(path.c_str(), params, nullptr, nullptr, &model) == STEER_OK);
        steer_model_free(model);
    }
}

void null_handles_are_refused() {
    int32_t n = 0;
    size_t length = 0;
    CHECK_REFUSED(steer_model_init(nullptr, steer_model_default_params(), nullptr, nullptr, nullptr));
    CHECK_REFUSED(steer_model_tokenize(nullptr, "a", 1, true, nullptr, 0, nullptr, nullptr, 0, &n));
    CHECK_REFUSED(steer_model_piece(nullptr, 0, nullptr, 0, &length));
    CHECK_REFUSED(steer_model_metadata(nullptr, "general.name", nullptr, 0, &length));
    CHECK_REFUSED(steer_context_init(nullptr, steer_context_default_params(), nullptr));
    CHECK_REFUSED(steer_context_set_control_vector(nullptr, nullptr, 0));
    CHECK_REFUSED(steer_context_clear_control_vector(nullptr));
    CHECK_REFUSED(steer_context_set_injection(nullptr, 0, nullptr, 0));
    CHECK_REFUSED(steer_context_clear_injection(nullptr));
    CHECK_REFUSED(steer_context_clear(nullptr));
    CHECK_REFUSED(steer_context_remove(nullptr, 0, 0));
    CHECK_REFUSED(steer_context_keep(nullptr, 0));
    CHECK_REFUSED(steer_context_branch(nullptr, 0, nullptr, 0));
    CHECK_REFUSED(steer_context_decode(nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr));
    CHECK_REFUSED(steer_context_scores(nullptr, 1, nullptr, nullptr, nullptr, nullptr, 0, nullptr));
    CHECK(steer_context_logits(nullptr, 0) == nullptr);
    CHECK(steer_model_n_vocab(nullptr) == 0);
    CHECK(!steer_model_is_eog(nullptr, 0));
    steer_model_free(nullptr);
    steer_context_free(nullptr);
}

void tokens_spell_the_text(const steer_model *model) {
    const tokenized t = tokenize(model, text);
    CHECK(t.tokens.size() > 10);
    CHECK(t.tokens[0] == steer_model_bos(model));
    CHECK(t.starts[0] == 0);
    std::string spelt;
    for (size_t i = 1; i < t.tokens.size(); i++) {
        char piece[64];
        size_t length = 0;
        CHECK(steer_model_piece(model, t.tokens[i], piece, sizeof piece, &length) == STEER_OK);
        spelt.append(piece, length);
        CHECK(t.starts[i] >= t.starts[i - 1]);
    }
    CHECK(spelt == " " + text); /* SentencePiece's blank before a text */
    int32_t n = 0;
    int32_t small[2] = {-7, -7};
    CHECK_REFUSED(steer_model_tokenize(model, text.data(), text.size(), true, nullptr, 0, small, small, 2, &n));
    CHECK(n == static_cast<int32_t>(t.tokens.size()));
    CHECK(small[0] == -7);
    CHECK_REFUSED(steer_model_tokenize(model, nullptr, 3, true, nullptr, 0, small, small, 2, &n));
    size_t length = 0;
    CHECK_REFUSED(steer_model_piece(model, -1, nullptr, 0, &length));
    CHECK_REFUSED(steer_model_piece(model, steer_model_n_vocab(model), nullptr, 0, &length));
    CHECK(!steer_model_is_eog(model, steer_model_n_vocab(model)));
}

void empty_and_foreign_texts_tokenize(const steer_model *model) {
    CHECK(tokenize(model, "").tokens.size() == 1);
    CHECK(tokenize(model, "Größe 数 🙂\n\n  x").tokens.size() > 8);
    CHECK(tokenize(model, std::string("a\0b", 3)).tokens.size() > 2);
    /* SentencePiece writes a blank this way */
    CHECK(tokenize(model, "▁▁word ▁ x▁").tokens.size() > 4);
}

void logprobs_are_the_log_softmax_of_the_logits(steer_model *model, steer_context *context) {
    const batch b(tokenize(model, text).tokens);
    const std::vector<float> all = logits(model, context, b);
    const auto n_vocab = static_cast<size_t>(steer_model_n_vocab(model));
    const int32_t n = b.size() - 1;
    std::vector<int32_t> indices(b.positions.begin(), b.positions.end() - 1);
    const std::vector<int32_t> targets(b.tokens.begin() + 1, b.tokens.end());
    std::vector<steer_token_scores> results(static_cast<size_t>(n));
    CHECK(steer_context_scores(context, n, indices.data(), targets.data(), nullptr, nullptr, n_vocab * results.size(), results.data()) == STEER_OK);
    for (size_t k = 0; k < results.size(); k++) {
        const float *row = all.data() + k * n_vocab;
        const auto target = static_cast<size_t>(targets[k]);
        size_t top = 0;
        int32_t rank = 0;
        double sum = 0, weighted = 0;
        for (size_t v = 0; v < n_vocab; v++) {
            if (row[v] > row[top]) top = v;
            if (row[v] > row[target]) rank++;
        }
        for (size_t v = 0; v < n_vocab; v++) {
            const double shifted = static_cast<double>(row[v]) - static_cast<double>(row[top]);
            sum += std::exp(shifted);
            weighted += shifted * std::exp(shifted);
        }
        const double logprob = static_cast<double>(row[target]) - static_cast<double>(row[top]) - std::log(sum);
        /* the library takes exp in float, within 2 ulp (2.4e-7), and sums in double */
        CHECK(std::fabs(results[k].logprob - logprob) < 2.4e-7);
        CHECK(std::fabs(results[k].entropy - (std::log(sum) - weighted / sum)) < 1e-6);
        CHECK(results[k].rank == rank);
        CHECK(results[k].top == static_cast<int32_t>(top));
        CHECK(results[k].baseline_top == -1 && results[k].reference_top == -1);
    }
    /* of copies, on any number of threads, to the bit */
    for (int32_t threads : {1, 3}) {
        std::vector<steer_token_scores> copies(results.size());
        CHECK(steer_row_scores(all.data(), n, steer_model_n_vocab(model), targets.data(), nullptr, nullptr, n_vocab * results.size(), threads,
                               copies.data()) == STEER_OK);
        CHECK(std::memcmp(copies.data(), results.data(), results.size() * sizeof(steer_token_scores)) == 0);
    }
    const int32_t first = 0, outside = b.size(), vocabulary = steer_model_n_vocab(model), negative = -1;
    steer_token_scores result;
    CHECK_REFUSED(steer_context_scores(context, 1, &outside, &first, nullptr, nullptr, n_vocab, &result));
    CHECK_REFUSED(steer_context_scores(context, 1, &negative, &first, nullptr, nullptr, n_vocab, &result));
    CHECK_REFUSED(steer_context_scores(context, 1, &first, &vocabulary, nullptr, nullptr, n_vocab, &result));
    CHECK_REFUSED(steer_context_scores(context, 1, &first, &negative, nullptr, nullptr, n_vocab, &result));
    CHECK_REFUSED(steer_context_scores(context, 1, nullptr, &first, nullptr, nullptr, n_vocab, &result));
    CHECK_REFUSED(steer_context_scores(context, 1, &first, &first, nullptr, nullptr, n_vocab, nullptr));
    CHECK_REFUSED(steer_context_scores(context, 1, &first, &first, nullptr, nullptr, n_vocab - 1, &result));
    CHECK_REFUSED(steer_row_scores(nullptr, 1, vocabulary, &first, nullptr, nullptr, n_vocab, 1, &result));
    CHECK_REFUSED(steer_row_scores(all.data(), 1, vocabulary, &vocabulary, nullptr, nullptr, n_vocab, 1, &result));
    CHECK_REFUSED(steer_row_scores(all.data(), 1, 0, &first, nullptr, nullptr, 0, 1, &result));
    CHECK_REFUSED(steer_row_scores(all.data(), 1, vocabulary, &first, nullptr, nullptr, n_vocab, 0, &result));
    CHECK_REFUSED(steer_context_scores(context, -1, &first, &first, nullptr, nullptr, n_vocab, &result));
}

void only_outputs_have_logits(steer_model *model, steer_context *context) {
    batch b(tokenize(model, text).tokens);
    b.outputs[1] = 0;
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(b.decode(context) == STEER_OK);
    CHECK(steer_context_logits(context, 0) != nullptr);
    for (int32_t i : {1, -1, b.size()}) {
        CHECK(steer_context_logits(context, i) == nullptr);
        CHECK(std::strlen(steer_last_error()) > 0);
    }
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(steer_context_logits(context, 0) == nullptr);
}

void a_cleared_control_vector_leaves_no_bit_behind(steer_model *model, steer_context *context) {
    const batch b(tokenize(model, text).tokens);
    const auto n_embd = static_cast<size_t>(steer_model_n_embd(model));
    std::vector<float> directions(n_embd * static_cast<size_t>(steer_model_n_layer(model)));
    const std::vector<float> baseline = logits(model, context, b);
    CHECK(same_bits(logits(model, context, b), baseline));

    for (size_t i = 0; i < n_embd; i++) directions[2 * n_embd + i] = static_cast<float>(i % 7) - 3;
    CHECK(steer_context_set_control_vector(context, directions.data(), directions.size()) == STEER_OK);
    const std::vector<float> steered = logits(model, context, b);
    CHECK(!same_bits(steered, baseline));

    /* another layer: nothing of the vector before may stay */
    std::vector<float> elsewhere(directions.size());
    elsewhere[4 * n_embd] = 5;
    CHECK(steer_context_set_control_vector(context, elsewhere.data(), elsewhere.size()) == STEER_OK);
    CHECK(!same_bits(logits(model, context, b), steered));
    CHECK(steer_context_set_control_vector(context, directions.data(), directions.size()) == STEER_OK);
    CHECK(same_bits(logits(model, context, b), steered));

    CHECK_REFUSED(steer_context_set_control_vector(context, directions.data(), directions.size() - n_embd));
    CHECK_REFUSED(steer_context_set_control_vector(context, directions.data(), 0));
    CHECK_REFUSED(steer_context_set_control_vector(context, nullptr, directions.size()));
    std::vector<float> wrong = directions;
    wrong[3 * n_embd] = std::numeric_limits<float>::quiet_NaN();
    CHECK_REFUSED(steer_context_set_control_vector(context, wrong.data(), wrong.size()));
    wrong[3 * n_embd] = std::numeric_limits<float>::infinity();
    CHECK_REFUSED(steer_context_set_control_vector(context, wrong.data(), wrong.size()));
    wrong = directions;
    wrong[0] = 1;
    CHECK_REFUSED(steer_context_set_control_vector(context, wrong.data(), wrong.size()));
    CHECK(same_bits(logits(model, context, b), steered)); /* a refused vector changes nothing */

    CHECK(steer_context_clear_control_vector(context) == STEER_OK);
    CHECK(same_bits(logits(model, context, b), baseline));
    const std::vector<float> zeros(directions.size());
    CHECK(steer_context_set_control_vector(context, zeros.data(), zeros.size()) == STEER_OK);
    CHECK(logits(model, context, b) == baseline);
    CHECK(steer_context_clear_control_vector(context) == STEER_OK);
}

void an_injection_at_all_tokens_is_a_control_vector(steer_model *model, steer_context *context) {
    batch b(tokenize(model, text).tokens);
    const auto n_embd = static_cast<size_t>(steer_model_n_embd(model));
    const int32_t n_layer = steer_model_n_layer(model);
    const std::vector<float> baseline = logits(model, context, b);
    std::vector<float> direction(n_embd);
    for (size_t i = 0; i < n_embd; i++) direction[i] = static_cast<float>(i % 7) - 3;
    for (const int32_t layer : {2, n_layer - 1}) {
        std::vector<float> directions(n_embd * static_cast<size_t>(n_layer));
        std::copy(direction.begin(), direction.end(), directions.begin() + static_cast<std::ptrdiff_t>(n_embd) * layer);
        CHECK(steer_context_set_control_vector(context, directions.data(), directions.size()) == STEER_OK);
        b.injected.clear();
        const std::vector<float> steered = logits(model, context, b);
        CHECK(steer_context_clear_control_vector(context) == STEER_OK);

        CHECK(steer_context_set_injection(context, layer, direction.data(), n_embd) == STEER_OK);
        CHECK(same_bits(logits(model, context, b), baseline)); /* no token is marked */
        b.injected.assign(b.tokens.size(), 1);
        CHECK(same_bits(logits(model, context, b), steered));
    }
    std::vector<float> wrong = direction;
    wrong[5] = std::numeric_limits<float>::infinity();
    CHECK_REFUSED(steer_context_set_injection(context, 0, wrong.data(), n_embd));
    CHECK_REFUSED(steer_context_set_injection(context, 0, direction.data(), n_embd - 1));
    CHECK_REFUSED(steer_context_set_injection(context, n_layer, direction.data(), n_embd));
    CHECK_REFUSED(steer_context_set_injection(context, -1, direction.data(), n_embd));

    CHECK(steer_context_set_injection(context, 0, direction.data(), n_embd) == STEER_OK);
    CHECK(!same_bits(logits(model, context, b), baseline));
    CHECK(steer_context_clear_injection(context) == STEER_OK);
    CHECK(same_bits(logits(model, context, b), baseline));
}

void a_shared_prompt_is_decoded_once(steer_model *model, steer_context *context) {
    const batch alone(tokenize(model, text).tokens);
    const std::vector<float> wanted = logits(model, context, alone);
    batch shared = alone;
    shared.sequences.clear();
    const size_t prompt = 10;
    for (size_t i = 0; i < shared.tokens.size(); i++) {
        shared.counts[i] = i < prompt ? 2 : 1;
        shared.sequences.push_back(0);
        if (i < prompt) shared.sequences.push_back(1);
    }
    const std::vector<float> found = logits(model, context, shared);
    CHECK(found.size() == wanted.size());
    float most = 0;
    for (size_t i = 0; i < found.size() && i < wanted.size(); i++) most = std::fmax(most, std::fabs(found[i] - wanted[i]));
    CHECK(most < 1e-4F);
    CHECK(steer_context_remove(context, 1, 5) == STEER_OK);
    CHECK_REFUSED(steer_context_remove(context, 4, 0));
    CHECK_REFUSED(steer_context_remove(context, -1, 0));
    CHECK_REFUSED(steer_context_remove(context, 0, -1));
}

void blocks_behind_the_head_compute_the_same(const char *path, steer_model *model, steer_context *context) {
    const batch b(tokenize(model, text).tokens);
    const std::vector<float> wanted = logits(model, context, b);
    steer_model_params params = steer_model_default_params();
    params.n_gpu_layers = -1;
    for (int32_t blocks : {1, 511}) {
        params.n_head_blocks = blocks;
        steer_model *other = nullptr;
        CHECK(steer_model_init(path, params, nullptr, nullptr, &other) == STEER_OK);
        if (!other) continue;
        steer_context *with = new_context(other);
        const std::vector<float> found = logits(other, with, b);
        float most = 0;
        for (size_t i = 0; i < wanted.size(); i++) most = std::fmax(most, std::fabs(found[i] - wanted[i]));
        CHECK(most < 2e-2F); /* GPUs and the CPU round F16 weights' activations otherwise */
        steer_context_free(with);
        steer_model_free(other);
    }
    steer_model *none = nullptr;
    for (int32_t blocks : {-1, 512}) {
        params.n_head_blocks = blocks;
        CHECK_REFUSED(steer_model_init(path, params, nullptr, nullptr, &none));
        CHECK(none == nullptr);
    }
}

void sequences_branch_off_one_another(steer_model *model, steer_context *context) {
    const batch whole(tokenize(model, text).tokens);
    const std::vector<float> wanted = logits(model, context, whole);
    const auto n_vocab = static_cast<size_t>(steer_model_n_vocab(model));
    const auto half = whole.tokens.size() / 2;
    const auto part = [&](size_t from, size_t to, int32_t sequence) {
        batch b(std::vector<int32_t>(whole.tokens.begin() + static_cast<long>(from), whole.tokens.begin() + static_cast<long>(to)));
        for (size_t i = 0; i < b.tokens.size(); i++) b.positions[i] = static_cast<int32_t>(from + i), b.sequences[i] = sequence;
        return b;
    };
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(part(0, half, 3).decode(context) == STEER_OK);
    const int32_t branches[] = {0, 2};
    for (int round = 0; round < 2; round++) { /* the second time after all branches are forgotten */
        CHECK(steer_context_branch(context, 3, branches, 2) == STEER_OK);
        CHECK_REFUSED(steer_context_branch(context, 3, branches, 1)); /* it holds them already */
        CHECK(part(half, whole.tokens.size(), 2).decode(context) == STEER_OK);
        float most = 0;
        for (size_t i = half; i < whole.tokens.size(); i++) {
            const float *row = steer_context_logits(context, static_cast<int32_t>(i - half));
            CHECK(row != nullptr);
            for (size_t v = 0; row && v < n_vocab; v++) most = std::fmax(most, std::fabs(row[v] - wanted[i * n_vocab + v]));
        }
        CHECK(most < 1e-4F);
        CHECK(steer_context_keep(context, 3) == STEER_OK);
        CHECK(steer_context_logits(context, 0) == nullptr);
    }
    const int32_t itself = 3, outside = 4;
    CHECK_REFUSED(steer_context_branch(context, 3, &itself, 1));
    CHECK_REFUSED(steer_context_branch(context, 3, &outside, 1));
    CHECK_REFUSED(steer_context_branch(context, -1, branches, 1));
    CHECK_REFUSED(steer_context_keep(context, 4));
    CHECK(steer_context_clear(context) == STEER_OK);
}

void batches_that_llama_cpp_would_abort_on_are_refused(steer_model *model, steer_context *context) {
    const batch good(tokenize(model, text).tokens);
    const auto with = [&](auto change) {
        batch b = good;
        change(b);
        CHECK(steer_context_clear(context) == STEER_OK);
        return b.decode(context);
    };
    CHECK_REFUSED(with([&](batch &b) { b.tokens[3] = steer_model_n_vocab(model); }));
    CHECK_REFUSED(with([](batch &b) { b.tokens[3] = -1; }));
    CHECK_REFUSED(with([](batch &b) { b.positions[0] = -1; }));
    CHECK_REFUSED(with([](batch &b) { b.sequences[2] = 4; }));
    CHECK_REFUSED(with([](batch &b) { b.sequences[2] = -1; }));
    CHECK_REFUSED(with([](batch &b) { b.counts[2] = 0; }));
    CHECK_REFUSED(with([](batch &b) { b.counts[2] = 5; }));
    CHECK_REFUSED(with([](batch &b) { b = batch(std::vector<int32_t>(129, 1)); }));
    CHECK_REFUSED(with([](batch &b) { b = batch({}); }));
    CHECK_REFUSED(steer_context_decode(context, good.size(), good.tokens.data(), nullptr, good.counts.data(),
                                       good.sequences.data(), good.outputs.data(), nullptr));
    /* positions that leave a gap or repeat: whatever the status, the process lives and the context still works */
    CHECK(with([](batch &b) { b.positions[5] = 3; }) != STEER_OK);
    CHECK(with([](batch &) {}) == STEER_OK);
}

void a_full_cache_is_an_error(steer_model *model, steer_context *context) {
    const std::vector<int32_t> ids(128, steer_model_bos(model));
    CHECK(steer_context_clear(context) == STEER_OK);
    int status = STEER_OK;
    int32_t batches = 0;
    for (; status == STEER_OK && batches < 8; batches++) {
        batch b(ids);
        for (int32_t &position : b.positions) position += batches * 128;
        status = b.decode(context);
    }
    CHECK(status == STEER_ERROR_MEMORY);
    CHECK(batches == 3);
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(batch(ids).decode(context) == STEER_OK);
}

void impossible_contexts_are_refused(steer_model *model) {
    const auto with = [&](auto change) {
        steer_context_params params = steer_context_default_params();
        change(params);
        steer_context *context = nullptr;
        const int status = steer_context_init(model, params, &context);
        CHECK(context == nullptr);
        return status;
    };
    CHECK_REFUSED(with([](steer_context_params &p) { p.n_ctx = 0; }));
    CHECK_REFUSED(with([](steer_context_params &p) { p.n_batch = -1; }));
    CHECK_REFUSED(with([](steer_context_params &p) { p.n_seq_max = 257; }));
    CHECK_REFUSED(with([](steer_context_params &p) { p.n_threads = 0; }));
    CHECK_REFUSED(with([](steer_context_params &p) { p.kv_type = 9; }));
}

void a_bare_context_decodes_alike_and_has_no_hooks(steer_model *model, steer_context *context) {
    const batch b(tokenize(model, text).tokens);
    steer_context_params params = steer_context_default_params();
    params.n_ctx = 256;
    params.n_batch = 128;
    params.n_seq_max = 4;
    params.bare = true;
    steer_context *bare = nullptr;
    CHECK(steer_context_init(model, params, &bare) == STEER_OK);
    CHECK(same_bits(logits(model, bare, b), logits(model, context, b)));
    const int32_t layer = 1;
    const std::vector<float> direction(static_cast<size_t>(steer_model_n_embd(model)));
    CHECK_REFUSED(steer_context_capture(bare, &layer, 1));
    CHECK_REFUSED(steer_context_set_injection(bare, layer, direction.data(), direction.size()));
    steer_context_free(bare);
}

void a_vocabulary_has_tokens_and_no_context(const std::string &path) {
    steer_model_params params = steer_model_default_params();
    params.vocab_only = true;
    steer_model *model = nullptr;
    CHECK(steer_model_init(path.c_str(), params, nullptr, nullptr, &model) == STEER_OK);
    CHECK(tokenize(model, text).tokens.size() > 10);
    steer_context *context = nullptr;
    CHECK_REFUSED(steer_context_init(model, steer_context_default_params(), &context));
    steer_model_free(model);
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: test-steer MODEL.gguf\n");
        return 2;
    }
    const std::string path = argv[1];
    files_that_are_no_model(path);
    loading_can_be_stopped(path);
    devices_that_cannot_be_are_refused(path);
    a_split_without_gpus_loads(path);
    null_handles_are_refused();
    a_vocabulary_has_tokens_and_no_context(path);

    steer_model *model = nullptr;
    CHECK(steer_model_init(path.c_str(), steer_model_default_params(), nullptr, nullptr, &model) == STEER_OK);
    if (!model) return 1;
    tokens_spell_the_text(model);
    empty_and_foreign_texts_tokenize(model);
    impossible_contexts_are_refused(model);
    steer_context *context = new_context(model);
    logprobs_are_the_log_softmax_of_the_logits(model, context);
    a_bare_context_decodes_alike_and_has_no_hooks(model, context);
    only_outputs_have_logits(model, context);
    a_cleared_control_vector_leaves_no_bit_behind(model, context);
    an_injection_at_all_tokens_is_a_control_vector(model, context);
    a_shared_prompt_is_decoded_once(model, context);
    blocks_behind_the_head_compute_the_same(argv[1], model, context);
    sequences_branch_off_one_another(model, context);
    batches_that_llama_cpp_would_abort_on_are_refused(model, context);
    a_full_cache_is_an_error(model, context);

    /* a context keeps its model alive */
    steer_model_free(model);
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(batch(std::vector<int32_t>(3, 1)).decode(context) == STEER_OK);
    steer_context_free(context);

    std::printf("%d failed checks\n", failures);
    return failures == 0 ? 0 : 1;
}
