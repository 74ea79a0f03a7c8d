/* Chat formats, control tokens in markup, LoRA adapters and sampling through steer.h on the demo model: test-generate MODEL.gguf. */
#include "check.h"

#include <fstream>
#include <limits>
#include <set>

namespace {

/* ---- chat formats and markup ---- */

std::string format(const char *name, const char *system, const char *user, const char *assistant) {
    size_t length = 0;
    CHECK(steer_chat_format(name, system, user, assistant, nullptr, 0, &length) == STEER_OK);
    std::string words(length, '\0');
    CHECK(steer_chat_format(name, system, user, assistant, words.data(), words.size(), &length) == STEER_OK);
    return words;
}

void chat_templates_write_conversations() {
    CHECK(format("chatml", "s", "u", nullptr) == "<|im_start|>system\ns<|im_end|>\n<|im_start|>user\nu<|im_end|>\n<|im_start|>assistant\n");
    CHECK(format("chatml", nullptr, "u", "a") == "<|im_start|>user\nu<|im_end|>\n<|im_start|>assistant\na<|im_end|>\n");
    CHECK(format("{{ '<|im_start|>' }}", nullptr, "ü 🙂", nullptr) == format("chatml", nullptr, "ü 🙂", nullptr));
    char small[5] = "----";
    size_t length = 0;
    CHECK(steer_chat_format("chatml", nullptr, "u", nullptr, small, 3, &length) == STEER_OK);
    CHECK(std::string(small, 4) == "<|i-");
    CHECK_REFUSED(steer_chat_format("klingon", nullptr, "u", nullptr, nullptr, 0, &length));
    CHECK_REFUSED(steer_chat_format("", nullptr, "u", nullptr, nullptr, 0, &length));
    CHECK_REFUSED(steer_chat_format(nullptr, nullptr, "u", nullptr, nullptr, 0, &length));
    CHECK_REFUSED(steer_chat_format("chatml", nullptr, nullptr, nullptr, nullptr, 0, &length));
    CHECK_REFUSED(steer_chat_format("chatml", nullptr, "u", nullptr, nullptr, 0, nullptr));
    CHECK(steer_chat_template(0) != nullptr);
    CHECK(steer_chat_template(-1) == nullptr);
    CHECK(steer_chat_template(std::numeric_limits<int32_t>::max()) == nullptr);
}

int tokenize_marked(const steer_model *model, const std::string &words, const std::vector<int32_t> &markup, tokenized &result) {
    int32_t n = 0;
    result.tokens.resize(words.size() * 2 + 8);
    result.starts.resize(result.tokens.size());
    const int status = steer_model_tokenize(model, words.data(), words.size(), true, markup.data(),
                                            static_cast<int32_t>(markup.size() / 2), result.tokens.data(), result.starts.data(),
                                            static_cast<int32_t>(result.tokens.size()), &n);
    result.tokens.resize(static_cast<size_t>(n));
    result.starts.resize(static_cast<size_t>(n));
    return status;
}

void markers_are_tokens_in_markup_only(const steer_model *model) {
    const std::string words = "a</s>b</s>c";
    const int32_t eos = 2;
    const auto count = [&](const std::vector<int32_t> &markup) {
        tokenized t;
        CHECK(tokenize_marked(model, words, markup, t) == STEER_OK);
        int found = 0;
        for (size_t i = 0; i < t.tokens.size(); i++) {
            if (t.tokens[i] == eos) found++;
            CHECK(t.starts[i] >= 0 && t.starts[i] <= static_cast<int32_t>(words.size()));
            CHECK(i == 0 || t.starts[i] >= t.starts[i - 1]);
        }
        return found;
    };
    CHECK(steer_model_is_eog(model, eos));
    CHECK(count({}) == 0);
    CHECK(count({1, 5}) == 1);
    CHECK(count({6, 10}) == 1);
    CHECK(count({1, 5, 6, 10}) == 2);
    CHECK(count({0, 11}) == 2);
    CHECK(count({0, 0, 1, 5, 5, 5}) == 1);
    /* a marker that markup holds only a part of */
    CHECK(count({1, 4}) == 0);
    CHECK(count({2, 5}) == 0);
}

void ranges_that_are_none_are_refused(const steer_model *model) {
    tokenized t;
    const std::string words = "a</s>b";
    for (const std::vector<int32_t> &markup : std::vector<std::vector<int32_t>>{
             {-1, 2}, {3, 2}, {0, 7}, {1, 5, 4, 6}, {4, 6, 0, 1}, {0, std::numeric_limits<int32_t>::max()}}) {
        CHECK_REFUSED(tokenize_marked(model, words, markup, t));
        CHECK(t.tokens.empty());
    }
    int32_t n = 0, id = 0;
    CHECK_REFUSED(steer_model_tokenize(model, "a", 1, true, nullptr, 1, &id, &id, 1, &n));
    CHECK_REFUSED(steer_model_tokenize(model, "a", 1, true, nullptr, -1, &id, &id, 1, &n));
    CHECK_REFUSED(steer_model_tokenize(model, "a", 1, true, nullptr, 0, &id, &id, 1, nullptr));
}

/* ---- LoRA adapters ---- */

/* The bytes of a GGUF file (version 3, little-endian), as far as a LoRA adapter has any. */
struct gguf_bytes {
    std::string bytes;

    template <class T> void number(T value) { bytes.append(reinterpret_cast<const char *>(&value), sizeof value); }
    void words(const std::string &value) {
        number<uint64_t>(value.size());
        bytes += value;
    }
    void entry(const std::string &key, const std::string &value) {
        words(key);
        number<int32_t>(8); /* string */
        words(value);
    }
    void tensor(const std::string &name, uint64_t ne0, uint64_t ne1, uint64_t offset) {
        words(name);
        number<uint32_t>(2);
        number(ne0);
        number(ne1);
        number<int32_t>(0); /* F32 */
        number(offset);
    }
};

/* An adapter of rank 1 for the queries of block 2; every value of its factors is `value`. */
std::string write_lora(const char *path, uint64_t width, float value) {
    gguf_bytes file;
    file.bytes = "GGUF";
    file.number<uint32_t>(3);
    file.number<uint64_t>(2);
    file.number<uint64_t>(4);
    file.entry("general.type", "adapter");
    file.entry("general.architecture", "llama");
    file.entry("adapter.type", "lora");
    file.words("adapter.lora.alpha");
    file.number<int32_t>(6); /* float32 */
    file.number<float>(1);
    file.tensor("blk.2.attn_q.weight.lora_a", width, 1, 0);
    file.tensor("blk.2.attn_q.weight.lora_b", 1, width, width * sizeof(float));
    file.bytes.resize((file.bytes.size() + 31) / 32 * 32);
    for (uint64_t i = 0; i < 2 * width; i++) file.number(value);
    std::ofstream(path, std::ios::binary) << file.bytes;
    return path;
}

void an_adapter_changes_what_it_is_for_and_leaves_no_bit_behind(steer_model *model, steer_context *context) {
    const auto width = static_cast<uint64_t>(steer_model_n_embd(model));
    steer_lora *lora = nullptr;
    CHECK(steer_lora_init(model, write_lora("lora.gguf", width, 0.05F).c_str(), &lora) == STEER_OK);
    if (!lora) return;
    const batch b(tokenize(model, text).tokens);
    const std::vector<float> baseline = logits(model, context, b);
    CHECK(steer_context_set_lora(context, lora, 0) == STEER_OK);
    CHECK(same_bits(logits(model, context, b), baseline));
    CHECK(steer_context_set_lora(context, lora, 1) == STEER_OK);
    const std::vector<float> adapted = logits(model, context, b);
    CHECK(!same_bits(adapted, baseline));
    for (float scale : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        CHECK_REFUSED(steer_context_set_lora(context, lora, scale));
    }
    CHECK_REFUSED(steer_context_set_lora(context, nullptr, 1));
    CHECK_REFUSED(steer_context_set_lora(nullptr, lora, 1));
    CHECK(same_bits(logits(model, context, b), adapted)); /* a refused adapter changes nothing */
    /* the context holds it still */
    steer_lora_free(lora);
    CHECK(same_bits(logits(model, context, b), adapted));
    CHECK(steer_context_clear_lora(context) == STEER_OK);
    CHECK(same_bits(logits(model, context, b), baseline));
    CHECK_REFUSED(steer_context_clear_lora(nullptr));
}

void adapters_of_another_model_are_refused(steer_model *model, const std::string &path, steer_context *context) {
    steer_model *other = nullptr;
    CHECK(steer_model_init(path.c_str(), steer_model_default_params(), nullptr, nullptr, &other) == STEER_OK);
    steer_lora *lora = nullptr;
    CHECK(steer_lora_init(other, "lora.gguf", &lora) == STEER_OK);
    CHECK_REFUSED(steer_context_set_lora(context, lora, 1));
    steer_model_free(other); /* before its adapter */
    steer_lora_free(lora);
    steer_lora_free(nullptr);

    const auto narrow = static_cast<uint64_t>(steer_model_n_embd(model)) / 2;
    write_lora("narrow.gguf", narrow, 1);
    std::ofstream("no-lora.gguf") << "This is no adapter.\n";
    std::ifstream whole("lora.gguf", std::ios::binary);
    std::string head(700, '\0');
    whole.read(head.data(), static_cast<std::streamsize>(head.size()));
    std::ofstream("cut-lora.gguf", std::ios::binary) << head;
    for (const std::string &name : {std::string("missing.gguf"), std::string("narrow.gguf"), std::string("no-lora.gguf"),
                                    std::string("cut-lora.gguf"), path}) {
        lora = reinterpret_cast<steer_lora *>(&failures);
        CHECK(refused(steer_lora_init(model, name.c_str(), &lora), STEER_ERROR_FILE));
        CHECK(lora == nullptr);
    }
    CHECK_REFUSED(steer_lora_init(nullptr, "lora.gguf", &lora));
    CHECK_REFUSED(steer_lora_init(model, nullptr, &lora));
    CHECK_REFUSED(steer_lora_init(model, "lora.gguf", nullptr));
}

/* ---- sampling ---- */

steer_sampler *new_sampler(float temperature, int32_t top_k, float top_p, uint32_t seed) {
    steer_sampler *sampler = nullptr;
    CHECK(steer_sampler_init({temperature, top_k, top_p, seed}, &sampler) == STEER_OK);
    CHECK(sampler != nullptr);
    return sampler;
}

std::vector<int32_t> draws(steer_context *context, int32_t i, float temperature, int32_t top_k, float top_p, uint32_t seed) {
    steer_sampler *sampler = new_sampler(temperature, top_k, top_p, seed);
    std::vector<int32_t> tokens(40);
    for (int32_t &token : tokens) CHECK(steer_sampler_sample(sampler, context, i, &token) == STEER_OK);
    steer_sampler_free(sampler);
    return tokens;
}

void seeds_say_what_is_drawn(steer_model *model, steer_context *context) {
    const batch b(tokenize(model, "[INST] Would you agree? [/INST]").tokens);
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK(b.decode(context) == STEER_OK);
    const int32_t last = b.size() - 1;
    std::set<std::vector<int32_t>> all;
    for (uint32_t seed : {0U, 1U, 2U, 0x7fffffffU, 0xffffffffU}) {
        const std::vector<int32_t> found = draws(context, last, 2, 0, 1, seed);
        CHECK(found == draws(context, last, 2, 0, 1, seed));
        all.insert(found);
    }
    CHECK(all.size() == 5);
    steer_token_scores result;
    const int32_t target = 0;
    CHECK(steer_context_scores(context, 1, &last, &target, nullptr, nullptr, static_cast<size_t>(steer_model_n_vocab(model)), &result) == STEER_OK);
    const std::vector<int32_t> top(40, result.top);
    CHECK(draws(context, last, 0, 0, 1, 7) == top);
    CHECK(draws(context, last, 5, 1, 1, 7) == top);
    CHECK(draws(context, last, 1, 0, std::numeric_limits<float>::min(), 7) == top);
    for (int32_t token : draws(context, last, 50, 0, 1, 7)) CHECK(token >= 0 && token < steer_model_n_vocab(model));
}

void samplers_that_cannot_be_are_refused(steer_context *context) {
    const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    for (const steer_sampler_params &params : std::vector<steer_sampler_params>{
             {-1, 0, 1, 0}, {nan, 0, 1, 0}, {infinity, 0, 1, 0}, {1, -1, 1, 0}, {1, 0, 0, 0}, {1, 0, 1.1F, 0}, {1, 0, nan, 0}}) {
        auto *sampler = reinterpret_cast<steer_sampler *>(&failures);
        CHECK_REFUSED(steer_sampler_init(params, &sampler));
        CHECK(sampler == nullptr || sampler == reinterpret_cast<steer_sampler *>(&failures));
    }
    CHECK_REFUSED(steer_sampler_init({1, 0, 1, 0}, nullptr));
    steer_sampler *sampler = new_sampler(1, 0, 1, 0);
    int32_t token = -7;
    CHECK_REFUSED(steer_sampler_sample(nullptr, context, 0, &token));
    CHECK_REFUSED(steer_sampler_sample(sampler, nullptr, 0, &token));
    CHECK_REFUSED(steer_sampler_sample(sampler, context, 0, nullptr));
    for (int32_t i : {-1, 1 << 20}) CHECK_REFUSED(steer_sampler_sample(sampler, context, i, &token));
    CHECK(steer_context_clear(context) == STEER_OK);
    CHECK_REFUSED(steer_sampler_sample(sampler, context, 0, &token)); /* nothing is decoded */
    CHECK(token == -7);
    steer_sampler_free(sampler);
    steer_sampler_free(nullptr);
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: test-generate MODEL.gguf\n");
        return 2;
    }
    const std::string path = argv[1];
    chat_templates_write_conversations();
    steer_model *model = nullptr;
    CHECK(steer_model_init(path.c_str(), steer_model_default_params(), nullptr, nullptr, &model) == STEER_OK);
    if (!model) return 1;
    markers_are_tokens_in_markup_only(model);
    ranges_that_are_none_are_refused(model);
    steer_context *context = new_context(model);
    an_adapter_changes_what_it_is_for_and_leaves_no_bit_behind(model, context);
    adapters_of_another_model_are_refused(model, path, context);
    seeds_say_what_is_drawn(model, context);
    samplers_that_cannot_be_are_refused(context);

    /* a context that is freed with an adapter in use, after its model and before the adapter */
    steer_lora *lora = nullptr;
    CHECK(steer_lora_init(model, "lora.gguf", &lora) == STEER_OK);
    CHECK(steer_context_set_lora(context, lora, 1) == STEER_OK);
    steer_model_free(model);
    steer_context_free(context);
    steer_lora_free(lora);

    std::printf("%d failed checks\n", failures);
    return failures == 0 ? 0 : 1;
}
