/* Chat templates of model files, and texts of data files, in llama.cpp's own formats: text parts that end with a byte 0. */
#include "fuzz.h"

std::vector<std::string> fuzz::seeds() {
    std::vector<std::string> list;
    const std::string zero(1, '\0');
    for (int32_t i = 0; steer_chat_template(i); i++) list.push_back(std::string("\3") + steer_chat_template(i) + zero + "Be brief." + zero + "Why? \n" + zero + " So.");
    for (const char *jinja : {"{{ bos_token }}[INST] {{ content }} <<SYS>> [/INST]", "<|im_start|>{{ role }}<|im_end|>", "<start_of_turn>", "<|start_header_id|><|end_header_id|>"}) {
        list.push_back(std::string("\2") + jinja + zero + zero + "\xf0\x9f\x99\x82" + zero);
    }
    return list;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz::input in(data, size);
    const auto parts = in.take<uint8_t>();
    const std::string chat_template = in.text(), system = in.text(), user = in.text(), assistant = in.text();
    const char *system_or_none = (parts & 1U) != 0 ? system.c_str() : nullptr;
    const char *assistant_or_none = (parts & 2U) != 0 ? assistant.c_str() : nullptr;
    size_t length = 0;
    if (fuzz::checked(steer_chat_format(chat_template.c_str(), system_or_none, user.c_str(), assistant_or_none, nullptr, 0, &length)) != STEER_OK) return 0;
    std::string text(length, '\0');
    size_t again = 0;
    EXPECT(steer_chat_format(chat_template.c_str(), system_or_none, user.c_str(), assistant_or_none, text.data(), length, &again) == STEER_OK);
    EXPECT(again == length);
    return 0;
}
