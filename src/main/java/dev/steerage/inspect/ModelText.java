package dev.steerage.inspect;

import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufArray;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufTensor;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A GGUF model in words, from its header. */
final class ModelText {
  private static final String TEMPLATE = "tokenizer.chat_template";
  private static final int MOST_TEMPLATE = 200;

  private final GgufFile file;
  private final ModelHeader header;

  private ModelText(GgufFile file) {
    this.file = file;
    this.header = new ModelHeader(file);
  }

  static String of(GgufFile file) {
    return new ModelText(file).text();
  }

  private String text() {
    FactSheet sheet =
        new FactSheet(file.file().getFileName() + ": a model, GGUF version " + file.version())
            .fact("architecture", header.architecture());
    file.text("general.name").ifPresent(name -> sheet.fact("name", name));
    header
        .number("split.count")
        .filter(parts -> parts > 1)
        .ifPresent(parts -> sheet.fact("part", "one of " + parts + " files; sizes are its own"));
    return sheet
        .fact("size", size())
        .fact("quantization", header.fileType() + types())
        .fact("layers", count(header.own("block_count"), ""))
        .fact("width", count(header.own("embedding_length"), ""))
        .fact("context", count(header.own("context_length"), " tokens in training"))
        .fact("vocabulary", vocabulary())
        .fact("tokenizer", header.tokenizer())
        .fact("chat template", template())
        .fact("steering", header.steering())
        .text();
  }

  private String size() {
    long bytes = file.tensors().stream().mapToLong(GgufTensor::bytes).sum();
    long parameters = file.tensors().stream().mapToLong(ModelText::elements).sum();
    return FactSheet.number(
        "%,.1f MB of weights, %,d parameters, %d tensors",
        bytes / 1e6, parameters, file.tensors().size());
  }

  /** Shares of the weights' bytes, largest first. */
  private String types() {
    Map<GgmlType, Long> bytes = new EnumMap<>(GgmlType.class);
    file.tensors().forEach(t -> bytes.merge(t.type(), t.bytes(), Long::sum));
    long all = bytes.values().stream().mapToLong(Long::longValue).sum();
    String shares =
        bytes.entrySet().stream()
            .sorted(Map.Entry.<GgmlType, Long>comparingByValue(Comparator.reverseOrder()))
            .map(e -> FactSheet.number("%s %.1f %%", e.getKey(), 100.0 * e.getValue() / all))
            .collect(Collectors.joining(", "));
    return shares.isEmpty() ? "" : "; bytes: " + shares;
  }

  private static long elements(GgufTensor tensor) {
    return tensor.dimensions().stream().reduce(1L, (a, b) -> a * b);
  }

  private String vocabulary() {
    return file.metadata().get("tokenizer.ggml.tokens") instanceof GgufArray tokens
        ? count(Optional.of(tokens.length()), " tokens")
        : "not in the file";
  }

  private String template() {
    Optional<String> template = file.text(TEMPLATE);
    if (template.isEmpty()) {
      return "none";
    }
    String first = template.get().strip().lines().findFirst().orElse("");
    String shown = first.length() > MOST_TEMPLATE ? first.substring(0, MOST_TEMPLATE) + "…" : first;
    return FactSheet.number("%,d characters; first line: %s", template.get().length(), shown);
  }

  private static String count(Optional<Long> number, String unit) {
    return number.map(n -> FactSheet.number("%,d", n) + unit).orElse("not in the file");
  }
}
