package dev.steerage.mutation;

import java.util.List;
import java.util.Random;

/**
 * One of several ways to break a file, in one case of four followed by changes of single bytes.
 *
 * @param ways at least one, each as likely
 */
public record Mutators(List<Mutator> ways) implements Mutator {
  /** One of several ways. */
  public static Mutators of(Mutator... ways) {
    return new Mutators(List.of(ways));
  }

  @Override
  public Mutation mutate(byte[] good, Random random) {
    Mutation first = ways.get(random.nextInt(ways.size())).mutate(good, random);
    if (random.nextInt(4) > 0 || first.bytes().length == 0) {
      return first;
    }
    Mutation second = new ByteMutator(200).mutate(first.bytes(), random);
    return new Mutation(first.name() + ", then " + second.name(), second.bytes());
  }
}
