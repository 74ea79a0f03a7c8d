package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steerage.InputException;
import dev.steerage.metric.MetricResult;
import dev.steerage.runlog.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTableTest {
  private static final String HEADER =
      "metric,normalization,model,behavior,condition,intervention,layer,coefficient,fraction,"
          + "value,low,high,n,unit\n";

  @TempDir private Path folder;

  private List<MetricResult> throughFile(List<MetricResult> results) throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, MetricsTable.csv(results));
    return MetricsTable.read(file);
  }

  private static MetricResult result(Condition condition, double value) {
    return new MetricResult("z", "paper", condition, null, value, null, null, 3, "nats/token");
  }

  @Test
  void hasExactlyTheColumnsOfTheRunFolder() {
    assertThat(MetricsTable.csv(List.of())).isEqualTo(HEADER);
    MetricResult quartile =
        new MetricResult(
            "quartile_positive",
            "paper",
            new Condition("demo", "myopia", "c", "v", 13, 2),
            0.25,
            0.1,
            -0.5,
            1e-9,
            12,
            "1");
    assertThat(MetricsTable.csv(List.of(quartile)))
        .isEqualTo(
            HEADER + "quartile_positive,paper,demo,myopia,c,v,13,2.0,0.25,0.1,-0.5,1.0E-9,12,1\n");
    assertThat(MetricsTable.csv(List.of(result(Condition.baseline("m", "b"), 1))))
        .isEqualTo(HEADER + "z,paper,m,b,baseline,baseline,,0.0,,1.0,,,3,nats/token\n");
  }

  @Test
  void readsBackBitForBitInAnyLocale() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      List<MetricResult> results = Results.of("demo", "myopia", "corrigible");
      assertThat(throughFile(results)).isEqualTo(results);
      List<MetricResult> hard =
          List.of(
              result(Condition.baseline("m", "b"), 0.1 + 0.2),
              result(Condition.baseline("m", "b"), Double.MIN_VALUE),
              result(Condition.baseline("m", "b"), -Double.MAX_VALUE),
              result(new Condition("m", "b", "steered", "steered", null, Double.NaN), 1.0 / 3));
      assertThat(throughFile(hard)).isEqualTo(hard);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+x",
        "-x",
        "@x",
        "\tx",
        "'x",
        "''x",
        "a,b",
        "say \"x\"",
        "two\nlines",
        " x ",
        "NA",
        "NaN",
        "",
        "1.5",
        "Übung",
        "null",
        "*"
      })
  void namesReadBackWhateverTheyHold(String name) throws IOException {
    List<MetricResult> results = List.of(result(Condition.baseline(name, name), 1));
    assertThat(throughFile(results)).isEqualTo(results);
  }

  @Test
  void aNameThatWouldBeAFormulaIsGuardedAndANumberIsNot() {
    assertThat(MetricsTable.csv(List.of(result(Condition.baseline("=1+1", "@b"), -1))))
        .contains("'=1+1,'@b,baseline")
        .contains(",-1.0,");
  }

  @Test
  void refusesOtherTables() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, "metric,value\nz,1\n");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> MetricsTable.read(file))
        .withMessageContaining("has no column 'normalization'");
    Files.writeString(file, HEADER + "z,paper,m,b,baseline,baseline,,0.0,,one,,,3,nats\n");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> MetricsTable.read(file))
        .withMessageContaining("metrics.csv");
  }
}
