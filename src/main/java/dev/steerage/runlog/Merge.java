package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes one run folder of its shards'. It is made beside its place under another name and renamed
 * when it is complete; files are linked where the file system can, else copied.
 */
public final class Merge implements AutoCloseable {
  /** The key of the SHA-256 over all that is merged, by which a merge knows itself. */
  private static final String CONTENT = "merged_content";

  private static final String DIFFERENCES = "merged_differences";

  private final List<ShardRun> shards;
  private final ShardFiles files;
  private final Path output;
  private final Path work;
  private final String content;

  private Merge(List<ShardRun> shards, Path output) {
    this.shards = shards;
    this.output = output;
    Path place = output.toAbsolutePath().normalize();
    this.work = place.resolveSibling("." + place.getFileName() + ".merging");
    this.files = ShardFiles.of(shards);
    this.content = content();
  }

  /**
   * Looks whether shards make a run; nothing is written.
   *
   * @param folders in any order
   * @throws InputException if they are not all shards of one run, each once, or not complete
   */
  public static Merge of(List<Path> folders, Path output) {
    folders.forEach(ShardRun::checkIsRun);
    folders.forEach(folder -> new ShardAgreement(folders.get(0), folder).check());
    List<ShardRun> shards = new ArrayList<>();
    Parallel.inOrder(folders, ShardRun::read, shards::add);
    shards.sort(Comparator.comparing(s -> s.shard().index()));
    new ShardSet(shards).check();
    return new Merge(shards, output);
  }

  /** Over the settings and every file: the same wherever and whenever it is merged. */
  private String content() {
    StringBuilder text = new StringBuilder();
    ShardAgreement.comparable(RunInputs.settings(shards.get(0).folder()))
        .forEach(line -> text.append(line).append('\n'));
    files
        .sources()
        .forEach(
            (file, source) ->
                text.append(JointFolder.slashed(file))
                    .append(' ')
                    .append(Seals.sealed(source))
                    .append('\n'));
    return InputFile.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The shards by their number. */
  public List<ShardRun> shards() {
    return shards;
  }

  /** Files that another device made otherwise, in words. */
  public List<String> differences() {
    return files.differences();
  }

  /**
   * Whether the output is this merge already.
   *
   * @throws InputException if it is something else, or not as it was written
   */
  public boolean isThere() {
    if (!Files.exists(output) || isEmpty(output)) {
      return false;
    }
    if (!ProvenanceFile.in(output).read().path(CONTENT).asText().equals(content)) {
      throw InputException.in(
          output,
          "is there and is not what these shards make; name another with --output, or take it away");
    }
    RunFolder.toReport(output).close();
    return true;
  }

  private static boolean isEmpty(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Makes the folder under another name, but with the last element of its own.
   *
   * @param spec the normalised spec, for a file in the output
   */
  public RunFolder make(String spec) {
    OutputFolder.make(work);
    Path folder = work.resolve(String.valueOf(output.toAbsolutePath().normalize().getFileName()));
    delete(folder); // of a merge that was killed
    OutputFolder.make(folder);
    Map<String, String> inputs = new LinkedHashMap<>();
    shards
        .get(0)
        .provenance()
        .path("inputs")
        .properties()
        .forEach(field -> inputs.put(field.getKey(), field.getValue().asText()));
    RunFolder run = RunFolder.merged(folder, new RunInputs(spec, inputs));
    files.sources().forEach((file, source) -> run.seals().link(source, folder.resolve(file)));
    copyPairs(folder);
    List<VectorRow> vectors = MergedVectors.of(shards);
    if (!vectors.isEmpty()) {
      run.writeVectors(vectors);
    }
    MergedScores.write(folder.resolve("scores.csv"), shards);
    AtomicFile.writeDurably(folder.resolve(RunFolder.SPEC), out -> out.write(spec));
    Map<String, Object> provenance = new MergedProvenance(shards).entries();
    provenance.put(DIFFERENCES, files.differences());
    provenance.put(CONTENT, content);
    run.writeProvenance(provenance);
    return run;
  }

  private void copyPairs(Path folder) {
    Path pairs = shards.get(0).folder().resolve("pairs");
    try (Stream<Path> found = Files.list(pairs)) {
      List<Path> sorted = new ArrayList<>(found.sorted().toList());
      Files.createDirectories(folder.resolve("pairs"));
      for (Path file : sorted) {
        Files.copy(file, folder.resolve("pairs").resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          pairs + ": cannot be copied (" + AtomicFile.reason(e) + ")", e);
    }
  }

  /** Gives the folder its name. */
  public void finish(RunFolder made) {
    made.close();
    try {
      Files.move(made.folder(), output, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(output + ": cannot be made (" + AtomicFile.reason(e) + ")", e);
    }
  }

  /** Takes away what is not finished. */
  @Override
  public void close() {
    delete(work);
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be deleted", e);
    }
  }
}
