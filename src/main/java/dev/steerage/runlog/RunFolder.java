package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run folder: {@code spec.yaml}, {@code provenance.json}, the token files of complete cells,
 * {@code scores.csv} (results/README.md has the schema). A cell is a condition of a model on a
 * behavior; its files are there only when they are complete, so a run that ended early is taken up
 * where it was. Beside each is its SHA-256, so that one that was cut off or changed later is found.
 */
public final class RunFolder implements AutoCloseable {
  /** Most pairs in one token file; a cell with more has several parts. */
  public static final int PAIRS_PER_PART = 1000;

  static final String TOKENS = "tokens";
  static final String SPEC = "spec.yaml";

  /** Files made from all cells, and the key of their SHA-256 in provenance.json. */
  static final List<String> SUMMARIES = List.of("scores.csv", "vectors.csv");

  static final String CHECKSUMS = "checksums";

  private static final String VECTORS = "vectors.csv";
  private static final String SCORES = "scores.csv";

  private final Path folder;
  private final @Nullable RunInputs of;
  private final @Nullable RunLock lock;
  private final Seals seals = new Seals();

  RunFolder(Path folder) {
    this(folder, null, null);
  }

  /**
   * @param of what it holds; null where it is only read
   * @param lock null where nothing is held
   */
  private RunFolder(Path folder, @Nullable RunInputs of, @Nullable RunLock lock) {
    this.folder = folder;
    this.of = of;
    this.lock = lock;
  }

  /** A folder that is being made of others. */
  static RunFolder merged(Path folder, RunInputs of) {
    return new RunFolder(folder, of, null);
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
   * Makes or takes up a run folder. No other process may write into it until it is closed, or this
   * process ends.
   *
   * @param spec the normalised spec, for {@code spec.yaml}
   * @param inputs SHA-256 of each input file, by the words that name it in messages
   * @throws InputException if the folder holds something else, cannot be written, or another
   *     process has it
   */
  public static RunFolder open(
      Path folder, String spec, Map<String, String> inputs, Existing existing) {
    RunInputs of = new RunInputs(spec, inputs);
    RunPlace place = new RunPlace(folder, of, existing);
    place.find(); // refuses before anything is made
    place.setAside();
    OutputFolder.make(folder);
    RunFolder run = new RunFolder(folder, of, RunLock.take(folder));
    try {
      // again, since another process may have begun one meanwhile
      RunPlace.Found found = place.find();
      if (found == RunPlace.Found.NONE) {
        run.writeProvenance(Map.of());
      }
      if (found != RunPlace.Found.WHOLE) {
        AtomicFile.writeDurably(folder.resolve(SPEC), out -> out.write(spec));
      }
      new RunFiles(run).tidy();
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /**
   * The run folder that {@link #open} would take up; empty where it would make one. Nothing is
   * written.
   *
   * @throws InputException if the folder holds something else, or cannot be made
   */
  public static Optional<RunFolder> find(
      Path folder, String spec, Map<String, String> inputs, Existing existing) {
    RunPlace place = new RunPlace(folder, new RunInputs(spec, inputs), existing);
    return place.find() == RunPlace.Found.NONE
        ? Optional.empty()
        : Optional.of(new RunFolder(folder));
  }

  /**
   * The normalised spec of the run folder that {@link #find} would take up, if it is of the same
   * inputs: what is asked may leave a setting to the run that is there.
   */
  public static Optional<String> spec(Path folder, Existing existing) {
    return RunPlace.isTakenUp(folder, existing)
        ? Optional.of(String.join("\n", RunInputs.settings(folder)))
        : Optional.empty();
  }

  /**
   * A run folder that is there, to be read.
   *
   * @throws InputException if it has no scores
   */
  public static RunFolder existing(Path folder) {
    if (!Files.isRegularFile(folder.resolve(SCORES))) {
      Shard.of(folder).ifPresent(shard -> refuse(folder, shard));
      throw InputException.in(
          folder,
          "is no run folder with results: it has no scores.csv; make one with steerage evaluate");
    }
    return new RunFolder(folder);
  }

  private static void refuse(Path folder, Shard shard) {
    throw InputException.in(
        folder,
        "is %s of a run and has no results by itself; make one of all with steerage merge"
            .formatted(shard));
  }

  /**
   * The same, to be reported on: no other process may write into it until it is closed, and its
   * files are as they were written.
   *
   * @throws InputException also if another process has it, or a file is not as it was written
   */
  public static RunFolder toReport(Path folder) {
    existing(folder); // refuses before there is a lock
    return sealed(folder);
  }

  /** The same of any folder that {@link #open} has made, whatever it holds. */
  static RunFolder sealed(Path folder) {
    RunFolder run = new RunFolder(folder, null, RunLock.take(folder));
    try {
      new RunFiles(run).check();
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
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

  /** Whether part {@code part} (0-based) of a cell is complete, and still as it was written. */
  public boolean holds(Condition condition, int part) {
    return seals.isWhole(tokenFile(condition, part));
  }

  /** Writes part {@code part} (0-based) of a cell; it then is complete. */
  public void writeTokens(Condition condition, int part, List<TokenRow> rows) {
    Path file = tokenFile(condition, part);
    TokenFile.write(file, rows);
    seals.seal(file);
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
        folder.resolve(SCORES),
        rows -> {
          for (Condition condition : conditions) {
            new Scores(condition, strengths.get(condition)).each(this, clusters, rows);
          }
        });
  }

  /** The rows of {@code scores.csv}, each made anew whenever it is asked for. */
  public List<ScoreRow> readScores() {
    return ScoreFile.read(folder.resolve(SCORES));
  }

  /**
   * Writes {@code provenance.json}, with what the run is of and the SHA-256 of the files made from
   * all cells.
   */
  public void writeProvenance(Map<String, ?> provenance) {
    Map<String, Object> all = new LinkedHashMap<>(provenance);
    if (of != null) {
      of.addTo(all);
    }
    Map<String, String> checksums = new LinkedHashMap<>();
    for (String name : SUMMARIES) {
      if (Files.isRegularFile(folder.resolve(name))) {
        checksums.put(name, new InputFile(folder.resolve(name)).sha256());
      }
    }
    all.put(CHECKSUMS, checksums);
    ProvenanceFile.in(folder).write(all);
  }

  /** Puts one key of {@code provenance.json} in place, and leaves the others as they are. */
  public void noteProvenance(String key, Object value) {
    Map<String, Object> all = new LinkedHashMap<>();
    readProvenance().properties().forEach(field -> all.put(field.getKey(), field.getValue()));
    all.put(key, value);
    ProvenanceFile.in(folder).write(all);
  }

  /** {@code provenance.json}; an empty object where it is missing or broken. */
  public JsonNode readProvenance() {
    return ProvenanceFile.in(folder).read();
  }

  /** What the folder's files are compared with. */
  Seals seals() {
    return seals;
  }

  /** Keeps in mind what a file of the run is now, so that {@link #isWhole} finds a change. */
  public void seal(Path file) {
    seals.seal(file);
  }

  /** Whether a file of the run is there, and not changed since it was sealed. */
  public boolean isWhole(Path file) {
    return seals.isWhole(file);
  }

  /** What is to be said of the state in which the folder was found, in sentences. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (lock != null) {
      lock.note().ifPresent(notes::add);
    }
    for (Path file : seals.broken()) {
      notes.add(
          file
              + ": is not as it was written (its SHA-256 differs from the one beside it), so it is made again");
    }
    return notes;
  }

  /** Lets other processes write into the folder. */
  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }
}
