package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made to harm, and those that no vector can stand for: each is one sentence. */
class HostileVectorTest {
  private static final String VECTOR =
      "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\n"
          + "X\1\0\0\0000X\3\0\0\0cpuK\2tQK\0K\2\205K\1\205tR";

  @TempDir Path folder;

  private static void refused(Path file, String... parts) {
    assertThatThrownBy(() -> SteeringVectorReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(String.valueOf(file.getFileName()))
        .hasMessageContainingAll(parts);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A stored entry that is in the archive under another name of the same length. */
  private Path zip(List<String> names, List<byte[]> contents, String from, String to)
      throws IOException {
    Path file = Files.createTempFile(folder, "made", ".npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < names.size(); i++) {
        ZipEntry entry = new ZipEntry(names.get(i));
        CRC32 crc = new CRC32();
        crc.update(contents.get(i));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(contents.get(i).length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(contents.get(i));
      }
    }
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return Files.write(file, latin(bytes.replace(from, to)));
  }

  private static byte[] npy(String dict, byte[] numbers) {
    ByteBuffer out = ByteBuffer.allocate(10 + dict.length() + numbers.length);
    out.order(ByteOrder.LITTLE_ENDIAN).put(latin("\u0093NUMPY\1\0"));
    return out.putShort((short) dict.length()).put(latin(dict)).put(numbers).array();
  }

  private static String dict(String type, String shape) {
    return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
  }

  private static byte[] floats(float... values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      out.putFloat(value);
    }
    return out.array();
  }

  private Path safetensors(String header, float... values) throws IOException {
    byte[] numbers = floats(values);
    ByteBuffer out =
        ByteBuffer.allocate(8 + header.length() + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    return write(
        "made.safetensors", out.putLong(header.length()).put(latin(header)).put(numbers).array());
  }

  private Path pickle(String text) throws IOException {
    Path made =
        zip(List.of("a/data.pkl", "a/data/0"), List.of(latin(text), floats(1, 2)), "none", "none");
    return Files.move(made, made.resolveSibling("made.pt"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void archivesWithStrangeNamesAreRefused() throws IOException {
    byte[] array = npy(dict("<f4", "(2,)"), floats(1, 2));
    refused(zip(List.of("aa/a.npy"), List.of(array), "aa/a", "../a"), "leads out of the archive");
    refused(zip(List.of("aa/a.npy"), List.of(array), "aa/a", "/a/a"), "leads out");
    refused(
        zip(List.of("1.npy", "2.npy"), List.of(array, array), "2.npy", "1.npy"), "is there twice");
    refused(zip(List.of("a.txt"), List.of(array), "none", "none"), "not one of torch.save");
  }

  @Test
  void whatUnpacksToMoreThanAVectorIsRefused() throws IOException {
    Path bomb = folder.resolve("bomb.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("1.npy"));
      for (int i = 0; i < 65; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    refused(bomb, "'1.npy' is larger");
    String tensor = "\":{\"dtype\":\"F32\",\"shape\":[4194304],\"data_offsets\":[0,16777216]}";
    StringBuilder header = new StringBuilder("{\"1").append(tensor);
    for (int i = 2; i < 6; i++) {
      header.append(",\"").append(i).append(tensor);
    }
    refused(safetensors(header + "}", new float[1 << 22]), "too many for a steering vector");
  }

  @Test
  void arraysThatAreNoNumbersOrNotWholeAreRefused() throws IOException {
    refused(write("a.npy", npy(dict("|O", "(1,)"), new byte[8])), "type 'O'");
    refused(write("a.npy", npy("{'descr': [('x', '<f4')]}", new byte[4])), "no type");
    refused(write("a.npy", npy(dict("<f4", "(3,)"), floats(1, 2))), "8 bytes of numbers");
    refused(write("a.npy", npy(dict("<f4", "(999999999, 999999999)"), floats(1))), "4 bytes");
    refused(write("a.npy", npy(dict("<f4", "(2,)"), floats(1, Float.NaN))), "value 1", "NaN");
    refused(write("a.npy", latin("\u0093NUMPY\7\0aaaa")), "does not begin");
    refused(write("a.npy", latin("\u0093NUMPY\1\0\377\377")), "header of 65535 bytes");
    refused(write("a.npy", latin("\u0093NUMPY\1\0\3")), "ends in its header");
    refused(write("a.npy", npy(dict("<f4", "(2, 1, 1)"), floats(1, 2))), "shape [2, 1, 1]");
  }

  @Test
  void safetensorsHeadersAreCheckedAgainstTheFile() throws IOException {
    byte[] huge = latin("\0\0\0\1\0\0\0\0{}");
    refused(write("huge.safetensors", huge), "16777216 bytes");
    String start = "{\"1\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":";
    refused(safetensors(start + "[0,16]}}", 1, 2), "'1' does not lie in the file");
    refused(safetensors(start + "[-8,0]}}", 1, 2), "'1' does not lie");
    refused(safetensors(start + "[0,8]},\"1\":{}}", 1, 2), "no valid JSON", "Duplicate");
    refused(safetensors("{\"1\":{\"dtype\":\"Q4\",\"shape\":[2]}}", 1, 2), "type 'Q4'");
    refused(safetensors("{\"1\":{\"dtype\":\"F32\",\"shape\":[1.5]}}", 1, 2), "a shape that");
    refused(safetensors("{" + "\"a\":{".repeat(5000), 1), "no valid JSON");
    refused(safetensors(start + "[0,8]}}", 1, Float.NaN), "value 1 of '1' is NaN");
    refused(safetensors("{}"), "holds no tensor");
    refused(
        safetensors(
            start + "[0,8]},\"2\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
            1,
            2,
            3),
        "layer 2 has 1 values but layer 1 has 2");
    refused(
        safetensors(start + "[0,8]},\"" + "x".repeat(9) + start.substring(3) + "[0,8]}}", 1, 2),
        "'xxxxxxxxx' names no layer");
    refused(
        safetensors(start + "[0,8]},\"layer_1" + start.substring(3) + "[0,8]}}", 1, 2),
        "not the only one for its layer");
  }

  @Test
  void svecFilesThatNoVectorStandsForAreRefused() throws IOException {
    refusedSvec("[]", "line 1: there is not an object");
    refusedSvec("{\"directions\": [1]}", "directions by layer");
    refusedSvec("{\"directions\": {\"1\": [[1, 2], [3, 4]]}}", "'1' is of shape [2, 2]");
    refusedSvec("{\"directions\": {\"1\": [[1, 2], [3]]}}", "several lengths");
    refusedSvec("{\"directions\": {\"1\": [1, \"2\"]}}", "there is no number");
    refusedSvec("{\"directions\": {\"1\": [1, NaN]}}", "value 1 of '1' is NaN");
    refusedSvec("{\"directions\": {\"1\": [1], \"1\": [1]}}", "line 1", "Duplicate");
    refusedSvec("{\"directions\": {\"1\": [1]}, \"num_heads\": 4}", "attention heads");
    refusedSvec("{\"directions\": {\"1\": [1]}} {}", "follows the end");
    refusedSvec("{\"model_type\": \"llama\"}", "holds no tensor");
    refusedSvec("{\"directions\": {\"first\": [1], \"2\": [1]}}", "'first' names no layer");
  }

  private void refusedSvec(String json, String... parts) throws IOException {
    refused(write("a.svec", latin(json)), parts);
  }

  @Test
  void picklesThatGrowInMemoryAreRefused() throws IOException {
    // a list in a list in a list, each with a thousand times the one before
    String level = "h\0".repeat(1000);
    refused(
        pickle("](" + "N".repeat(1000) + "eq\0" + "](" + level + "eq\0](" + level + "e."),
        "too many for a steering vector");
    refused(pickle("]q\0h\0a."), "too deep");
    // a shape of many numbers that a thousand tensors share
    String storage = VECTOR.substring(VECTOR.indexOf('(') + 1, VECTOR.indexOf('Q') + 1);
    String shape = "(" + "K\1".repeat(1 << 20) + "tq\1";
    refused(
        pickle("ctorch._utils\n_rebuild_tensor_v2\n(" + storage + "K\0" + shape + "h\1tR."),
        "a shape in its data.pkl");
  }

  @Test
  void dictsThatNoVectorStandsForAreRefused() throws IOException {
    refused(pickle("}X\1\0\0\0003" + VECTOR + "sK\3" + VECTOR + "s."), "'3' twice");
    refused(pickle("}K\3X\1\0\0\0asK\4" + VECTOR + "s."), "'3' is no tensor");
    refused(pickle("}X\5\0\0\0first" + VECTOR + "sK\4" + VECTOR + "s."), "'first' names no layer");
    refused(pickle("}."), "holds no tensor");
    refused(pickle("ctorch\nFloatStorage\n."), "holds no tensor");
    refused(hook("layers.3", "clamp"), "'layers.3' has the action 'clamp'; a steering vector");
    refused(hook("layers.3.mlp", "add"), "'layers.3.mlp' is no block's output");
    refused(pickle("}X\1\0\0\0a}X\17\0\0\0steering_vectorNss."), "'a' has no steering_vector");
  }

  private Path hook(String point, String action) throws IOException {
    return pickle(
        "}"
            + text(point)
            + "}"
            + text("steering_vector")
            + VECTOR
            + "s"
            + text("steering_coefficient")
            + "K\2s"
            + text("action")
            + text(action)
            + "ss.");
  }

  private static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  @Test
  void filesThatOnlyCountNeedAnIndexing() {
    Path formats = Path.of("src/test/resources/vectors/formats");
    for (String name : Arrays.asList("list.pt", "stacked.pt", "stacked.npy", "numbered.npz")) {
      refused(formats.resolve(name), "not which index is which layer", "--indexing block-output");
    }
    assertThatThrownBy(
            () ->
                SteeringVectorReader.read(
                    formats.resolve("repeng.gguf"), Optional.of(LayerIndexing.BLOCK_OUTPUT)))
        .hasMessageContaining("--fix-offset");
  }
}
