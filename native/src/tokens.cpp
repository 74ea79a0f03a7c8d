#include <climits>
#include <cstring>
#include <string>
#include <vector>

#include "guard.h"
#include "model.h"

using steer::fail;
using steer::guard;
using steer::require;

std::string steer::piece(const llama_vocab *vocab, llama_token token) {
    std::string text(32, '\0');
    int32_t n = llama_token_to_piece(vocab, token, text.data(), static_cast<int32_t>(text.size()), 0, true);
    if (n < 0) {
        text.resize(static_cast<size_t>(-n));
        n = llama_token_to_piece(vocab, token, text.data(), static_cast<int32_t>(text.size()), 0, true);
    }
    text.resize(n > 0 ? static_cast<size_t>(n) : 0);
    return text;
}

namespace {

std::vector<llama_token> tokenize(const llama_vocab *vocab, const char *text, int32_t length, bool parse_special) {
    std::vector<llama_token> tokens(static_cast<size_t>(length) + 8);
    int32_t n = llama_tokenize(vocab, text, length, tokens.data(), static_cast<int32_t>(tokens.size()), false, parse_special);
    if (n < 0 && n != INT32_MIN) {
        tokens.resize(static_cast<size_t>(-n));
        n = llama_tokenize(vocab, text, length, tokens.data(), static_cast<int32_t>(tokens.size()), false, parse_special);
    }
    if (n < 0) fail(STEER_ERROR_INTERNAL, "the text has too many tokens");
    tokens.resize(static_cast<size_t>(n));
    return tokens;
}

/*
 * Bytes of text that a piece's bytes from `from` on spell, or -1 if they do not. SentencePiece writes a blank as U+2581, so that
 * one in the text comes back as a blank.
 */
int64_t spelled(const std::string &bytes, size_t from, const char *text, size_t length) {
    size_t at = 0;
    for (size_t i = from; i < bytes.size(); i++) {
        if (at < length && text[at] == bytes[i]) {
            at++;
        } else if (bytes[i] == ' ' && length - at >= 3 && std::memcmp(text + at, "\xe2\x96\x81", 3) == 0) {
            at += 3;
        } else {
            return -1;
        }
    }
    return static_cast<int64_t>(at);
}

/*
 * Byte offset of each token: the pieces, one behind the other, spell the text. A tokenizer of the SentencePiece kind puts
 * a blank before the text (and behind special tokens), which the text does not have: such a piece is matched without it.
 */
std::vector<int32_t> align(const llama_vocab *vocab, const std::vector<llama_token> &tokens, const char *text, size_t length) {
    std::vector<int32_t> starts;
    starts.reserve(tokens.size());
    size_t at = 0;
    for (llama_token token : tokens) {
        starts.push_back(static_cast<int32_t>(at));
        const std::string bytes = steer::piece(vocab, token);
        int64_t n = spelled(bytes, 0, text + at, length - at);
        if (n < 0 && bytes[0] == ' ') n = spelled(bytes, 1, text + at, length - at);
        if (n < 0) {
            fail(STEER_ERROR_INTERNAL, "this model's tokens do not spell the text from byte " + std::to_string(at) +
                                           " on (its tokenizer normalises text), so tokens cannot be placed in it");
        }
        at += static_cast<size_t>(n);
    }
    if (at != length) {
        fail(STEER_ERROR_INTERNAL, "this model's tokens end at byte " + std::to_string(at) + " of " + std::to_string(length));
    }
    return starts;
}

}  // namespace

int steer_model_tokenize(const steer_model *model, const char *text, size_t text_length, bool add_bos, bool parse_special,
                         int32_t *tokens, int32_t *starts, int32_t capacity, int32_t *n_tokens) {
    return guard([&] {
        require(model && n_tokens && (text || text_length == 0), "model, text and n_tokens must not be NULL");
        require(text_length <= INT32_MAX / 2, "the text is longer than 1 GiB");
        *n_tokens = 0;
        const llama_vocab *vocab = model->vocab();
        require(llama_vocab_type(vocab) != LLAMA_VOCAB_TYPE_NONE, "this model has no tokenizer");
        std::vector<llama_token> found = tokenize(vocab, text ? text : "", static_cast<int32_t>(text_length), parse_special);
        std::vector<int32_t> offsets = align(vocab, found, text, text_length);
        if (add_bos && steer_model_add_bos(model)) {
            found.insert(found.begin(), llama_vocab_bos(vocab));
            offsets.insert(offsets.begin(), 0);
        }
        *n_tokens = static_cast<int32_t>(found.size());
        require(capacity >= *n_tokens, "the text has " + std::to_string(found.size()) + " tokens, more than the arrays hold");
        if (found.empty()) return;
        require(tokens && starts, "tokens and starts must not be NULL");
        std::memcpy(tokens, found.data(), found.size() * sizeof(int32_t));
        std::memcpy(starts, offsets.data(), offsets.size() * sizeof(int32_t));
    });
}

int steer_model_piece(const steer_model *model, int32_t token, char *buf, size_t buf_size, size_t *length) {
    return guard([&] {
        require(model, "model must not be NULL");
        require(token >= 0 && token < steer_model_n_vocab(model), "token " + std::to_string(token) + " is not in the vocabulary");
        const std::string bytes = steer::piece(model->vocab(), token);
        steer::copy_out(bytes.data(), bytes.size(), buf, buf_size, length);
    });
}
