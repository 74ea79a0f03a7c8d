package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.TokenRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the token files of one behavior's cells. Of cells of one part it keeps what will be asked
 * for again: the one that was read last, the models' baselines, and what models have under the
 * condition that was read last, which others are compared with. Of more parts none would be asked
 * for again before all others.
 */
final class TokenCellReader {
  private final RunFolder run;
  private final Map<Condition, TokenTargets> baselines = new HashMap<>();
  private final Map<Condition, TokenTargets> ofCondition = new HashMap<>();
  private String condition = "";
  private @Nullable Condition last;
  private List<TokenRow> rows = List.of();

  TokenCellReader(RunFolder run) {
    this.run = run;
  }

  /** The tokens of part {@code part} (0-based). */
  List<TokenRow> rows(Condition of, int part) {
    if (isOfParts(of, part)) {
      return run.readTokens(of, part);
    }
    if (!of.equals(last)) {
      rows = run.readTokens(of, part);
      last = of;
      kept(of).put(of, TokenTargets.of(rows));
    }
    return rows;
  }

  /** What the tokens of a part are compared with. */
  TokenTargets targets(Condition of, int part) {
    return isOfParts(of, part)
        ? TokenTargets.of(run.readTokens(of, part))
        : kept(of).computeIfAbsent(of, c -> TokenTargets.of(run.readTokens(c, part)));
  }

  private boolean isOfParts(Condition of, int part) {
    return part > 0 || run.holds(of, 1);
  }

  private Map<Condition, TokenTargets> kept(Condition of) {
    if (of.isBaseline()) {
      return baselines;
    }
    if (!of.condition().equals(condition)) {
      condition = of.condition();
      ofCondition.clear();
    }
    return ofCondition;
  }
}
