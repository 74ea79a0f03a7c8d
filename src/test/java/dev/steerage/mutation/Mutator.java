package dev.steerage.mutation;

import java.util.Random;

/** Breaks a file of one format. */
public interface Mutator {
  /**
   * A broken copy.
   *
   * @param good bytes of a good file, which stay as they are
   * @param random all that is left to chance
   */
  Mutation mutate(byte[] good, Random random);
}
