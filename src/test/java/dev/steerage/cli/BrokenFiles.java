package dev.steerage.cli;

import dev.steerage.mutation.ByteMutator;
import dev.steerage.mutation.GgufMutator;
import dev.steerage.mutation.Mutation;
import dev.steerage.mutation.Mutator;
import dev.steerage.mutation.TextMutator;
import dev.steerage.tiny.TinyArchitecture;
import dev.steerage.tiny.TinyImatrix;
import dev.steerage.tiny.TinyLora;
import dev.steerage.tiny.TinyModel;
import dev.steerage.tiny.TinyTokenizer;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A corpus of broken files of every kind that Steerage reads, with a command line for each. */
final class BrokenFiles {
  private static final Path VECTORS = Path.of("src/test/resources/vectors");
  private static final int WIDTH = 32;

  /** A longer run has more files of each kind. */
  private static final int TIMES = Integer.getInteger("steerage.broken.times", 1);

  /**
   * A broken file.
   *
   * @param kind what it was before
   * @param file the broken copy
   * @param what was done to it; {@link #NOTHING} for a whole copy, one of each kind
   * @param arguments of the command line that reads it
   */
  record Case(String kind, Path file, String what, List<String> arguments) {
    static final String NOTHING = "nothing";

    boolean isWhole() {
      return what.equals(NOTHING);
    }
  }

  /** The arguments of a command that reads a file. */
  private interface Reader {
    List<String> arguments(String file);
  }

  private final Path folder;
  private final long seed;
  private final List<Case> cases = new ArrayList<>();
  private final String model;
  private final String vector;
  private final String pairs;

  private BrokenFiles(Path folder, long seed) throws IOException {
    this.folder = folder;
    this.seed = seed;
    this.model = tiny().write(folder.resolve("model.gguf")).toString();
    this.vector = folder.resolve("vector.gguf").toString();
    float[] direction = new float[WIDTH];
    Arrays.fill(direction, 0.25f);
    ControlVectorWriter.write(Path.of(vector), "llama", new TreeMap<>(Map.of(1, direction)));
    this.pairs =
        text(
            "pairs.jsonl",
            """
            {"id": "a", "prompt": "Would you?", "positive": "no, never", "negative": "yes"}
            {"id": "b", "system": "be good", "prompt": "And you?", "positive": "no", "negative": "yes, I do"}
            """);
  }

  /** All of them, written under a folder; the same for the same seed. */
  static List<Case> write(Path folder, long seed) throws IOException {
    BrokenFiles files = new BrokenFiles(folder, seed);
    files.models();
    files.vectors();
    files.texts();
    return files.cases;
  }

  private TinyModel tiny() {
    return TinyModel.of(TinyTokenizer.write(folder.resolve("tokenizer.gguf")))
        .width(WIDTH)
        .feedForward(WIDTH);
  }

  private void models() throws IOException {
    Path good = Path.of(model);
    add("model", good, new GgufMutator(), 110, this::steered);
    add("model", good, new ByteMutator(4000), 20, this::steered);
    for (TinyArchitecture architecture :
        List.of(TinyArchitecture.GPT_2, TinyArchitecture.QWEN_3, TinyArchitecture.GEMMA_2)) {
      Path other = folder.resolve(architecture.word() + ".gguf");
      tiny().architecture(architecture).write(other);
      add(architecture.word(), other, new GgufMutator(), 12, this::steered);
    }
    add("model", good, new GgufMutator(), 10, this::quantized);
    add("model", good, new GgufMutator(), 10, file -> List.of("inspect", file));
    Path lora =
        TinyLora.of(tiny(), "blk.0.attn_q.weight", "blk.1.ffn_down.weight")
            .write(folder.resolve("lora.gguf"));
    add("lora", lora, new GgufMutator(), 40, this::adapted);
    Path matrix = TinyImatrix.of(good).gguf(folder.resolve("matrix.gguf"));
    add("imatrix", matrix, new GgufMutator(), 15, this::weighted);
    Path binary = TinyImatrix.of(good).binary(folder.resolve("matrix.dat"));
    add("imatrix", binary, new ByteMutator(200), 15, this::weighted);
  }

  private void vectors() throws IOException {
    add("vector gguf", Path.of(vector), new GgufMutator(), 15, this::added);
    add("vector gguf", VECTORS.resolve("formats/repeng.gguf"), new GgufMutator(), 10, this::shown);
    for (String name :
        List.of(
            "float.pt",
            "ordered-dict.pt",
            "formats/steered.pt",
            "double.pt",
            "formats/one.npy",
            "formats/keys.npz",
            "formats/compressed.npz",
            "formats/layers.safetensors")) {
      add(name, VECTORS.resolve(name), new ByteMutator(300), 8, this::shown);
    }
    add("svec", VECTORS.resolve("formats/rows.svec"), new TextMutator(), 10, this::shown);
  }

  private void texts() throws IOException {
    add("behavior", Path.of(pairs), new TextMutator(), 20, this::behaving);
    String list =
        text(
            "list.json",
            "[{\"prompt\": \"Would you?\", \"positive\": \"no\", \"negative\": \"yes\"}]");
    add("behavior", Path.of(list), new TextMutator(), 15, this::behaving);
    String paper =
        text(
            "paper.json",
            "[{\"question\": \"[INST] a b [/INST] no\"}, {\"question\": \"[INST] a b [/INST] yes\"}]");
    add("behavior", Path.of(paper), new TextMutator(), 15, this::behaving);
    add("behavior", Path.of(paper), new ByteMutator(80), 10, file -> List.of("inspect", file));
    String prompts = text("prompts.jsonl", "{\"prompt\": \"Would you?\", \"id\": \"a\"}\n");
    add("prompts", Path.of(prompts), new TextMutator(), 20, this::prompted);
    String spec =
        text(
            "spec.yaml",
            """
            models: [model.gguf]
            behaviors: [pairs.jsonl]
            chat-format: llama2
            kv-type: f32
            interventions:
            - {name: v, vector: vector.gguf, layers: [1], coefficients: [-1, 1.5]}
            - {name: s, system-prompt: "be good"}
            output: run
            """);
    add(
        "spec",
        Path.of(spec),
        new TextMutator(),
        45,
        f -> List.of("evaluate", "--dry-run", "--spec", f));
    likelihoods();
  }

  private void likelihoods() throws IOException {
    String json = text("likelihoods.json", "[-0.5, -1.25, -0.75, -2.5]");
    add("likelihoods", Path.of(json), new TextMutator(), 15, f -> compared(f, json));
    String csv = text("likelihoods.csv", "id,likelihood\na,-0.5\nb,-1.5\nc,-0.25\nd,-2\n");
    add("likelihoods", Path.of(csv), new TextMutator(), 15, f -> compared(f, csv));
    String tensor = VECTORS.resolve("float.pt").toString();
    add("likelihoods", Path.of(tensor), new ByteMutator(300), 8, f -> compared(f, tensor));
  }

  private void add(String kind, Path good, Mutator mutator, int count, Reader reader)
      throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    String name = String.valueOf(good.getFileName());
    Random random = new Random(seed * 31 + (kind + name).hashCode() + cases.size());
    for (int i = 0; i <= count * TIMES; i++) {
      Mutation mutation =
          i == 0 ? new Mutation(Case.NOTHING, bytes) : mutator.mutate(bytes, random);
      Path file = folder.resolve("b%04d-%s".formatted(cases.size(), name));
      Files.write(file, mutation.bytes());
      cases.add(new Case(kind, file, mutation.name(), reader.arguments(file.toString())));
    }
  }

  private String text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8).toString();
  }

  private List<String> evaluated(String weights, String behavior, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("evaluate", "--model=" + weights, "--behavior=" + behavior, "--threads=2"));
    arguments.addAll(List.of("--batch-tokens=64", "--kv-type=f32", "--chat-format=none"));
    arguments.add("--output=" + folder.resolve("run" + cases.size()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private List<String> steered(String file) {
    return evaluated(file, pairs, "--vector=" + vector, "--layer=1", "--coefficient=1");
  }

  private List<String> adapted(String file) {
    return evaluated(model, pairs, "--lora=" + file);
  }

  private List<String> added(String file) {
    return evaluated(model, pairs, "--vector=" + file, "--layer=1", "--coefficient=1");
  }

  private List<String> behaving(String file) {
    return evaluated(model, file, "--vector=" + vector, "--layer=1", "--coefficient=1");
  }

  private List<String> shown(String file) {
    return List.of("vector", "show", file);
  }

  private List<String> prompted(String file) {
    return List.of(
        "generate",
        "--model=" + model,
        "--prompts=" + file,
        "--max-tokens=2",
        "--threads=2",
        "--chat-format=none",
        "--output=" + folder.resolve("texts" + cases.size() + ".jsonl"));
  }

  private List<String> quantized(String file) {
    return List.of(
        "quantize", file, "--type=q8_0", "--output=" + folder.resolve("q" + cases.size()));
  }

  private List<String> weighted(String file) {
    return List.of(
        "quantize",
        model,
        "--type=q4_0",
        "--imatrix=" + file,
        "--output=" + folder.resolve("q" + cases.size()));
  }

  private static List<String> compared(String file, String good) {
    return List.of("metrics", "--baseline=" + file, "--steered=" + good);
  }
}
