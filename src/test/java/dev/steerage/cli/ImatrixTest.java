package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.tiny.Family;
import dev.steerage.tiny.TinyImatrix;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steerage quantize --imatrix}, on a small random model. */
class ImatrixTest {
  private static final int BLOCK = 32; // of Q4_0 (ggml-common.h, block_q4_0)
  private static final String UP = "blk.0.ffn_up.weight";

  @TempDir private Path folder;
  private Path model;
  private TinyImatrix matrix;

  @BeforeEach
  void make() {
    model = TinyModel.of(Family.LLAMA_2.vocabulary()).write(folder.resolve("tiny.gguf"));
    matrix = TinyImatrix.of(model);
  }

  private CommandRun quantize(String type, String... more) {
    List<String> args = new ArrayList<>(List.of("quantize", model.toString(), "--type", type));
    args.addAll(List.of(more));
    args.addAll(List.of("--threads", "1"));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private CommandRun quantizeWith(Path imatrix) {
    return quantize("q4_0", "--imatrix", imatrix.toString());
  }

  @Test
  void roundingErrorsOfImportantColumnsAreSmaller() throws IOException {
    Path plain = folder.resolve("plain");
    quantize("q4_0", "--output", plain.toString()).succeeded();
    quantizeWith(matrix.gguf(folder.resolve("matrix.gguf"))).succeeded();
    GgufFile source = GgufFile.read(model);
    GgufFile without = GgufFile.read(plain.resolve("tiny-q4_0.gguf"));
    GgufFile with = GgufFile.read(folder.resolve("tiny-q4_0.gguf"));
    assertThat(matrix.values()).hasSize(14);
    for (String name : matrix.values().keySet()) {
      float[] exact = source.values(tensor(source, name));
      double before = weightedError(exact, q4(without, name), matrix.values().get(name));
      double after = weightedError(exact, q4(with, name), matrix.values().get(name));
      assertThat(after).as(name).isPositive().isLessThan(before * 0.9);
    }
    // what the matrix does not name is quantized as without one
    assertThat(bytes(with, "token_embd.weight")).isEqualTo(bytes(without, "token_embd.weight"));
  }

  @Test
  void bothFormatsAndMetadataAreAsLlamaCppsToolHasThem() throws IOException {
    Path gguf = matrix.gguf(folder.resolve("matrix.gguf"));
    quantizeWith(gguf).succeeded();
    Path made = folder.resolve("tiny-q4_0.gguf");
    GgufFile first = GgufFile.read(made);
    assertThat(first.metadata())
        .containsEntry("quantize.imatrix.file", gguf.toString())
        .containsEntry("quantize.imatrix.dataset", TinyImatrix.DATASET)
        .containsEntry("quantize.imatrix.entries_count", 14L)
        .containsEntry("quantize.imatrix.chunks_count", (long) TinyImatrix.CHUNKS);
    byte[] weights = bytes(first, UP);
    Path binary = matrix.binary(folder.resolve("matrix.dat"));
    quantize("q4_0", "--imatrix", binary.toString(), "--force").succeeded();
    GgufFile second = GgufFile.read(made);
    assertThat(second.text("quantize.imatrix.file")).contains(binary.toString());
    assertThat(second.metadata()).containsEntry("quantize.imatrix.dataset", TinyImatrix.DATASET);
    assertThat(bytes(second, UP)).isEqualTo(weights);
  }

  @Test
  void aFileMadeWithoutTheMatrixIsAnotherOne() throws IOException {
    String gguf = matrix.gguf(folder.resolve("matrix.gguf")).toString();
    quantize("q4_0").succeeded();
    quantize("q4_0", "--imatrix", gguf)
        .refused("tiny-q4_0.gguf", "made without an importance matrix", "--force");
    quantize("q4_0", "--imatrix", gguf, "--force").succeeded();
    CommandRun again = quantize("q4_0", "--imatrix", gguf).succeeded();
    assertThat(again.err()).contains("is there already").doesNotContain("quantizing");
    quantize("q4_0").refused("tiny-q4_0.gguf", "matrix.gguf", "--force");
    Path moved = Files.createDirectory(folder.resolve("moved")).resolve("matrix.gguf");
    Files.copy(Path.of(gguf), moved);
    quantizeWith(moved).succeeded();
    matrix.values().remove(UP);
    matrix.gguf(moved);
    quantizeWith(moved).refused("another importance matrix");
  }

  @Test
  void typesThatNeedAMatrixSayItBeforeWork() {
    model =
        TinyModel.of(Family.LLAMA_2.vocabulary())
            .width(256)
            .feedForward(256)
            .write(folder.resolve("wide.gguf"));
    matrix = TinyImatrix.of(model);
    for (String type : List.of("iq1_s", "iq1_m", "iq2_xxs", "iq2_xs", "iq2_s", "q2_k_s")) {
      quantize("q8_0," + type).refused("--type " + type, "importance matrix", "--imatrix FILE");
    }
    assertThat(folder.resolve("wide-q8_0.gguf")).doesNotExist();
    Path gguf = matrix.gguf(folder.resolve("matrix.gguf"));
    CommandRun run = quantize("iq2_xs", "--imatrix", gguf.toString()).succeeded();
    assertThat(run.out()).contains("wide-iq2_xs.gguf");
    // one that lacks a tensor is of no use to such a type
    matrix.values().remove(UP);
    matrix.gguf(gguf);
    quantize("q8_0,iq2_xxs", "--imatrix", gguf.toString())
        .refused("matrix.gguf", "lacks tensors", "iq2_xxs");
    assertThat(folder.resolve("wide-q8_0.gguf")).doesNotExist();
    assertThat(folder.resolve("wide-iq2_xxs.gguf")).doesNotExist();
    quantize("q4_0", "--imatrix", gguf.toString()).succeeded();
  }

  @Test
  void whatIsNoMatrixOfThisModelIsOneSentence() throws IOException {
    Path file = folder.resolve("broken");
    Files.writeString(file, "Once upon a time there was no importance matrix.");
    quantizeWith(file).refused("broken", "is no importance matrix");
    quantizeWith(model).refused("tiny.gguf", "no importance matrix", "llama-imatrix");
    quantizeWith(folder.resolve("nope.gguf")).refused("nope.gguf", "no such file");

    Map<String, float[]> values = matrix.values();
    float[] right = values.get(UP);
    values.put(UP, new float[] {1, 2, 3});
    quantizeWith(matrix.gguf(file)).refused("another model", "3 values", UP, "64");
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1, 1e13f}) {
      values.put(UP, right.clone());
      values.get(UP)[5] = bad;
      quantizeWith(matrix.gguf(file)).refused("broken: value 6", UP, "from 0 to");
      quantizeWith(matrix.binary(file)).refused("broken: value 6", UP, "from 0 to");
    }
    values.clear();
    values.put("blk.7.ffn_up.weight", right);
    quantizeWith(matrix.gguf(file)).refused("another model", "blk.7.ffn_up.weight");
    assertThat(folder.resolve("tiny-q4_0.gguf")).doesNotExist();
  }

  @Test
  void cutFilesAreOneSentence() throws IOException {
    for (Path whole :
        List.of(
            matrix.gguf(folder.resolve("matrix.gguf")),
            matrix.binary(folder.resolve("matrix.dat")))) {
      byte[] bytes = Files.readAllBytes(whole);
      for (int part = 0; part < 12; part++) {
        Files.write(whole, Arrays.copyOf(bytes, bytes.length * part / 12));
        quantizeWith(whole).refused(whole.toString());
      }
      // GGUF ends with 28 bytes that only fill it up
      Files.write(whole, Arrays.copyOf(bytes, bytes.length - 29));
      quantizeWith(whole).refused(whole.toString());
    }
  }

  private static GgufTensor tensor(GgufFile file, String name) {
    return file.tensors().stream().collect(Collectors.toMap(GgufTensor::name, t -> t)).get(name);
  }

  private static byte[] bytes(GgufFile file, String name) throws IOException {
    GgufTensor tensor = tensor(file, name);
    int start = Math.toIntExact(tensor.position());
    return Arrays.copyOfRange(
        Files.readAllBytes(file.file()), start, start + Math.toIntExact(tensor.bytes()));
  }

  /** Q4_0: a half d and 32 numbers q of four bits, the first half in the low ones; d (q - 8). */
  private static float[] q4(GgufFile file, String name) throws IOException {
    assertThat(tensor(file, name).type()).isEqualTo(GgmlType.Q4_0);
    byte[] data = bytes(file, name);
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[data.length / GgmlType.Q4_0.blockBytes() * BLOCK];
    for (int start = 0; start < values.length; start += BLOCK) {
      float scale = half(in.getShort());
      for (int i = 0; i < BLOCK / 2; i++) {
        int pair = in.get() & 0xff;
        values[start + i] = scale * ((pair & 15) - 8);
        values[start + BLOCK / 2 + i] = scale * ((pair >> 4) - 8);
      }
    }
    return values;
  }

  /** IEEE 754 binary16. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 1023;
    double size =
        exponent == 0
            ? fraction * Math.pow(2, -24)
            : (1024 + fraction) * Math.pow(2, exponent - 25);
    return (float) (bits < 0 ? -size : size);
  }

  /** The sum of importance times squared error, row by row. */
  private static double weightedError(float[] exact, float[] rounded, float[] importance) {
    assertThat(rounded).hasSameSizeAs(exact);
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      double error = exact[i] - rounded[i];
      sum += importance[i % importance.length] * error * error;
    }
    return sum;
  }
}
