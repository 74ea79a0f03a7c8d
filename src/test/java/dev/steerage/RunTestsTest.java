package dev.steerage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTestsTest {
  /** Not found by Maven, whose names end with Test. */
  static class Good {
    @Test
    void measures(TestReporter reporter) {
      reporter.publishEntry("length, m", "3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void counts(int n) {
      assertThat(n).isPositive();
    }
  }

  static class Bad {
    @Test
    void fails() {
      assertThat(1).as("one").isEqualTo(2);
    }
  }

  static class Aborted {
    @Test
    void needsWhatIsNotHere() {
      Assumptions.abort("no such device");
    }
  }

  static class Empty {}

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  private boolean run(Class<?>... classes) {
    String[] names = Arrays.stream(classes).map(Class::getName).toArray(String[]::new);
    return new RunTests(new PrintStream(text, true, StandardCharsets.UTF_8)).run(names);
  }

  private String out() {
    return text.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyTestHasALineWithWhatItMeasured() {
    assertThat(run(Good.class)).isTrue();
    assertThat(out())
        .contains("length, m: 3")
        .contains("ok     Good measures")
        .contains("ok     Good counts [1]")
        .contains("3 tests passed, 0 failed");
  }

  @Test
  void oneThatFailsOrIsAbortedIsNoSuccess() {
    assertThat(run(Good.class, Bad.class)).isFalse();
    assertThat(out())
        .contains("FAILED Bad fails: [one] expected: 2 but was: 1", "3 tests passed, 1 failed");
    assertThat(run(Aborted.class)).isFalse();
    assertThat(out()).contains("FAILED Aborted needsWhatIsNotHere: ", "no such device");
  }

  @Test
  void classesWithoutTestsAreNoSuccess() {
    assertThat(run(Empty.class)).isFalse();
  }
}
