package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.evaluation.ShardExample;
import dev.steerage.evaluation.ShardPlans;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TextStyle;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The plan of a large sweep that the README shows is what the program computes. */
class ShardExampleTest {
  @Test
  void theReadmeHasIt() {
    ShardPlans plans = ShardExample.plans();
    String table =
        ShardPlanTable.render(plans, Path.of("results/70b"), TableFormat.TABLE, TextStyle.PLAIN);
    assertThat(Path.of("README.md"))
        .content()
        .contains(table.lines().limit(13).map(ShardExampleTest::indented).toList());
  }

  private static String indented(String line) {
    return line.isEmpty() ? "\n" : "    " + line + "\n";
  }
}
