package dev.steerage.cli;

import dev.steerage.cli.RunFacts.Kind;
import dev.steerage.cli.RunFacts.Subject;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.CapabilityMetrics;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.page.PairTexts;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.TokenRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The numbers of several runs together, each condition under the name that it has there. */
final class JointNumbers {
  /** What the names of all metrics of the neutral text begin with. */
  private static final String NEUTRAL = "neutral_";

  private final Aggregation aggregation;
  private final RunIdentities identities;
  private final JointNames names;
  private final List<ScoreRow> scores = new ArrayList<>();
  private final List<MetricResult> results = new ArrayList<>();
  private final List<String> models = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<Condition, Origin> origins = new HashMap<>();

  /** A condition in its own run. */
  private record Origin(RunFolder folder, Condition condition) {
    boolean hasTokens() {
      return folder.holds(condition, 0);
    }

    List<ContrastPair> pairs() {
      return folder.pairs().read(condition.behavior());
    }

    Stream<List<TokenRow>> tokens() {
      return folder.readParts(condition);
    }
  }

  private JointNumbers(Aggregation aggregation, RunIdentities identities, JointNames names) {
    this.aggregation = aggregation;
    this.identities = identities;
    this.names = names;
  }

  /**
   * Puts them together, in the first run's aggregation: {@code scores.csv} has all of them.
   *
   * @param runs at least one
   */
  static JointNumbers of(List<ReadRun> runs, RunIdentities identities, JointNames names) {
    JointNumbers joint = new JointNumbers(runs.get(0).numbers().aggregation(), identities, names);
    for (int run = 0; run < runs.size(); run++) {
      joint.add(run, runs.get(run).run().folder(), runs.get(run).numbers());
    }
    return joint;
  }

  private void add(int run, RunFolder folder, RunNumbers asked) {
    RunNumbers numbers =
        asked.aggregation() == aggregation ? asked : RunNumbers.of(folder, aggregation);
    Map<Condition, Condition> named = new LinkedHashMap<>();
    Function<Condition, Condition> name = condition -> names.of(run, condition);
    for (ScoreRow row : numbers.scores()) {
      scores.add(row.under(named.computeIfAbsent(row.condition(), name)));
    }
    named.forEach(
        (before, now) -> {
          origins.put(now, new Origin(folder, before));
          if (!models.contains(before.model())) {
            models.add(before.model());
          }
          places.put(now.model(), models.indexOf(before.model()));
        });
    for (MetricResult result : numbers.results()) {
      if (isOfFirst(run, result)) {
        results.add(result.under(named.computeIfAbsent(result.condition(), name)));
      }
    }
  }

  /** Whether a number is of the same text or questions as in the first run that has them. */
  private boolean isOfFirst(int run, MetricResult result) {
    if (result.metric().startsWith(CapabilityMetrics.PREFIX)) {
      String set = result.condition().behavior();
      return identities.isFirst(run, new Subject(Kind.CAPABILITY, set));
    }
    return !result.metric().startsWith(NEUTRAL) || identities.isFirst(run, Subject.NEUTRAL);
  }

  /** All of them, of one model run after run. */
  RunNumbers together() {
    Comparator<Condition> byModel =
        Comparator.comparingInt(c -> places.getOrDefault(c.model(), models.size()));
    // stable
    return new RunNumbers(
        scores.stream().sorted(Comparator.comparing(ScoreRow::condition, byModel)).toList(),
        results.stream().sorted(Comparator.comparing(MetricResult::condition, byModel)).toList(),
        aggregation);
  }

  /** The texts of conditions, for the page. */
  PairTexts texts(List<Condition> conditions) {
    Map<Condition, Origin> withTokens = new LinkedHashMap<>();
    for (Condition condition : conditions) {
      Origin origin = origins.get(condition);
      if (origin != null && origin.hasTokens()) {
        withTokens.put(condition, origin);
      }
    }
    Map<String, Origin> behaviors = new LinkedHashMap<>();
    withTokens.forEach((condition, of) -> behaviors.putIfAbsent(condition.behavior(), of));
    return PairTexts.of(
        List.copyOf(withTokens.keySet()),
        behavior -> {
          Origin origin = behaviors.get(behavior);
          return origin == null ? List.of() : origin.pairs();
        },
        condition -> {
          Origin origin = withTokens.get(condition);
          return origin == null ? Stream.of() : origin.tokens();
        });
  }
}
