package dev.steerage.evaluation;

import dev.steerage.evaluation.EvaluationPlan.Speed;
import dev.steerage.evaluation.EvaluationPlan.Work;
import dev.steerage.evaluation.Partition.Task;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Shard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sweep too large to be run here, divided as a run's cells are, with sizes of Llama 2 70B and a
 * speed that is assumed: 5 precisions × 10 behaviors × (9 coefficients × 5 layers and the
 * baseline).
 */
public final class ShardExample {
  private static final double WEIGHTS = 68_976_648_192.0;
  private static final int BLOCKS = 80;
  private static final int WIDTH = 8192;
  private static final int VOCABULARY = 32_000;
  private static final int[] LAYERS = {20, 30, 40, 50, 60};
  private static final int COEFFICIENTS = 9;
  private static final int BEHAVIORS = 10;
  private static final int SHARDS = 8;

  /** Of a behavior: 300 pairs of 120 decoded tokens, 20 of them in the continuations. */
  private static final long TOKENS = 36_000;

  private static final long ROWS = 6_000;
  private static final long ROW_BYTES = 101;

  /** KV cache of 1,024 tokens in F32 (80 blocks × 8 heads × 256), and a batch of 512. */
  private static final long CACHE_AND_BATCH =
      1024L * BLOCKS * 8 * 256 * 4 + 512L * 4 * (2L * VOCABULARY + 2 * 64 * 1024 + 3 * 28_672);

  private static final double SLOWEST = 1000;
  private static final double FASTEST = 2000;
  private static final double LOADED_BYTES_PER_SECOND = 1e9;

  private final Map<String, Double> bits = new LinkedHashMap<>();
  private final List<Task> tasks = new ArrayList<>();

  private ShardExample() {
    bits.put("70b-f16", 16.0);
    bits.put("70b-q8_0", 8.5);
    bits.put("70b-q6_k", 6.56);
    bits.put("70b-q4_k_m", 4.83);
    bits.put("70b-q3_k_m", 3.89);
    bits.keySet().forEach(this::add);
  }

  /** Its plan. */
  public static ShardPlans plans() {
    return new ShardExample().planned();
  }

  private void add(String model) {
    for (int b = 0; b < BEHAVIORS; b++) {
      String behavior = "b" + b;
      tasks.add(task(Condition.baseline(model, behavior)));
      for (int layer : LAYERS) {
        for (int c = 1; c <= COEFFICIENTS; c++) {
          String name = "v-layer" + layer + "-coefficient" + c;
          tasks.add(task(new Condition(model, behavior, name, "v", layer, c)));
        }
      }
    }
  }

  private Task task(Condition c) {
    return new Task(c, c.model(), WEIGHTS * (tokens(c) - saved(c)));
  }

  /** With those of the reference, which decodes beside the quantized models. */
  private static long tokens(Condition c) {
    return c.model().endsWith("f16") ? TOKENS : 2 * TOKENS;
  }

  /** What the layer split leaves out. */
  private static double saved(Condition c) {
    Integer layer = c.layer();
    return layer == null ? 0 : TOKENS * (layer + 1.0) / BLOCKS;
  }

  private ShardPlans planned() {
    Map<String, Double> loads = new LinkedHashMap<>();
    bits.keySet().forEach(model -> loads.put(model, WEIGHTS * 2048));
    Map<Condition, Integer> divided = Partition.of(tasks, loads, SHARDS);
    List<ShardPlans.Task> shards = new ArrayList<>();
    for (int index = 1; index <= SHARDS; index++) {
      shards.add(shard(index, divided));
    }
    return new ShardPlans(shards);
  }

  private ShardPlans.Task shard(int index, Map<Condition, Integer> divided) {
    Set<Condition> here = new HashSet<>();
    for (Task task : tasks) {
      Condition c = task.condition();
      if (divided.getOrDefault(c, 0) == index) {
        here.add(c);
        here.add(Condition.baseline(c.model(), c.behavior()));
      }
    }
    List<Work> works = new ArrayList<>();
    long memory = 0;
    for (String model : bits.keySet()) {
      List<Condition> own = here.stream().filter(c -> c.model().equals(model)).toList();
      if (!own.isEmpty()) {
        works.add(work(model, own));
        memory = Math.max(memory, memory(model));
      }
    }
    int conditions = 1 + LAYERS.length * COEFFICIENTS;
    long kept = ROWS * VOCABULARY * 4 + LAYERS.length * TOKENS * WIDTH * 4;
    EvaluationPlan plan =
        new EvaluationPlan(bits.size(), BEHAVIORS, conditions, conditions, works, kept);
    return new ShardPlans.Task(new Shard(index, SHARDS), plan, memory);
  }

  private Work work(String model, List<Condition> own) {
    long all = own.stream().mapToLong(ShardExample::tokens).sum();
    double saved = own.stream().mapToDouble(ShardExample::saved).sum();
    double loadSeconds = memory(model) / LOADED_BYTES_PER_SECOND;
    long bytes = own.size() * ROWS * ROW_BYTES;
    Speed speed = new Speed(loadSeconds, SLOWEST, FASTEST);
    return new Work(model, model, own.size(), 0, all, all - (long) saved, bytes, speed);
  }

  private long memory(String model) {
    double own = bits.getOrDefault(model, 16.0);
    double beside = model.endsWith("f16") ? 0 : 16 * WEIGHTS / 8 + CACHE_AND_BATCH;
    return (long) (own * WEIGHTS / 8 + CACHE_AND_BATCH + beside);
  }
}
