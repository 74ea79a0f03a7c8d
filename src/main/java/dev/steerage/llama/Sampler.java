package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.util.function.ToIntFunction;

/**
 * One stream of draws of next tokens. Logits are divided by the temperature, then the {@code topK}
 * most likely tokens kept, then the fewest of those that together have the probability {@code
 * topP}: the order of Hugging Face's {@code generate}.
 */
public final class Sampler implements AutoCloseable {
  private final Handle<Steer.steer_sampler> handle;

  /**
   * How tokens are drawn.
   *
   * @param temperature 0 for the most likely token always, the smaller id where two tie
   * @param topK tokens that are kept; 0 for all
   * @param topP above 0, to 1 for all
   */
  public record Options(double temperature, int topK, double topP) {
    /** The most likely token, always. */
    public static final Options GREEDY = new Options(0, 0, 1);

    /** Whether no draw is random. */
    public boolean isGreedy() {
      return temperature == 0;
    }
  }

  private Sampler(Steer.steer_sampler pointer) {
    this.handle = new Handle<>(this, "sampler", pointer, Steer::steer_sampler_free);
  }

  /**
   * A new stream; equal seeds draw equally from equal logits.
   *
   * @throws LlamaException if an option is out of range
   */
  public static Sampler of(Options options, int seed) {
    LlamaLibrary.load();
    Steer.steer_sampler pointer = new Steer.steer_sampler();
    try (Steer.steer_sampler_params params = new Steer.steer_sampler_params()) {
      params
          .temperature((float) options.temperature())
          .top_k(options.topK())
          .top_p((float) options.topP())
          .seed(seed);
      LlamaLibrary.check(Steer.steer_sampler_init(params, pointer));
      return new Sampler(pointer);
    }
  }

  /** Calls with the sampler, which stays until the call is over; see {@link Handle#use}. */
  int use(ToIntFunction<Steer.steer_sampler> call) {
    return handle.use(call);
  }

  @Override
  public void close() {
    handle.close();
  }
}
