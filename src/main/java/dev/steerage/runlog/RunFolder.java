package dev.steerage.runlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.steerage.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A run folder: {@code spec.yaml}, {@code provenance.json}, the token files of complete cells,
 * {@code scores.csv} (results/README.md has the schema). A cell is a condition of a model on a
 * behavior; its files are there only when they are complete, so a run that ended early is taken up
 * where it was.
 */
public final class RunFolder {
  /** Most pairs in one token file; a cell with more has several parts. */
  public static final int PAIRS_PER_PART = 1000;

  private static final String TOKENS = "tokens";
  private static final String VECTORS = "vectors.csv";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;

  RunFolder(Path folder) {
    this.folder = folder;
  }

  /** What becomes of a folder that is there already. */
  public enum Existing {
    /** It is taken up if it is of the same spec and inputs, else refused. */
    RESUME,
    /**
     * As RESUME, but one without a single cell, such as a published run without its tokens, is
     * begun anew in its place.
     */
    RESUME_CELLS,
    /** It is kept under another name, and a new one begun. */
    SET_ASIDE
  }

  /**
   * Makes or takes up a run folder.
   *
   * @param spec the normalised spec, for {@code spec.yaml}
   * @param inputs SHA-256 of each input file, by the words that name it in messages
   * @throws InputException if the folder holds something else
   */
  public static RunFolder open(
      Path folder, String spec, Map<String, String> inputs, Existing existing) {
    Optional<RunFolder> there = find(folder, spec, inputs, existing);
    if (there.isPresent()) {
      return there.get();
    }
    RunFolder run = new RunFolder(folder);
    if (Files.exists(folder) && existing == Existing.SET_ASIDE) {
      run.setAside();
    }
    OutputFolder.make(folder);
    run.writeProvenance(Map.of("inputs", inputs));
    AtomicFile.write(folder.resolve("spec.yaml"), spec);
    return run;
  }

  /**
   * The run folder that {@link #open} would take up; empty where it would make one. Nothing is
   * written.
   *
   * @throws InputException if the folder holds something else, or cannot be made
   */
  public static Optional<RunFolder> find(
      Path folder, String spec, Map<String, String> inputs, Existing existing) {
    if (Files.exists(folder) && existing == Existing.SET_ASIDE) {
      return Optional.empty();
    }
    if (Files.exists(folder.resolve("spec.yaml"))) {
      if (existing == Existing.RESUME_CELLS && !Files.isDirectory(folder.resolve(TOKENS))) {
        return Optional.empty();
      }
      RunFolder run = new RunFolder(folder);
      run.checkSame(spec, inputs);
      return Optional.of(run);
    }
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw InputException.in(folder, "is there and is no run folder; name another with --output");
    }
    OutputFolder.check(folder);
    return Optional.empty();
  }

  /**
   * A run folder that is there, to be read.
   *
   * @throws InputException if it has no scores
   */
  public static RunFolder existing(Path folder) {
    if (!Files.isRegularFile(folder.resolve("scores.csv"))) {
      throw InputException.in(
          folder,
          "is no run folder with results: it has no scores.csv; make one with steerage evaluate");
    }
    return new RunFolder(folder);
  }

  private static boolean isEmpty(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw InputException.in(folder, "cannot be read as a folder; name another with --output", e);
    }
  }

  private void setAside() {
    Path name = folder.toAbsolutePath().normalize();
    int n = 1;
    Path free = name.resolveSibling(name.getFileName() + "-before-1");
    while (Files.exists(free)) {
      free = name.resolveSibling(name.getFileName() + "-before-" + ++n);
    }
    try {
      Files.move(name, free);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be renamed to " + free, e);
    }
  }

  private void checkSame(String spec, Map<String, String> inputs) {
    Path specFile = folder.resolve("spec.yaml");
    try {
      List<String> before = Files.readAllLines(specFile);
      List<String> now = spec.lines().toList();
      for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
        String was = i < before.size() ? before.get(i).strip() : "(nothing)";
        String is = i < now.size() ? now.get(i).strip() : "(nothing)";
        if (!was.equals(is)) {
          throw differs("spec.yaml line " + (i + 1) + " has '" + was + "', asked is '" + is + "'");
        }
      }
      JsonNode known = JSON.readTree(folder.resolve("provenance.json").toFile()).path("inputs");
      inputs.forEach(
          (name, sha256) -> {
            if (!known.path(name).asText().equals(sha256)) {
              throw differs(name + " has changed since");
            }
          });
    } catch (IOException e) {
      throw InputException.in(
          folder, "its spec.yaml or provenance.json cannot be read; use --force", e);
    }
  }

  private InputException differs(String what) {
    return InputException.in(
        folder,
        "holds a run of something else ("
            + what
            + "); name another with --output, or use --force, which keeps it under another name");
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  private Path tokenFile(Condition condition, int part) {
    return partFile(folder.resolve(TOKENS), condition, part, ".csv");
  }

  /** Where the vector that an intervention has of a model is, or is to be. */
  public Path vectorFile(String intervention, String model) {
    return folder
        .resolve("vectors")
        .resolve(FileNames.safe(intervention))
        .resolve(FileNames.safe(model) + ".gguf");
  }

  /** Writes {@code vectors.csv}. */
  public void writeVectors(List<VectorRow> rows) {
    VectorFile.write(folder.resolve(VECTORS), rows);
  }

  /** The rows of {@code vectors.csv}; none where the run has extracted no vectors. */
  public List<VectorRow> readVectors() {
    Path file = folder.resolve(VECTORS);
    return Files.isRegularFile(file) ? VectorFile.read(file) : List.of();
  }

  /** The file of part {@code part} (0-based) of a cell below a folder. */
  static Path partFile(Path folder, Condition c, int part, String ending) {
    String suffix = part == 0 ? "" : ".part-" + (part + 1);
    return folder
        .resolve(FileNames.safe(c.model()))
        .resolve(FileNames.safe(c.behavior()))
        .resolve(FileNames.safe(c.condition()) + suffix + ending);
  }

  /** The texts that the run is about. */
  public PairFiles pairs() {
    return new PairFiles(folder.resolve("pairs"));
  }

  /** The logits that are kept while others are compared with them. */
  public KeptLogits logits() {
    return new KeptLogits(folder.resolve("logits"));
  }

  /** Whether part {@code part} (0-based) of a cell is complete. */
  public boolean holds(Condition condition, int part) {
    return Files.isRegularFile(tokenFile(condition, part));
  }

  /** Writes part {@code part} (0-based) of a cell; it then is complete. */
  public void writeTokens(Condition condition, int part, List<TokenRow> rows) {
    TokenFile.write(tokenFile(condition, part), rows);
  }

  /** The tokens of a cell's parts, in order. */
  public List<TokenRow> readTokens(Condition condition) {
    return readParts(condition).flatMap(List::stream).toList();
  }

  /** The same part by part, each read when it is its turn, so that one at a time is in memory. */
  public Stream<List<TokenRow>> readParts(Condition condition) {
    return IntStream.range(0, countParts(condition)).mapToObj(part -> readTokens(condition, part));
  }

  private int countParts(Condition condition) {
    return (int) IntStream.iterate(1, part -> holds(condition, part), part -> part + 1).count() + 1;
  }

  /** The tokens of part {@code part} (0-based) of a cell. */
  public List<TokenRow> readTokens(Condition condition, int part) {
    return TokenFile.read(tokenFile(condition, part));
  }

  /**
   * Writes {@code scores.csv} from the token files of these cells, one at a time, in this order.
   *
   * @param strengths of the conditions that add something to the residual stream
   */
  public void writeScores(
      List<Condition> conditions, Map<Condition, Strength> strengths, PairClusters clusters) {
    ScoreFile.write(
        folder.resolve("scores.csv"),
        rows -> {
          for (Condition condition : conditions) {
            new Scores(condition, strengths.get(condition)).each(this, clusters, rows);
          }
        });
  }

  /** The rows of {@code scores.csv}, each made anew whenever it is asked for. */
  public List<ScoreRow> readScores() {
    return ScoreFile.read(folder.resolve("scores.csv"));
  }

  /** Writes {@code provenance.json}. */
  public void writeProvenance(Map<String, ?> provenance) {
    try {
      AtomicFile.write(
          folder.resolve("provenance.json"), JSON.writeValueAsString(provenance) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("provenance is not JSON", e);
    }
  }

  /** Puts one key of {@code provenance.json} in place, and leaves the others as they are. */
  public void noteProvenance(String key, Object value) {
    Map<String, Object> all = new LinkedHashMap<>();
    readProvenance().properties().forEach(field -> all.put(field.getKey(), field.getValue()));
    all.put(key, value);
    writeProvenance(all);
  }

  /** {@code provenance.json}; an empty object where it is missing or broken. */
  public JsonNode readProvenance() {
    try {
      return JSON.readTree(folder.resolve("provenance.json").toFile());
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }
}
