/* Compiled as strict C11: steer.h is a C header, and a C program can call the library. */
#include "steer.h"

#include <stdio.h>
#include <string.h>

int main(void) {
    const steer_context_params params = steer_context_default_params();
    steer_model *model = NULL;
    const int status = steer_model_init("no-such-file.gguf", steer_model_default_params(), NULL, NULL, &model);
    printf("llama.cpp %s, %d devices, %s\n", steer_llama_version(), (int)steer_device_count(), steer_last_error());
    steer_model_free(model);
    return status == STEER_ERROR_FILE && model == NULL && strlen(steer_last_error()) > 0 && params.kv_type == STEER_KV_F32
               ? 0
               : 1;
}
