package dev.steerage.inspect;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.ChoiceReader;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.QuestionReader;
import dev.steerage.dataset.ShippedBehaviors;
import dev.steerage.dataset.ShippedQuestions;
import dev.steerage.runlog.RatingFolder;
import dev.steerage.vector.FileMagic;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says what a file, a run folder, a shipped behavior or a shipped set of questions is. Which of
 * them a path is, its content says.
 *
 * @param order which half, or key, of a behavior file is positive
 * @param most how many pairs or questions are shown at most
 */
public record Inspector(HalfOrder order, int most) {
  private static final int FIRST_BYTES = 1024;

  /**
   * Lines of at most 100 columns, each with its line end.
   *
   * @throws InputException if it is none of these, or damaged
   */
  public String describe(Path path) {
    if (ShippedQuestions.isShipped(path)) {
      return questions(path);
    }
    if (ShippedBehaviors.isShipped(path) || !Files.exists(path)) {
      return data(path);
    }
    if (Files.isDirectory(path)) {
      return RatingFolder.isOne(path) ? RatingText.of(path) : RunText.of(path);
    }
    FileMagic magic = FileMagic.of(path);
    return switch (magic) {
      case GGUF -> gguf(GgufFile.read(path));
      case ZIP, NPY, SAFETENSORS -> VectorText.of(SteeringVectorReader.read(path));
      case PICKLE -> throw magic.refusal(path);
      case OTHER ->
          SteeringVectorReader.isNamed(path)
              ? VectorText.of(SteeringVectorReader.read(path))
              : QuestionReader.isQuestions(path) ? questions(path) : data(checkedJson(path));
    };
  }

  /** The shipped behaviors with their counts. */
  public static String shipped() {
    StringBuilder text = new StringBuilder(row("behavior", "pairs", "choices"));
    for (String name : ShippedBehaviors.names()) {
      int pairs = BehaviorReader.read(Path.of(name), HalfOrder.POSITIVE_FIRST).pairs().size();
      int choices = ChoiceReader.read(choices(name)).choices().size();
      text.append(row(name, Integer.toString(pairs), Integer.toString(choices)));
    }
    return text.append(
            "\nsteerage inspect NAME shows the pairs, inspect NAME-choices the choices;\n")
        .append("steerage evaluate --behavior NAME evaluates the pairs.\n\n")
        .append("Questions for --capability: ")
        .append(String.join(", ", ShippedQuestions.names()))
        .append("\n")
        .toString();
  }

  private static String row(String name, String pairs, String choices) {
    return FactSheet.number("%-14s %6s %8s\n", name, pairs, choices);
  }

  private static Path choices(String name) {
    return Path.of(ShippedBehaviors.choices(name));
  }

  private String questions(Path path) {
    return QuestionText.of(QuestionReader.read(path), most);
  }

  private String data(Path path) {
    return ChoiceReader.isChoices(path)
        ? ChoiceText.of(ChoiceReader.read(path), most)
        : BehaviorText.of(BehaviorReader.read(path, order), most);
  }

  private static String gguf(GgufFile file) {
    boolean vector =
        file.text("general.architecture").orElse("").equals("controlvector")
            || file.tensors().stream().anyMatch(t -> t.name().startsWith("direction."));
    return vector
        ? VectorText.of(SteeringVectorReader.read(file.file()), file)
        : ModelText.of(file);
  }

  private static Path checkedJson(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      String start = new String(in.readNBytes(FIRST_BYTES), StandardCharsets.UTF_8);
      if (!start.replace("\uFEFF", "").strip().matches("(?s)[\\[{].*")) {
        throw InputException.in(
            path,
            "is no GGUF model, vector, behavior file, file of questions or run folder, or it is cut short; check the path");
      }
      return path;
    } catch (IOException e) {
      throw InputFile.unreadable(path, e);
    }
  }
}
