/* Text from data files, with any ranges of markup, in the tokenizers of the bundled model and of some of llama.cpp's vocabularies. */
#include "fuzz.h"

namespace {

steer_model *load(const std::string &path) {
    steer_model_params params = steer_model_default_params();
    params.vocab_only = true;
    steer_model *model = nullptr;
    fuzz::expect(steer_model_init(path.c_str(), params, nullptr, nullptr, &model) == STEER_OK, "a vocabulary loads");
    return model;
}

struct vocabularies {
    std::vector<steer_model *> models;

    vocabularies() : models{load(fuzz::bundled_path("models/steerage-demo-f16.gguf"))} {
        for (const char *name : {"llama-bpe", "qwen2", "gpt-2"}) {
            models.push_back(load(std::string(STEERAGE_VOCABULARIES) + "/ggml-vocab-" + name + ".gguf"));
        }
    }
    ~vocabularies() {
        for (steer_model *model : models) steer_model_free(model);
    }
    vocabularies(const vocabularies &) = delete;
    vocabularies &operator=(const vocabularies &) = delete;
};

/* What steer.h says of the tokens of any text. */
void check_tokens(const steer_model *model, const std::string &text, const std::vector<int32_t> &tokens, const std::vector<int32_t> &starts) {
    int32_t last = 0;
    for (size_t i = 0; i < tokens.size(); i++) {
        EXPECT(tokens[i] >= 0 && tokens[i] < steer_model_n_vocab(model));
        EXPECT(starts[i] >= last && static_cast<size_t>(starts[i]) <= text.size());
        last = starts[i];
        char piece[8];
        size_t length = 0;
        EXPECT(fuzz::checked(steer_model_piece(model, tokens[i], piece, sizeof piece, &length)) == STEER_OK);
    }
}

}  // namespace

std::vector<std::string> fuzz::seeds() {
    const std::string head(1, '\0');
    std::vector<std::string> list;
    for (const char *markup : {"\0\0\0\0\0\0", "\1\0\0\4\2\7", "\2\0\7\11\5\0"}) {
        for (int model = 0; model < 4; model++) {
            std::string seed(1, static_cast<char>(model));
            seed.append(markup, 6);
            list.push_back(seed + "[INST] Größe 数 🙂\n\n  x [/INST] ▁▁word ▁ </s><s>\xff\xc3");
            list.push_back(seed + "<|im_start|>user\n  it's 1234 <|im_end|> \t<|endoftext|> don't <0x0A>");
        }
    }
    const std::string behaviors = bundled("models/demo/behaviors/myopia.jsonl");
    for (size_t at = 0; at + 400 < behaviors.size(); at += 4000) list.push_back(head + head + behaviors.substr(at, 400));
    return list;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const vocabularies loaded;
    fuzz::input in(data, size);
    const steer_model *model = loaded.models[static_cast<size_t>(in.below(3))];
    std::vector<int32_t> markup(static_cast<size_t>(2 * in.below(3)));
    int32_t end = 0;
    for (int32_t &edge : markup) {
        /* mostly ascending, as the rule is; a step above 127 goes back */
        end += in.take<int8_t>();
        edge = end;
    }
    const std::string text = in.rest();
    const auto ranges = static_cast<int32_t>(markup.size() / 2);
    const bool add_bos = (size & 1U) != 0;
    int32_t n = 0;
    const int status = fuzz::checked(steer_model_tokenize(model, text.data(), text.size(), add_bos, markup.data(), ranges, nullptr, nullptr, 0, &n));
    if (n == 0) return 0;
    EXPECT(status == STEER_ERROR_ARGUMENT);
    std::vector<int32_t> tokens(static_cast<size_t>(n)), starts(tokens.size());
    EXPECT(steer_model_tokenize(model, text.data(), text.size(), add_bos, markup.data(), ranges, tokens.data(), starts.data(), n, &n) == STEER_OK);
    check_tokens(model, text, tokens, starts);
    return 0;
}
