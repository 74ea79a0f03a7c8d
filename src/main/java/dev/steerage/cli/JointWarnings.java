package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.cli.RunIdentities.Clash;
import java.util.ArrayList;
import java.util.List;

/** What a reader of several runs side by side must know, in sentences. */
final class JointWarnings {
  /** Where runs have no model and behavior in common. */
  static final String NOTHING_COMPARED =
      "Nothing is compared pair by pair: no two runs have the same model on the same pairs.";

  private final List<ReadRun> runs;
  private final JointNames names;

  private JointWarnings(List<ReadRun> runs, JointNames names) {
    this.runs = runs;
    this.names = names;
  }

  /** One for each run that does not say what it used, and for each name of two things. */
  static List<String> of(List<ReadRun> runs, RunIdentities identities, JointNames names) {
    JointWarnings warnings = new JointWarnings(runs, names);
    List<String> sentences = new ArrayList<>();
    for (ReadRun run : runs) {
      if (!run.run().hasProvenance()) {
        sentences.add(
            InputFile.printable(run.name())
                + ": provenance.json is missing or broken, so what it has under the same name as"
                + " another run is taken for the same.");
      }
    }
    identities.clashes().forEach(clash -> sentences.add(warnings.sentence(clash)));
    return sentences;
  }

  private String name(int run) {
    return InputFile.printable(runs.get(run).name());
  }

  private String sentence(Clash clash) {
    String here = name(clash.run());
    String there = name(clash.other());
    String subject = clash.subject().words();
    String properties = String.join(", ", clash.properties());
    String differs =
        "The %s of %s is not that of %s (%s): ".formatted(subject, here, there, properties);
    return switch (clash.subject().kind()) {
      case RUN ->
          "Log-likelihoods are %s in %s and %s in %s; here all are %s, made from scores.csv."
              .formatted(
                  runs.get(clash.run()).numbers().aggregation(),
                  here,
                  runs.get(clash.other()).numbers().aggregation(),
                  there,
                  runs.get(0).numbers().aggregation());
      case BEHAVIOR ->
          differs
              + stands(names.behavior(clash.run(), clash.subject().name()))
              + ", and the two are not compared.";
      case INTERVENTION ->
          differs
              + stands(names.intervention(clash.run(), clash.subject().name()))
              + ", and the two are not compared.";
      case MODEL -> differs + "the two are compared only where --reference names one of them.";
      case NEUTRAL -> differs + "side effects in " + here + " are in its own report alone.";
      case CAPABILITY -> differs + "how " + here + " answers it is in its own report alone.";
      case REFERENCE ->
          "The %s is %s, so KL to the reference says different things."
              .formatted(subject, "another model in " + here + " than in " + there);
    };
  }

  private static String stands(String name) {
    return "it stands here as " + InputFile.printable(name);
  }
}
