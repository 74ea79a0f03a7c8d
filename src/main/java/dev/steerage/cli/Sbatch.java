package dev.steerage.cli;

import dev.steerage.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Hands scripts to Slurm's sbatch. */
final class Sbatch {
  private Sbatch() {}

  /**
   * Submits a script and returns the job's number.
   *
   * @throws InputException if there is no sbatch, or it refuses
   */
  static String submit(String script, String... options) {
    List<String> command = new ArrayList<>(List.of("sbatch", "--parsable"));
    command.addAll(List.of(options));
    command.add(script);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new InputException("sbatch refuses " + script + ": " + said);
      }
      return said.replaceFirst("(?s).*\\R", "").replaceFirst(";.*", ""); // ; and the cluster's name
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("sbatch was not waited for", e));
    } catch (IOException e) {
      throw new InputException(
          "sbatch cannot be started; run this where Slurm is, or leave --submit out", e);
    }
  }
}
