package dev.steerage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specs that cannot be used: one sentence, in the words of who wrote them. */
class SpecOptionTest {
  @TempDir private Path folder;

  private void refused(String text, String... words) throws IOException {
    Path spec = Files.writeString(folder.resolve("my.yaml"), text.replace("\\n", "\n"));
    CommandRun.of("evaluate", "--spec", spec.toString()).refused(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models: [a]\\nbehaviors: [b]\\nlayres: [2]|line 3: unknown key 'layres'|interventions",
        "models: [a]\\nmodels: [b]\\nbehaviors: [b]|Duplicate field 'models'|is no YAML",
        "models: [a.gguf]|the key 'behaviors' is missing|my.yaml: line",
        "models: [a.gguf\\n|is no YAML|check brackets",
        "models: {a: b}\\nbehaviors: [b]|line 1|the value of 'models' cannot be used; give a list",
        "- a\\n- b|has no keys|models and behaviors",
        "just words|has no keys|models and behaviors",
        "'# nothing'|is empty|models and behaviors",
        "models: [a]\\nbehaviors: [b]\\naggregation: median|'median' is none of mean, sum|my.yaml",
        "models: [a]\\nbehaviors: [b]\\nkv-type: f8|'f8' is none of f32, f16|my.yaml",
        "models: [a]\\nbehaviors: [b]\\nthreads: many|line 3|'threads' cannot be used",
        "models: [a]\\nbehaviors: [b]\\nthreads: 0|--threads 0|give 1 to 512",
        "models:\\nbehaviors: [b]|the value of 'models' cannot be used|give a list",
        "models: [a, ]\\nbehaviors: [b, null]|the value of 'behaviors'|my.yaml: line 2",
        "models: [a]\\nbehaviors: [b]\\ninterventions: [{vector: null, coefficients: [1]}]|interventions[0]|vector, fine-tuned, lora, system-prompt",
        "models: [a]\\nbehaviors: [b]\\ninterventions: [v]|'interventions'|keys with values",
        "models: [a]\\nbehaviors: [b]\\n---\\nmodels: [c]|line 4|another document",
        "models: [\"a\\0b\"]\\nbehaviors: [b]|'a?b' is no path|my.yaml"
      })
  void aSpecIsCheckedWithItsLineAndKey(String text, String first, String second)
      throws IOException {
    refused(text, first, second.strip());
  }

  @Test
  void anEmptyOrMissingSpecIsNamed() throws IOException {
    refused("", "my.yaml: is empty", "models and behaviors");
    CommandRun.of("evaluate", "--spec", "nope.yaml").refused("nope.yaml", "no such file");
    CommandRun.of("evaluate", "--spec", folder.toString()).refused("no regular file");
  }
}
