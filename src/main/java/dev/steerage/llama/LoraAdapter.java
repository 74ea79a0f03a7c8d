package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.BytePointer;

/**
 * A LoRA adapter of one model (Hu et al. 2021, arXiv 2106.09685): {@code W + scale · alpha/rank · B
 * A} in place of some of its matrices W. It stays usable after the model is closed, and a context
 * that applies it after it is closed itself.
 */
public final class LoraAdapter implements AutoCloseable {
  private final Handle<Steer.steer_lora> handle;

  private LoraAdapter(Steer.steer_lora pointer) {
    this.handle = new Handle<>(this, "adapter", pointer, Steer::steer_lora_free);
  }

  /**
   * Loads an adapter in GGUF.
   *
   * @throws LlamaException with status FILE if it is none, or not one of this model
   */
  public static LoraAdapter load(LlamaModel model, Path file) {
    Steer.steer_lora pointer = new Steer.steer_lora();
    try (BytePointer path = LlamaLibrary.cString(file.toString())) {
      synchronized (model) {
        LlamaLibrary.check(Steer.steer_lora_init(model.pointer(), path, pointer));
      }
      return new LoraAdapter(pointer);
    }
  }

  /** Calls with the adapter, which stays until the call is over; see {@link Handle#use}. */
  int use(ToIntFunction<Steer.steer_lora> call) {
    return handle.use(call);
  }

  @Override
  public void close() {
    handle.close();
  }
}
