package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a signal does, as told and not sent. */
class InterruptionTest {
  private final StringWriter said = new StringWriter();
  private final AtomicInteger ends = new AtomicInteger();

  private Interruption interruption() {
    return new Interruption(Path.of("results/x"), new PrintWriter(said, true));
  }

  @Test
  void theBatchInHandIsFinishedAndTheNextNotBegun() {
    try (Interruption interruption = interruption()) {
      interruption.stage();
      interruption.batch();
      interruption.received(2, ends::incrementAndGet);
      assertThat(ends).hasValue(0);
      assertThat(said.toString()).contains("stopping: the batch in hand is finished first");
      assertThatThrownBy(interruption::batch)
          .isInstanceOfSatisfying(StoppedException.class, e -> assertThat(e.code()).isEqualTo(130))
          .hasMessageContaining("results/x")
          .hasMessageContaining("the same command goes on from there");
      assertThatThrownBy(interruption::stage).isInstanceOf(StoppedException.class);
    }
  }

  @Test
  void aSecondSignalEndsItAtOnce() {
    try (Interruption interruption = interruption()) {
      interruption.batch();
      interruption.received(2, ends::incrementAndGet);
      interruption.received(15, ends::incrementAndGet);
      assertThat(ends).hasValue(1);
      assertThat(said.toString())
          .contains("stopped; what is complete is in results/x", "goes on from there");
    }
  }

  @Test
  void whereNoBatchIsInHandTheFirstDoes() {
    try (Interruption interruption = interruption()) {
      interruption.batch();
      interruption.stage();
      interruption.received(15, ends::incrementAndGet);
      assertThat(ends).hasValue(1);
    }
  }

  @Test
  void withoutASignalNothingEnds() {
    try (Interruption interruption = interruption()) {
      assertThatCode(interruption::batch).doesNotThrowAnyException();
      assertThatCode(interruption::stage).doesNotThrowAnyException();
    }
    assertThat(said.toString()).isEmpty();
  }
}
