package dev.steerage.llama.check;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.FileMagic;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a model's header, all of it but the weights themselves, before llama.cpp reads the file:
 * llama.cpp trusts much of a header, and a failed assertion on one of its threads, a division by
 * zero or an address outside its memory ends the process.
 */
public final class ModelCheck {
  /** Names of a model's parts by llama.cpp (src/llama.cpp, llama_split_path). */
  private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

  /** llama.cpp compares every key and every tensor's name with all before it. */
  private static final int MOST_KEYS = 1 << 13;

  private static final int MOST_TENSORS = 1 << 14;
  private static final int MOST_NAME_BYTES = 63; // GGML_MAX_NAME in ggml.h
  private static final Set<String> VECTORS = Set.of("controlvector", "steeringvector");

  private static final int SETTLED_MILLIS = 2000;

  /** Files that have passed: a model is loaded several times, and some tokenizers are large. */
  private static final Map<Path, State> PASSED = new ConcurrentHashMap<>();

  /** A file's size and time of change. */
  private record State(long bytes, long modified) {
    static State of(Path file) {
      return new State(file.toFile().length(), file.toFile().lastModified());
    }
  }

  private final GgufFile header;
  private final Fault fault;

  private ModelCheck(GgufFile header) {
    this.header = header;
    this.fault = new Fault(header.file());
  }

  /**
   * Checks a model's file, and the files of its other parts where it is split.
   *
   * @throws InputException with one sentence that says what is wrong and where
   */
  public static void check(Path file) {
    State state = State.of(file);
    if (!state.equals(PASSED.get(file))) {
      checkAll(file);
      // a file that is still being written may change again within the clock's tick
      if (state.modified() < System.currentTimeMillis() - SETTLED_MILLIS) {
        PASSED.put(file, state);
      }
    }
  }

  private static void checkAll(Path file) {
    if (FileMagic.of(file) != FileMagic.GGUF) {
      throw InputException.in(
          file, "is no GGUF file, so name one, or convert it with llama.cpp's converter");
    }
    GgufFile header = GgufFile.read(file);
    ModelCheck check = new ModelCheck(header);
    check.kind();
    check.places();
    List<GgufTensor> tensors = new ArrayList<>(header.tensors());
    for (Path path : check.otherParts()) {
      GgufFile part = GgufFile.read(path);
      new ModelCheck(part).places();
      tensors.addAll(part.tensors());
    }
    Hyperparameters hyperparameters = new Hyperparameters(header, check.fault);
    long tokens = new TokenizerCheck(header, check.fault).check();
    if (!tensors.isEmpty()) {
      hyperparameters.check();
      new TensorCheck(hyperparameters, tensors, tokens, check.fault).check();
    }
  }

  private void kind() {
    String architecture = header.text("general.architecture").orElse("");
    String type = header.text("general.type").orElse("model");
    if (VECTORS.contains(architecture)) {
      throw InputException.in(header.file(), "is a steering vector, so name a model instead");
    }
    if (!type.equals("model")) {
      throw InputException.in(
          header.file(),
          "is no model (general.type '%s'), so name a model instead"
              .formatted(InputFile.shown(type)));
    }
    if (architecture.isEmpty()) {
      throw fault.of("its metadata have no general.architecture");
    }
  }

  private void places() {
    fault.unless(header.metadata().size() <= MOST_KEYS, "it has more than %d keys", MOST_KEYS);
    fault.unless(
        header.tensors().size() <= MOST_TENSORS, "it has more than %d tensors", MOST_TENSORS);
    long alignment =
        header.metadata().getOrDefault("general.alignment", 32L) instanceof Long a ? a : 32;
    long next = header.tensors().isEmpty() ? 0 : header.tensors().get(0).position();
    for (GgufTensor tensor : header.tensors()) {
      String name = InputFile.shown(tensor.name());
      fault.unless(
          tensor.name().length() <= MOST_NAME_BYTES,
          "the name of its tensor '%s' is too long for llama.cpp",
          name);
      fault.unless(
          tensor.position() == next,
          "its tensor '%s' does not begin where the one before it ends",
          name);
      next = (tensor.position() + tensor.bytes() + alignment - 1) / alignment * alignment;
    }
  }

  private List<Path> otherParts() {
    List<Path> parts = new ArrayList<>();
    if (!(header.metadata().get("split.count") instanceof Long count) || count <= 1) {
      return parts;
    }
    Matcher name = PART.matcher(String.valueOf(header.file().getFileName()));
    boolean isFirst = name.matches() && Integer.parseInt(name.group(2)) == 1;
    if (!isFirst || Integer.parseInt(name.group(3)) != count) {
      throw InputException.in(
          header.file(),
          "is one of %d parts of a model; name the first one, <model>-00001-of-%05d.gguf"
              .formatted(count, count));
    }
    for (int i = 2; i <= count; i++) {
      String other = "%s-%05d-of-%s.gguf".formatted(name.group(1), i, name.group(3));
      parts.add(header.file().resolveSibling(other));
    }
    return parts;
  }
}
