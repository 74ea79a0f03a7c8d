#include <cctype>
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
 * Byte offset of each token, where text[0] is byte first_byte: the pieces, one behind the other, spell the text. A tokenizer of the SentencePiece kind puts
 * a blank before the text (and behind special tokens), which the text does not have: such a piece is matched without it.
 */
std::vector<int32_t> align(const llama_vocab *vocab, const std::vector<llama_token> &tokens, const char *text, size_t length,
                           size_t first_byte) {
    std::vector<int32_t> starts;
    starts.reserve(tokens.size());
    size_t at = 0;
    for (llama_token token : tokens) {
        starts.push_back(static_cast<int32_t>(first_byte + at));
        const std::string bytes = steer::piece(vocab, token);
        int64_t n = spelled(bytes, 0, text + at, length - at);
        if (n < 0 && bytes[0] == ' ') n = spelled(bytes, 1, text + at, length - at);
        if (n < 0) {
            fail(STEER_ERROR_INTERNAL, "this model's tokens do not spell the text from byte " + std::to_string(first_byte + at) +
                                           " on (its tokenizer normalises text), so tokens cannot be placed in it");
        }
        at += static_cast<size_t>(n);
    }
    if (at != length) {
        fail(STEER_ERROR_INTERNAL, "this model's tokens end at byte " + std::to_string(first_byte + at) + " of " +
                                       std::to_string(first_byte + length));
    }
    return starts;
}

/* A token that only the markup of a chat format may stand for. */
bool is_marker(const llama_vocab *vocab, llama_token token) {
    return (llama_vocab_get_attr(vocab, token) & (LLAMA_TOKEN_ATTR_CONTROL | LLAMA_TOKEN_ATTR_UNKNOWN)) != 0;
}

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/* A text's tokens as far as they are found, with the byte at which each begins. */
struct found_tokens {
    const llama_vocab *vocab;
    const char *text;
    std::vector<llama_token> tokens;
    std::vector<int32_t> starts;

    /* Bytes begin to end (exclusive), none of whose markers counts. */
    void add_plain(size_t begin, size_t end) {
        if (begin == end) return;
        const std::vector<llama_token> part = tokenize(vocab, text + begin, static_cast<int32_t>(end - begin), false);
        for (int32_t start : align(vocab, part, text + begin, end - begin, begin)) starts.push_back(start);
        tokens.insert(tokens.end(), part.begin(), part.end());
    }

    void add_marker(llama_token token, size_t begin) {
        tokens.push_back(token);
        starts.push_back(static_cast<int32_t>(begin));
    }
};

/*
 * Markers cut a text into pieces that are tokenized each on its own, as llama.cpp does for a text all of whose markers count. Which
 * markers there are llama.cpp says of the markup alone; plain text on both sides of markup without a marker stays in one piece with it.
 */
void tokenize_marked(found_tokens &found, size_t length, const int32_t *markup, int32_t n_markup) {
    size_t plain = 0; /* where the bytes begin that have no token yet */
    for (int32_t m = 0; m < n_markup; m++) {
        const auto begin = static_cast<size_t>(markup[2 * m]), end = static_cast<size_t>(markup[2 * m + 1]);
        const std::string words(found.text + begin, end - begin);
        size_t from = 0;
        for (llama_token token : tokenize(found.vocab, words.data(), static_cast<int32_t>(words.size()), true)) {
            if (!is_marker(found.vocab, token)) continue;
            const std::string marker = steer::piece(found.vocab, token);
            const size_t at = words.find(marker, from);
            if (at == std::string::npos) continue; /* what stands for bytes that the vocabulary does not have */
            const int attributes = llama_vocab_get_attr(found.vocab, token);
            size_t before = begin + at;
            while ((attributes & LLAMA_TOKEN_ATTR_LSTRIP) && before > begin + from && is_blank(found.text[before - 1])) before--;
            found.add_plain(plain, before);
            found.add_marker(token, before);
            from = at + marker.size();
            while ((attributes & LLAMA_TOKEN_ATTR_RSTRIP) && from < words.size() && is_blank(words[from])) from++;
            plain = begin + from;
        }
    }
    found.add_plain(plain, length);
}

void check_markup(size_t length, const int32_t *markup, int32_t n_markup) {
    require(n_markup >= 0 && (markup || n_markup == 0), "markup must not be NULL");
    int32_t last = 0;
    for (int32_t i = 0; i < 2 * n_markup; i++) {
        require(markup[i] >= last && static_cast<size_t>(markup[i]) <= length, "the ranges of markup must ascend within the text");
        last = markup[i];
    }
}

}  // namespace

int steer_model_tokenize(const steer_model *model, const char *text, size_t text_length, bool add_bos, const int32_t *markup,
                         int32_t n_markup, int32_t *tokens, int32_t *starts, int32_t capacity, int32_t *n_tokens) {
    return guard([&] {
        require(model && n_tokens && (text || text_length == 0), "model, text and n_tokens must not be NULL");
        require(text_length <= INT32_MAX / 2, "the text is longer than 1 GiB");
        *n_tokens = 0;
        check_markup(text_length, markup, n_markup);
        const llama_vocab *vocab = model->vocab();
        require(llama_vocab_type(vocab) != LLAMA_VOCAB_TYPE_NONE, "this model has no tokenizer");
        found_tokens found{vocab, text ? text : "", {}, {}};
        tokenize_marked(found, text_length, markup, n_markup);
        const bool begins_with_bos = !found.tokens.empty() && found.tokens[0] == llama_vocab_bos(vocab);
        if (add_bos && steer_model_add_bos(model) && !begins_with_bos) {
            found.tokens.insert(found.tokens.begin(), llama_vocab_bos(vocab));
            found.starts.insert(found.starts.begin(), 0);
        }
        *n_tokens = static_cast<int32_t>(found.tokens.size());
        require(capacity >= *n_tokens, "the text has " + std::to_string(*n_tokens) + " tokens, more than the arrays hold");
        if (found.tokens.empty()) return;
        require(tokens && starts, "tokens and starts must not be NULL");
        std::memcpy(tokens, found.tokens.data(), found.tokens.size() * sizeof(int32_t));
        std::memcpy(starts, found.starts.data(), found.starts.size() * sizeof(int32_t));
    });
}

int steer_model_vocabulary_difference(const steer_model *a, const steer_model *b, char *buf, size_t buf_size, size_t *length) {
    return guard([&] {
        require(a && b, "models must not be NULL");
        const llama_vocab *va = a->vocab(), *vb = b->vocab();
        const int32_t na = llama_vocab_n_tokens(va), nb = llama_vocab_n_tokens(vb);
        std::string difference;
        if (llama_vocab_type(va) != llama_vocab_type(vb)) {
            difference = "their tokenizers are of different kinds";
        } else if (na != nb) {
            difference = "one has " + std::to_string(na) + " tokens, the other " + std::to_string(nb);
        } else if (steer_model_add_bos(a) != steer_model_add_bos(b) ||
                   (steer_model_add_bos(a) && llama_vocab_bos(va) != llama_vocab_bos(vb))) {
            difference = "their texts do not begin with the same BOS token";
        }
        for (int32_t i = 0; difference.empty() && llama_vocab_type(va) != LLAMA_VOCAB_TYPE_NONE && i < na; i++) {
            const std::string text_a = llama_vocab_get_text(va, i), text_b = llama_vocab_get_text(vb, i);
            if (text_a != text_b) {
                difference = "token " + std::to_string(i) + " is '" + text_a + "' in one and '" + text_b + "' in the other";
            } else if (llama_vocab_get_attr(va, i) != llama_vocab_get_attr(vb, i)) {
                difference = "token " + std::to_string(i) + " ('" + text_a + "') is a control token in one of them only";
            }
        }
        steer::copy_out(difference.data(), difference.size(), buf, buf_size, length);
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
