package dev.steerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 1000).boxed().toList();

  @Test
  void resultsComeInOrderOnTheCallersThread() {
    List<Integer> taken = new ArrayList<>();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Parallel.inOrder(
        NUMBERS,
        number -> {
          if (number % 7 == 0) {
            Thread.yield();
          }
          return 2 * number;
        },
        number -> {
          taken.add(number);
          threads.add(Thread.currentThread());
        });
    assertThat(taken).isEqualTo(NUMBERS.stream().map(number -> 2 * number).toList());
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void whatTheFirstFailureThrowsIsThrownAndNothingBehindItIsTaken() {
    List<Integer> taken = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Parallel.inOrder(
                    NUMBERS,
                    number -> {
                      if (number == 17 || number == 20) {
                        throw new InputException("number " + number);
                      }
                      return number;
                    },
                    taken::add))
        .isInstanceOf(InputException.class)
        .hasMessage("number 17");
    assertThat(taken).isEqualTo(NUMBERS.subList(0, 17));
  }

  @Test
  void errorsAreNotHidden() {
    assertThatThrownBy(
            () ->
                Parallel.inOrder(
                    NUMBERS,
                    number -> {
                      throw new OutOfMemoryError("none left");
                    },
                    number -> {}))
        .isInstanceOf(OutOfMemoryError.class);
  }

  /** Each waits for the other, where there are two processors. */
  @Test
  void twoThingsAreDoneAtTheSameTime() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return;
    }
    CountDownLatch both = new CountDownLatch(2);
    Parallel.inOrder(
        List.of(1, 2),
        number -> {
          both.countDown();
          try {
            return both.await(1, TimeUnit.MINUTES);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        },
        met -> assertThat(met).isTrue());
  }
}
