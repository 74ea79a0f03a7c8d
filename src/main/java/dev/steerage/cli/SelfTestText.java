package dev.steerage.cli;

import dev.steerage.evaluation.SelfTest;
import dev.steerage.llama.LlamaLibrary.Device;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the self-test found, a line for each place that it ran on. */
final class SelfTestText {
  static final String CPU = "CPU";

  private static final String NAME = "Self-test";

  private SelfTestText() {}

  /** The CPU and, where there are some, all GPUs together: a model is spread over them. */
  static List<String> places(List<Device> devices) {
    String gpus =
        devices.stream()
            .map(Device::name)
            .filter(name -> !name.equals(CPU))
            .collect(Collectors.joining(" + "));
    return Stream.of(CPU, gpus).filter(place -> !place.isEmpty()).toList();
  }

  static String of(String place, SelfTest.Result result) {
    String numbers =
        String.format(
            Locale.ROOT,
            "%s: %d logprobs of the bundled model, steered and not, differ from Hugging Face transformers by up to %.4f nats (%.2f allowed)",
            place,
            result.logprobs(),
            result.greatest(),
            SelfTest.BOUND);
    return MachineText.line(
        NAME,
        result.isGood()
            ? "ok, " + numbers
            : "FAILS, "
                + numbers
                + "; results of this build are wrong here: build it again for this machine (scripts/build-native.sh"
                + (place.equals(CPU)
                    ? ")"
                    : " --cuda), update the driver, or leave --gpu-layers out"));
  }
}
