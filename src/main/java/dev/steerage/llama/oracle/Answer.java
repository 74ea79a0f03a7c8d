package dev.steerage.llama.oracle;

import java.util.List;

/**
 * What the other build answers.
 *
 * @param ids token ids; empty where a continuation was asked for
 * @param text the continuation, control tokens as their markers; empty where ids were asked for
 */
public record Answer(List<Integer> ids, String text) {
  public Answer {
    ids = List.copyOf(ids);
  }
}
