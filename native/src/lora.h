/* The adapter behind a steer_lora handle. */
#pragma once

#include <memory>

#include "llama.h"
#include "steer.h"

namespace steer {

/* Frees the adapter before it lets go of its model, which knows the adapter. */
struct lora_adapter {
    std::shared_ptr<llama_model> model; /* declared first, so freed last */
    std::unique_ptr<llama_adapter_lora, decltype(&llama_adapter_lora_free)> adapter{nullptr, llama_adapter_lora_free};
};

}  // namespace steer

struct steer_lora {
    /* shared with contexts that apply it */
    std::shared_ptr<steer::lora_adapter> lora;
};
