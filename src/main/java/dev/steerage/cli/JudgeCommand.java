package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.evaluation.ChatFormatName;
import dev.steerage.evaluation.JudgeSpec;
import dev.steerage.evaluation.JudgeSpecFile;
import dev.steerage.evaluation.JudgeSpecFile.Named;
import dev.steerage.evaluation.Judging;
import dev.steerage.runlog.FileNames;
import dev.steerage.runlog.RatingFolder;
import dev.steerage.runlog.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage judge}: ratings of generated texts by a local model. */
@Command(
    name = "judge",
    description =
        "Has a model rate generated texts from 0 to 2: how far they show a concept, do what the prompt asks, and are"
            + " well written; and holds the ratings against the likelihoods of an evaluation.",
    footer = {
      "",
      "A rating is Σ r · p(r), with p the softmax of the judge's logits over the tokens of 0, 1 and 2 where its answer"
          + " begins: nothing is drawn. A text's score is the harmonic mean of its three ratings.",
      "Every text is decoded by itself, in pieces of 512 tokens whatever --batch-tokens says, so that its ratings depend"
          + " neither on other texts nor on their order.",
      "Judging that ended early goes on where it was when the same command is given again.",
      "",
      "Example:",
      "  steerage judge --judge qwen2.5-7b-instruct-q8_0.gguf --generations texts.jsonl --behavior corrigibility \\",
      "    --run results/corrigibility"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class JudgeCommand implements Runnable {
  /** Options that do not say what is judged; all others are keys of a spec. */
  private static final Set<String> BESIDE_A_SPEC =
      Set.of("--spec", "--output", "--force", "--format");

  @Option(names = "--judge", paramLabel = "FILE", description = "GGUF weights of the judge.")
  private @Nullable Path judge;

  @Option(
      names = "--generations",
      split = ",",
      paramLabel = "FILE",
      description =
          "Texts as steerage generate writes them: FILE.jsonl, or FILE.json in the paper's layout, whose condition is"
              + " in the file's name; repeatable.")
  private List<Path> generations = List.of();

  @Option(
      names = "--concept",
      paramLabel = "TEXT",
      description = "What texts that show the concept do, in words.")
  private @Nullable String concept;

  @Option(
      names = "--behavior",
      paramLabel = "NAME",
      description =
          "What the concept is called (default: concept); the name of a shipped behavior has a --concept of its own.")
  private @Nullable String behavior;

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      defaultValue = "baseline",
      description = "The condition that others are compared with (default: ${DEFAULT-VALUE}).")
  private String baseline;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Run folder of an evaluation with conditions of the same names on the same prompts: how the changes of the"
              + " concept's rating go with those of the log-likelihoods.")
  private @Nullable Path run;

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description =
          "A YAML file that says all of the above and below instead, such as the spec.yaml of a judged folder.")
  private @Nullable Path specFile;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "The folder of the ratings (default: results/judge- and the name of the texts).")
  private @Nullable Path output;

  @Option(
      names = "--chat-format",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "How a question becomes a text for the judge: ${COMPLETION-CANDIDATES}; auto is the judge's own template"
              + " (default: ${DEFAULT-VALUE}).")
  private ChatFormatName chatFormat;

  @Mixin private EngineOptions engine;

  @Option(
      names = "--force",
      description =
          "Begin anew where the folder is there already; the old one is kept under another name.")
  private boolean force;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    JudgeSpec spec = specFile != null ? read(specFile) : toSpec();
    JudgeMatching.check(spec.run());
    Path folder = folder(spec);
    RunFolder.Existing existing = force ? RunFolder.Existing.SET_ASIDE : RunFolder.Existing.RESUME;
    PrintWriter err = command.commandLine().getErr();
    try (Interruption interruption = new Interruption(folder, err);
        JudgeProgress progress = new JudgeProgress(err, interruption);
        RunFolder judged = Judging.run(spec, folder, existing, progress)) {
      RatingFolder ratings = new RatingFolder(judged);
      ratings.writeMatches(JudgeMatching.of(spec, condition -> true, err));
      JudgeReport.of(ratings).write().print(format.get(), command.commandLine());
    }
  }

  /** The file's spec; options that it would overrule in silence are refused. */
  private JudgeSpec read(Path file) {
    AskedSpec.refuseOthers(file, command, BESIDE_A_SPEC, "judged");
    return JudgeSpecFile.read(file);
  }

  private JudgeSpec toSpec() {
    if (judge == null) {
      throw new InputException("no judge is named; give its GGUF file with --judge");
    }
    Named named = Named.of(behavior, concept);
    return new JudgeSpec(
        judge,
        generations,
        named.behavior(),
        named.concept(),
        chatFormat,
        baseline,
        run,
        engine.fixed());
  }

  private Path folder(JudgeSpec spec) {
    if (output != null) {
      return output;
    }
    if (specFile != null) {
      Optional<Path> named = JudgeSpecFile.output(specFile);
      if (named.isPresent()) {
        return named.get();
      }
      Path folder = specFile.toAbsolutePath().getParent();
      if (folder != null && specFile.endsWith("spec.yaml")) {
        return folder;
      }
      return Path.of("results", FileNames.safe(InputFile.name(specFile)));
    }
    List<String> names = spec.generations().stream().map(InputFile::name).toList();
    return Path.of("results", "judge-" + FileNames.safe(String.join("+", names)));
  }
}
