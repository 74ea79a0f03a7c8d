package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
  private static final Path FILES = Path.of("src/test/resources/vectors");
  private static final float[] RAMP = {-0.5f, -0.25f, 0, 0.25f, 0.5f, 0.75f};

  @TempDir Path folder;

  private static Tensor read(String name) {
    return TorchFile.readTensor(FILES.resolve(name + ".pt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double", "half", "bfloat16", "parameter"})
  void readsEveryTypeOfNumber(String name) {
    assertThat(read(name).shape()).containsExactly(6);
    assertThat(read(name).values()).containsExactly(RAMP);
  }

  @Test
  void readsIntegers() {
    assertThat(read("long").values()).containsExactly(-0x1p40f, -1, 0, 7);
    assertThat(read("int").values()).containsExactly(-3, 0, 70000);
  }

  @Test
  void readsSubnormalAndLargeHalves() {
    assertThat(read("half-special").values())
        .containsExactly(0x1p-24f, 6.097555160522461e-5f, 65504f, -0.0f, 0.333251953125f);
  }

  @Test
  void followsTheStridesOfAView() {
    assertThat(read("transposed").shape()).containsExactly(3, 2);
    assertThat(read("transposed").values()).containsExactly(-0.5f, 0.25f, -0.25f, 0.5f, 0, 0.75f);
    assertThat(read("slice").values()).containsExactly(-0.25f, 0.25f);
    assertThat(read("matrix").values()).containsExactly(RAMP);
    assertThat(read("scalar").shape()).isEmpty();
    assertThat(read("scalar").values()).containsExactly(1.5f);
    assertThat(read("empty").shape()).containsExactly(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "command|refused: the file asks for 'posix system'",
        "custom|refused: the file asks for '__main__ Custom'",
        "bool|refused: the file asks for 'torch BoolStorage'",
        "protocol-4|protocol 4",
        "before-1.6|save it with torch.save of 1.6 or later",
        "dict|holds a dict with keys 13, 14; save one tensor",
        "ordered-dict|holds a dict with keys weight;",
        "list|holds a list or tuple of 2 elements",
        "number|holds no tensor",
        "nan|value 1 of the tensor is NaN",
        "infinite|value 2 of the tensor is -Infinity",
        "overflow|value 0 of the tensor is Infinity",
        "expanded|more elements than numbers",
      })
  void saysWhyAFileIsRefused(String name, String part) {
    assertThatThrownBy(() -> read(name))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(name + ".pt")
        .hasMessageContaining(part);
    assertThat(Path.of("/tmp/steerage-was-here")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "transposed", "dict", "parameter", "corrigible-layer2"})
  void damageIsASentenceAndNothingElse(String name) throws IOException {
    Path file = FILES.resolve(name + ".pt");
    Damage.cutsAreRefused(file, folder, TorchFile::readTensor);
    Damage.changesAreReadOrRefused(file, folder, TorchFile::readTensor);
  }

  @Test
  void hostilePicklesAreRefused() throws IOException {
    refused(pickle("(".repeat(3 << 20)), "broken");
    refused(pickle("]q\0h\0a."), "list or tuple of 1");
    refused(pickle("X\377\377\377\177"), "broken");
    refused(pickle("X\377\377\377\377"), "broken");
    refused(pickle("t."), "broken");
    refused(pickle("NN\205R."), "refused");
    refused(pickle("\217."), "opcode 0x8f");
    refused(pickle(""), "broken");
    refused(pickle("((((((((((((((((".repeat(1 << 19)), "larger");
    refused(pickle("c" + "x".repeat(9000) + "\n\n."), "refused");
  }

  @Test
  void shapesThatOverflowAreRefused() throws IOException {
    String dimension = "\212\004\377\377\377\177";
    for (String shape : List.of(dimension.repeat(4), "K\000" + dimension, "J\377\377\377\377")) {
      String text = tensor("K\004", shape, shape.replaceAll("(?s).+", "K\000"));
      refused(archive(Map.of("a/data.pkl", latin(text), "a/data/0", new byte[16])), "tensor");
    }
    String huge = "\212\010\000\000\000\000\000\000\000\100";
    refused(
        archive(
            Map.of("a/data.pkl", latin(tensor(huge, "K\004", "K\001")), "a/data/0", new byte[0])),
        "another length");
  }

  @Test
  void readsBigEndianArchives() throws IOException {
    byte[] numbers =
        ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putFloat(1).putFloat(2).array();
    Path file =
        archive(
            Map.of(
                "a/data.pkl",
                latin(tensor("K\002", "K\002", "K\001")),
                "a/data/0",
                numbers,
                "a/byteorder",
                latin("big")));
    assertThat(TorchFile.readTensor(file).values()).containsExactly(1, 2);
  }

  @Test
  void compressedAndForeignArchivesAreRefused() throws IOException {
    Path bomb = folder.resolve("bomb.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(new byte[64 << 20]);
    }
    refused(bomb, "compressed");
    refused(archive(Map.of("a/b", new byte[1])), "not one of torch.save");
    refused(archive(Map.of("a/data.pkl", latin("N."), "b/data.pkl", latin("N."))), "not one");
    refused(archive(Map.of("a/data.pkl", latin(tensor("K\001", "K\001", "K\001")))), "is missing");
  }

  @Test
  void aFileTooLargeForOneTensorIsRefusedUnread() throws IOException {
    Path file = folder.resolve("large.pt");
    try (var channel =
        Files.newByteChannel(
            file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
      channel.position(1L << 33).write(ByteBuffer.allocate(1));
    }
    refused(file, "bytes");
  }

  private static void refused(Path file, String part) {
    assertThatThrownBy(() -> TorchFile.readTensor(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(part);
  }

  /** A pickle of one float tensor in storage "0"; the arguments are opcodes that push numbers. */
  private static String tensor(String length, String shape, String strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((X\007\0\0\0storagectorch\nFloatStorage\n"
        + "X\001\0\0\0"
        + "0X\003\0\0\0cpu"
        + length
        + "tQK\0("
        + shape
        + "t("
        + strides
        + "ttR.";
  }

  private Path pickle(String text) throws IOException {
    return archive(Map.of("a/data.pkl", latin(text)));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Path archive(Map<String, byte[]> entries) throws IOException {
    Path file = Files.createTempFile(folder, "made", ".pt");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var e : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(e.getKey());
        CRC32 crc = new CRC32();
        crc.update(e.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(e.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(e.getValue());
      }
    }
    return file;
  }
}
