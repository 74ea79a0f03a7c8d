package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.WorkNote;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LoraAdapter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Puts a context into the state that a condition asks for; loads each adapter once. */
final class Adapter implements AutoCloseable {
  private final LlamaModel model;
  private final LlamaContext context;
  private final Map<Path, LoraAdapter> loras = new HashMap<>();

  Adapter(LlamaModel model, LlamaContext context) {
    this.model = model;
    this.context = context;
  }

  /**
   * Sets steering and LoRA as the setting has them, and takes away what it does not have. An
   * injected direction acts at the tokens that a batch marks; system prompt and weights are not a
   * context's state.
   *
   * @param residualNorm of the residual stream where a vector is added, for scale residual
   * @throws InputException if llama.cpp does not accept an adapter
   */
  void apply(Setting setting, double residualNorm) {
    context.unsteer();
    context.uninject();
    Steering steering = setting.steering();
    if (steering != null && steering.needsInjection()) {
      context.inject(steering.layer(), steering.direction(residualNorm));
    } else if (steering != null) {
      context.steer(steering.layer(), steering.direction(residualNorm));
    }
    Adaptation adaptation = setting.adaptation();
    if (adaptation == null) {
      context.unadapt();
    } else {
      context.adapt(lora(adaptation), (float) adaptation.scale());
    }
  }

  /**
   * Loads what a setting needs. llama.cpp keeps adapters in its model, so that this must be before
   * other contexts of the model decode in other threads.
   *
   * @throws InputException if llama.cpp does not accept an adapter
   */
  void prepare(Setting setting) {
    Adaptation adaptation = setting.adaptation();
    if (adaptation != null) {
      lora(adaptation);
    }
  }

  private LoraAdapter lora(Adaptation adaptation) {
    return loras.computeIfAbsent(adaptation.lora().file(), this::load);
  }

  private LoraAdapter load(Path file) {
    WorkNote.inUse(file);
    try {
      return LoraAdapter.load(model, file);
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.FILE) {
        throw InputException.in(file, String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    loras.values().forEach(LoraAdapter::close);
  }
}
