package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.runlog.FileNames;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A spec that is read from a file, and the run folder of a spec. */
final class AskedSpec {
  /** Options that do not say what is evaluated; all others are keys of a spec. */
  private static final Set<String> BESIDE_A_SPEC =
      Set.of(
          "--spec",
          "--output",
          "--force",
          "--dry-run",
          "--rpc",
          "--shard",
          "--shards",
          "--figure-format",
          "--figure-width",
          "--figure-font",
          "--format");

  private AskedSpec() {}

  /** The file's spec; options that it would overrule in silence are refused. */
  static EvaluationSpec read(Path file, CommandSpec command) {
    refuseOthers(file, command, BESIDE_A_SPEC, "evaluated");
    return SpecFile.read(file);
  }

  /**
   * Refuses options that a spec's file would overrule in silence.
   *
   * @param allowed names of those that say something else
   * @param what is done with what the file names ("evaluated")
   * @throws InputException naming the others
   */
  static void refuseOthers(Path file, CommandSpec command, Set<String> allowed, String what) {
    Set<String> beside = new LinkedHashSet<>();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      beside.add(option.longestName());
    }
    beside.removeAll(allowed);
    if (!beside.isEmpty()) {
      throw new InputException(
          "--spec "
              + file
              + " says all that is "
              + what
              + ", so it goes without "
              + String.join(", ", beside)
              + "; put that in the file, or leave out --spec");
    }
  }

  /**
   * Where a run of a spec goes: what is asked, or the folder that the spec's file names or is in,
   * or one in results that is named after the file or the behaviors.
   *
   * @param output null where none is asked for
   * @param specFile null where the spec is made of options
   */
  static Path folder(EvaluationSpec spec, @Nullable Path output, @Nullable Path specFile) {
    if (output != null) {
      return output;
    }
    if (specFile != null) {
      Optional<Path> named = SpecFile.output(specFile);
      if (named.isPresent()) {
        return named.get();
      }
      Path folder = specFile.toAbsolutePath().getParent();
      if (folder != null && specFile.endsWith("spec.yaml")) {
        return folder;
      }
      return Path.of("results", FileNames.safe(new InputFile(specFile).name()));
    }
    List<String> names = spec.behaviors().stream().map(InputFile::name).toList();
    String suffix = spec.tune() == null ? "" : "-tune";
    return Path.of("results", FileNames.safe(String.join("+", names) + suffix));
  }
}
