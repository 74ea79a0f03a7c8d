package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that cannot be used: exit code 2, one sentence, and no run folder. */
class EvaluateInputTest {
  @TempDir private Path folder;
  private Path output;
  private String pairs;

  @BeforeEach
  void writePairs() throws IOException {
    output = folder.resolve("run");
    pairs = Demo.pairs(folder, "myopia", 4);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(output).doesNotExist();
  }

  private CommandRun evaluate(String model, String behavior, String... more) {
    return Demo.evaluate(output, model, behavior, more);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8).toString();
  }

  @Test
  void aMissingModelIsNamed() {
    evaluate("nope.gguf", pairs).refused("nope.gguf", "no such file");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 500, 300_000, 723_950, 5_000_000, 24_202_431})
  void aTruncatedModelIsRefusedWithAMend(int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(Demo.MODEL));
    Path part = Files.write(folder.resolve("part.gguf"), Arrays.copyOf(whole, bytes));
    evaluate(part.toString(), pairs)
        .refused("part.gguf: ", "the file is cut off or damaged, so fetch or write it again");
  }

  @Test
  void whatIsNoModelIsNotLoadedAsOne() throws IOException {
    evaluate(file("text.gguf", "Once upon a time"), pairs)
        .refused("text.gguf: is no GGUF file, so name one");
    evaluate(file("empty.gguf", ""), pairs).refused("empty.gguf: is no GGUF file");
    evaluate(Demo.vector("myopia"), pairs)
        .refused("myopia.gguf: is a steering vector, so name a model");
    evaluate(folder.toString(), pairs).refused(folder.toString(), "no regular file");
  }

  @Test
  void aTensorOfAnotherWidthIsRefused() {
    evaluate(Demo.MODEL, pairs, "--vector", "src/test/resources/vectors/float.pt", "--layer", "2")
        .refused("float.pt", "steerage-demo-f16 has 256", "take a vector of this model");
  }

  @Test
  void aVectorOfAnotherWidthIsRefused() throws IOException {
    TreeMap<Integer, float[]> directions = new TreeMap<>();
    directions.put(2, new float[] {1, 2, 3});
    Path vector = folder.resolve("narrow.gguf");
    ControlVectorWriter.write(vector, "llama", directions);
    evaluate(Demo.MODEL, pairs, "--vector", vector.toString())
        .refused("narrow.gguf", "3 values", "steerage-demo-f16 has 256");
  }

  @ParameterizedTest
  @CsvSource({"6, take a layer of 0 to 5", "-1, out of range", "40, 6 blocks"})
  void aLayerOutOfRangeIsRefused(String layer, String words) {
    evaluate(
            Demo.MODEL,
            pairs,
            "--vector",
            "src/test/resources/vectors/myopia-layer2.pt",
            "--layer=" + layer)
        .refused("myopia-layer2.pt", words);
  }

  @Test
  void aLayerMustBeNamedAndInTheFile() {
    evaluate(Demo.MODEL, pairs, "--vector", Demo.vector("myopia"))
        .refused("myopia.gguf", "[1, 2, 3, 4, 5]", "--layer");
    evaluate(Demo.MODEL, pairs, "--vector", Demo.vector("myopia"), "--layer", "9")
        .refused("no direction for layer 9", "[1, 2, 3, 4, 5]");
    evaluate(Demo.MODEL, pairs, "--layer", "2").refused("--vector");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--scale=unit", "--scale=residual", "--random-directions=3"})
  void aDirectionOfZerosHasNoNormToScaleOrToEqual(String option) throws IOException {
    TreeMap<Integer, float[]> directions = new TreeMap<>();
    directions.put(2, new float[256]);
    Path vector = folder.resolve("zeros.gguf");
    ControlVectorWriter.write(vector, "llama", directions);
    evaluate(Demo.MODEL, pairs, "--vector", vector.toString(), option)
        .refused("zeros.gguf", "is empty or zero, which steers nothing");
  }

  @Test
  void aVectorsFileMayNotHaveTheNameOfARandomDirection() throws IOException {
    Path vector = folder.resolve("random-2-of-myopia.gguf");
    Files.copy(Path.of(Demo.vector("myopia")), vector);
    evaluate(Demo.MODEL, pairs, "--vector", vector.toString(), "--layer=2")
        .refused("random-2-of-myopia", "has the name of a random direction", "rename");
  }

  @Test
  void behaviorFilesAreCheckedEntryByEntry() throws IOException {
    String one = "{\"question\": \"[INST] a [/INST] b\"}";
    evaluate(Demo.MODEL, file("odd.json", "[" + one + "]")).refused("odd.json", "1 entr");
    String open = "{\"question\": \"[INST] a b\"}";
    evaluate(Demo.MODEL, file("open.json", "[" + one + ", " + open + "]"))
        .refused("open.json", "entry 1", "[/INST]");
    evaluate(Demo.MODEL, "nope.jsonl").refused("nope.jsonl", "no such file");
  }

  @Test
  void aPairLongerThanTheContextIsNamed() throws IOException {
    String text = "word ".repeat(600).strip();
    String line =
        "{\"id\": \"long-one\", \"prompt\": \"%s\", \"positive\": \"yes\", \"negative\": \"no\"}";
    evaluate(Demo.MODEL, file("long.jsonl", line.formatted(text)))
        .refused("long.jsonl", "long-one", "512");
  }

  @ParameterizedTest
  @CsvSource({
    "--vctor=x, did you mean --vector?",
    "--kvtype=f16, did you mean --kv-type?",
    "--kv-type=f8, 'expected one of [F32, F16]'",
    "--format=pdf, '[TABLE, CSV, MD, TEX, JSON]'",
    "--aggregation=median, padded-mean",
    "--threads=0, threads 0 is out of range",
    "--batch-tokens=0, batch-tokens 0",
    "--gpu-layers=many, gpu-layers many",
    "--devices=CUDA7, 'devices names CUDA7, which this build does not see; it sees '",
    "--split-mode=rows, 'expected one of [NONE, LAYER, ROW, TENSOR]'",
    "--split-mode=tensor, add flash-attention",
    "--tensor-split=-1, tensor-split",
    "--chat-format=klingon, chat-format",
    "--layer=two, option '--layer' (N): 'two' is no whole number",
    "--positions=answer, 'expected one of [ALL, PROMPT, CONTINUATION]'",
    "--positions=prompt, no --vector is named",
    "--scale=norm, 'expected one of [RAW, UNIT, RESIDUAL]'",
    "--scale=unit, no --vector is named",
    "--random-directions=5, no --vector is named",
    "--random-directions=0, random-directions 0 is out of range; give 1 to 1000",
    "--random-directions=1001, random-directions 1001",
    "--random-directions=few, --random-directions",
    "--seed=3, --seed is that of --random-directions"
  })
  void anOptionThatCannotBeIsNamed(String option, String words) {
    evaluate(Demo.MODEL, pairs, option).refused(words);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN is not finite",
    "Infinity, is not finite",
    "1e300, too large",
    "x, neither a number nor a range",
    "0..1:0.3, option '--coefficient' (C): '0..1:0.3' does not reach its end"
  })
  void aCoefficientMustBeAFiniteNumber(String coefficient, String words) {
    String vector = Demo.vector("myopia");
    evaluate(Demo.MODEL, pairs, "--vector", vector, "--layer=2", "--coefficient=1," + coefficient)
        .refused(words, "coefficient");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layer=2,2|layer 2 is named twice",
        "--layer=2 --layer=3,2|layer 2 is named twice",
        "--layer=2 --coefficient=1,1.0|coefficient 1.0 is named twice",
        "--layer=2 --coefficient=0,-0|coefficient -0.0 is named twice",
        "--layer=2 --coefficient=-2..2:1,2|coefficient 2.0 is named twice",
        "--layer=1..3,2|layer 2 is named twice"
      })
  void aLayerOrCoefficientNamedTwiceIsRefused(String options, String words) {
    List<String> all = new ArrayList<>(List.of("--vector", Demo.vector("myopia")));
    all.addAll(List.of(options.split(" ")));
    evaluate(Demo.MODEL, pairs, all.toArray(String[]::new))
        .refused("myopia.gguf", words, "name it once");
  }

  @Test
  void whatIsNotNamedIsAskedFor() {
    CommandRun.of("evaluate", "--behavior", pairs).refused("no model", "--model");
    CommandRun.of("evaluate", "--model", Demo.MODEL).refused("no behavior", "--behavior");
  }

  @Test
  void anOutputFolderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Path.of(file("thesis.tex", "mine"));
    Demo.evaluate(file, Demo.MODEL, pairs).refused("thesis.tex", "--output");
    Demo.evaluate(file.resolve("run"), Demo.MODEL, pairs).refused("thesis.tex/run", "--output");
    assertThat(file).hasContent("mine");
  }

  @Test
  void twoFilesOfOneNameAreRefused() {
    evaluate(Demo.MODEL + "," + Demo.MODEL, pairs).refused("models", "steerage-demo-f16");
  }
}
