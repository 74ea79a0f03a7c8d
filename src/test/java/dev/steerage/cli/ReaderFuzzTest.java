package dev.steerage.cli;

import static org.junit.jupiter.api.Assertions.fail;

import dev.steerage.InputException;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.PromptReader;
import dev.steerage.dataset.QuestionReader;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.llama.check.ModelCheck;
import dev.steerage.mutation.ByteMutator;
import dev.steerage.mutation.GgufMutator;
import dev.steerage.mutation.Mutation;
import dev.steerage.mutation.Mutator;
import dev.steerage.mutation.Mutators;
import dev.steerage.mutation.SafetensorsMutator;
import dev.steerage.mutation.TextMutator;
import dev.steerage.mutation.ZipMutator;
import dev.steerage.tiny.TinyImatrix;
import dev.steerage.tiny.TinyModel;
import dev.steerage.tiny.TinyTokenizer;
import dev.steerage.vector.ImportanceFile;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reader in Java on files that were good before they were changed: it reads them or refuses
 * them in a sentence that names the file. {@code scripts/fuzz.sh} runs it for longer.
 */
class ReaderFuzzTest {
  private static final long SEED = Long.getLong("steerage.fuzz.seed", 1);
  private static final int COUNT = Integer.getInteger("steerage.fuzz.count", 150);
  private static final int MOST_SECONDS = 10;
  private static final int LONGEST_SENTENCE = 1000;

  /** Where a file stays at which a reader failed. */
  private static final Path KEPT = Path.of("target", "fuzz");

  private static final String VECTORS = "src/test/resources/vectors/";

  /** A format: a good file of it, what breaks it, what reads it. */
  enum Format {
    MODEL(
        "model.gguf",
        folder ->
            TinyModel.of(TinyTokenizer.write(folder.resolve("tokenizer.gguf")))
                .width(32)
                .feedForward(32)
                .write(folder.resolve("good.gguf")),
        Mutators.of(new GgufMutator()),
        ModelCheck::check),
    CONTROL_VECTOR("vector.gguf", VECTORS + "formats/repeng.gguf", new GgufMutator()),
    IMATRIX(
        "imatrix.gguf",
        folder -> imatrix(folder).gguf(folder.resolve("good.gguf")),
        Mutators.of(new GgufMutator()),
        ImportanceFile::read),
    OLD_IMATRIX(
        "imatrix.dat",
        folder -> imatrix(folder).binary(folder.resolve("good.dat")),
        Mutators.of(new ByteMutator(200)),
        ImportanceFile::read),
    TORCH("dict.pt", VECTORS + "ordered-dict.pt", new ZipMutator(new ByteMutator(300))),
    HOOKS("hooks.pt", VECTORS + "formats/steered.pt", new ZipMutator(new ByteMutator(300))),
    NPY("one.npy", VECTORS + "formats/one.npy", new ByteMutator(80)),
    NPZ("keys.npz", VECTORS + "formats/keys.npz", new ZipMutator(new ByteMutator(80))),
    SAFETENSORS("a.safetensors", VECTORS + "formats/layers.safetensors", new SafetensorsMutator()),
    SVEC("rows.svec", VECTORS + "formats/rows.svec", new TextMutator()),
    BEHAVIOR(
        "pairs.jsonl",
        folder -> Path.of("models/demo/behaviors/myopia.jsonl"),
        Mutators.of(new TextMutator()),
        file -> BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST)),
    PAPER(
        "paper.json",
        folder ->
            text(
                folder,
                "[{\"question\": \"[INST] a [/INST] no\"}, {\"question\": \"[INST] a [/INST] yes\"}]"),
        Mutators.of(new TextMutator()),
        file -> BehaviorReader.read(file, HalfOrder.NEGATIVE_FIRST)),
    PROMPTS(
        "prompts.json",
        folder -> text(folder, "[{\"prompt\": \"a\", \"id\": \"1\"}, {\"prompt\": \"b\"}]"),
        Mutators.of(new TextMutator()),
        PromptReader::read),
    QUESTIONS(
        "questions.json",
        folder ->
            text(
                folder,
                "[{\"id\": \"a\", \"question\": \"q\", \"mc1_targets\": {\"choices\": [\"x\", \"y\"], \"labels\": [1, 0]}},"
                    + " {\"question\": \"r\", \"mc2_targets\": {\"x\": 1, \"y\": 0}}]"),
        Mutators.of(new TextMutator()),
        QuestionReader::read),
    LABELLED_QUESTIONS(
        "questions.jsonl",
        folder ->
            text(
                folder,
                "{\"question\": {\"stem\": \"q\", \"choices\": [{\"text\": \"x\", \"label\": \"A\"}, {\"text\": \"y\", \"label\": \"B\"}]}, \"answerKey\": \"B\"}\n"
                    + "{\"question\": \"q\", \"choices\": {\"text\": [\"x\", \"y\"], \"label\": [\"1\", \"2\"]}, \"answerKey\": \"2\"}\n"),
        Mutators.of(new TextMutator()),
        QuestionReader::read),
    QUESTION_ROWS(
        "questions.csv",
        folder -> text(folder, "\"q, or\n r?\",1,2,3,4,B\ns?,1,\"2\",3,4,A\n"),
        Mutators.of(new TextMutator()),
        QuestionReader::read),
    SPEC(
        "spec.yaml",
        folder -> Path.of("models/demo/benchmark.yaml"),
        Mutators.of(new TextMutator()),
        SpecFile::read),
    LIKELIHOODS(
        "likelihoods.csv",
        folder -> text(folder, "id,likelihood\na,-0.5\nb,-1.5\nc,-0.25\nd,-2\n"),
        Mutators.of(new TextMutator()),
        LikelihoodFile::read),
    LIKELIHOOD_LIST(
        "likelihoods.json",
        folder -> text(folder, "[-0.5, -1.25, -0.75, -2.5]"),
        Mutators.of(new TextMutator()),
        LikelihoodFile::read);

    private final String fileName;
    private final Source source;
    private final Mutator mutator;
    private final Consumer<Path> reader;

    private interface Source {
      Path good(Path folder);
    }

    /** A vector's. */
    Format(String fileName, String good, Mutator mutator) {
      this(
          fileName,
          folder -> Path.of(good),
          Mutators.of(mutator, new ByteMutator(300)),
          SteeringVectorReader::read);
    }

    Format(String fileName, Source source, Mutator mutator, Consumer<Path> reader) {
      this.fileName = fileName;
      this.source = source;
      this.mutator = mutator;
      this.reader = reader;
    }

    private static TinyImatrix imatrix(Path folder) {
      return TinyImatrix.of(MODEL.source.good(folder));
    }

    private static Path text(Path folder, String text) {
      try {
        return Files.writeString(folder.resolve("good.txt"), text, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void whatIsChangedIsReadOrRefusedInASentence(Format format) throws IOException {
    byte[] good = Files.readAllBytes(format.source.good(folder));
    Path file = folder.resolve(format.fileName);
    for (int i = 0; i < COUNT; i++) {
      long seed = SEED + i;
      Mutation mutation = format.mutator.mutate(good, new Random(seed));
      Files.write(file, mutation.bytes());
      long start = System.nanoTime();
      Throwable thrown = thrown(format, file);
      boolean isSlow = System.nanoTime() - start > TimeUnit.SECONDS.toNanos(MOST_SECONDS);
      if (isSlow || !isSentence(thrown, format.fileName)) {
        Path kept = Files.createDirectories(KEPT).resolve(seed + "-" + format.fileName);
        Files.write(kept, mutation.bytes());
        fail(
            "%s: seed %d, %s: %s; the file is kept as %s"
                .formatted(format, seed, mutation.name(), isSlow ? "slow" : thrown, kept),
            thrown);
      }
    }
  }

  /** What a reader throws; null where it reads the file. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  private static Throwable thrown(Format format, Path file) {
    try {
      format.reader.accept(file);
      return null;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return e;
    }
  }

  private static boolean isSentence(Throwable thrown, String fileName) {
    if (thrown == null) {
      return true;
    }
    String message = String.valueOf(thrown.getMessage());
    return thrown instanceof InputException
        && message.contains(fileName)
        && message.lines().allMatch(line -> line.length() < LONGEST_SENTENCE);
  }
}
