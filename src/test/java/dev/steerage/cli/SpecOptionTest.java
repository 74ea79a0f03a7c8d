package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        "models: [a]\\nbehaviors: [b]\\nlayres: [2]|line 3, column 1: unknown key 'layres'|interventions",
        "models: [a]\\nmodels: [b]\\nbehaviors: [b]|line 2, column 1: 'models' is a key of line 1 already|keep one",
        "models: [a.gguf]|the key 'behaviors' is missing|my.yaml: line",
        "models: [a.gguf\\n|is no YAML|check brackets",
        "models: {a: b}\\nbehaviors: [b]|line 1, column 9|'models' needs a list",
        "- a\\n- b|has no keys|models and behaviors",
        "just words|has no keys|models and behaviors",
        "'# nothing'|is empty|models and behaviors",
        "models: [a]\\nbehaviors: [b]\\naggregation: median|line 3, column 14|'aggregation' needs one of mean, sum, padded-mean, not 'median'",
        "models: [a]\\nbehaviors: [b]\\nkv-type: f8|'kv-type' needs one of f32, f16, not 'f8'|my.yaml: line 3",
        "models: [a]\\nbehaviors: [b]\\nthreads: many|line 3, column 10|'threads' needs a whole number, not 'many'",
        "models: [a]\\nbehaviors: [b]\\nthreads: 0|my.yaml: threads 0 is out of range|give 1 to 512",
        "models: [a]\\nbehaviors: [b]\\nbatch-tokens: 0|my.yaml: batch-tokens 0|give 1 to",
        "models: [a]\\nbehaviors: [b]\\ngpu-layers: some|my.yaml: gpu-layers some is no number|or all",
        "models: [a]\\nbehaviors: [b]\\ngpu-layers: -7|my.yaml: gpu-layers -7 is out of range|or all",
        "models: [a]\\nbehaviors: [b]\\ndevices: CUDA0|my.yaml: line 3|'devices' needs a list",
        "models: [a]\\nbehaviors: [b]\\nsplit-mode: rows|my.yaml: line 3|one of none, layer, row, tensor",
        "models: [a]\\nbehaviors: [b]\\ntensor-split: [x]|my.yaml: line 3|needs a number",
        "models: [a]\\nbehaviors: [b]\\ngpu-layers: all\\ndevices: [CPU]|my.yaml: devices CPU|name a GPU",
        "models: [a]\\nbehaviors: [b]\\nchat-format: klingon|my.yaml: line 3|'chat-format' needs one of auto, llama2",
        "models: []\\nbehaviors: [b]|my.yaml: no model is named|models in a spec",
        "models: [a]\\nbehaviors: []|my.yaml: no behavior is named|behaviors in a spec",
        "models: [a]\\nbehaviors: [b]\\ninterventions: [{vector: v, coefficients: []}]|my.yaml:|no coefficient is named",
        "models: [a]\\nbehaviors: [b]\\ninterventions: [{vector: v, coefficients: [.inf]}]|line 3|needs a number",
        "models: [a]\\nbehaviors: [b]\\ninterventions: [{vector: v, layers: [2, 2], coefficients: [1]}]|my.yaml:|layer 2 is named twice",
        "models:\\nbehaviors: [b]|'models' has no value|give a list",
        "models: [a, ]\\nbehaviors: [b, null]|an entry of 'behaviors' has no value|my.yaml: line 2",
        "models: [a]\\nbehaviors: [b]\\ninterventions: [{vector: null, coefficients: [1]}]|interventions[0]|vector, extract, fine-tuned, lora, system-prompt",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model=a.gguf|--model",
        "--behavior=b --behavior=c|without --behavior;",
        "--vector=v --layer=2 --coefficient=1|--vector, --layer, --coefficient",
        "--negative-first --chat-format=none --aggregation=sum|--negative-first, --chat-format, --aggregation",
        "--threads=2 --force --kv-type=f32|without --threads, --kv-type;",
        "--gpu-layers=0 --batch-tokens=9 --flash-attention|--gpu-layers, --batch-tokens, --flash-attention",
        "--devices=CUDA0 --split-mode=none --tensor-split=1|--devices, --split-mode, --tensor-split",
        "--no-layer-split --flash-attention|--no-layer-split, --flash-attention"
      })
  void optionsThatTheSpecWouldOverruleAreRefused(String options, String names) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--spec", "my.yaml", "--format=csv"));
    all.addAll(List.of(options.split(" ")));
    CommandRun.of(all.toArray(String[]::new))
        .refused("--spec my.yaml", names, "put that in the file, or leave out --spec");
  }

  @Test
  void everyWrongKeyHasASentenceOfItsOwn() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("my.yaml"),
            "model: [a.gguf]\nbehaviors: [b]\ninterventions:\n- vector: v\n  layer: [2]\nthreads: few\n");
    CommandRun run = CommandRun.of("evaluate", "--spec", spec.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "steerage: " + spec + ": line 1, column 1: unknown key 'model'; did you mean 'models'?",
            "steerage: " + spec + ": line 5, column 3: unknown key 'layer'; did you mean 'layers'?",
            "steerage: " + spec + ": line 6, column 10: 'threads' needs a whole number, not 'few'",
            "steerage: " + spec + ": line 1, column 1: the key 'models' is missing; add it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lora: a, vector: b|has vector, lora",
        "name: n|and has none",
        "system-prompt: s, layers: [1]|is a system-prompt, for which layers means nothing",
        "lora: a, coefficients: [1]|is a lora, for which coefficients means nothing",
        "vector: a, scales: [1]|is a vector, for which scales means nothing",
        "lora: a, positions: all|is a lora, for which positions means nothing",
        "vector: a, positions: answer|'positions' needs one of all, prompt, continuation",
        "lora: a, scale: unit|is a lora, for which scale means nothing",
        "lora: a, random-directions: 3, seed: 1|is a lora, for which random-directions, seed means nothing",
        "vector: a, method: pca, negative-first: true|is a vector, for which negative-first, method means nothing",
        "extract: a, scales: [1]|is an extract, for which scales means nothing",
        "extract: a, layers: [1], method: magic|'method' needs one of mean-difference, pca, pca-centred, logistic",
        "extract: a|needs a layer for the vectors that are extracted",
        "extract: a, vector: b|has vector, extract",
        "vector: a, seed: 1|is a vector, for which seed means nothing",
        "vector: a, scale: norm|'scale' needs one of raw, unit, residual",
        "vector: a, random-directions: 0|random-directions 0 is out of range; give 1 to 1000",
        "vector: a, coefficients: [-2..2:0.5, few]|line 4, column 41: an entry of 'coefficients' needs a number or a range such as -2..2:0.5, not 'few'",
        "vector: a, coefficients: 0..1:0.3|line 4, column 29: 'coefficients': '0..1:0.3' does not reach its end in steps of 0.3",
        "vector: a, coefficients: [1, 0..2:0]|an entry of 'coefficients': '0..2:0' has the step 0",
        "vector: a, layers: 1..2:0.5|'layers': '1..2:0.5' is no whole number or range of them",
        "vector: a, layers: [[1]]|an entry of 'layers' needs a whole number or a range such as 1..5, not a list",
        "vector: a, layers: {values: [1]}|'layers' needs a list",
        "vector: a, layers: [{values: [1]}]|an entry of 'layers' needs a whole number or a range such as 1..5, not keys",
        "lora: a, scales: 1..2000|'scales': '1..2000' has more than 1000 values",
        "lora: a, scales: []|no scale is named for it",
        "system-prompt: ' '|a system prompt is empty"
      })
  void anInterventionIsOfOneKindWithItsOwnKeys(String keys, String words) throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("my.yaml"),
            "models: [a]\nbehaviors: [b]\ninterventions:\n- {" + keys + "}\n");
    CommandRun.of("evaluate", "--spec", spec.toString()).refused("my.yaml: ", words);
  }

  @Test
  void aSpecMayNameItsRunFolder() throws IOException {
    String model = Path.of(Demo.MODEL).toAbsolutePath().toString();
    Path spec =
        Files.writeString(
            folder.resolve("my.yaml"),
            "models: [%s]\nbehaviors: [%s]\noutput: runs/mine\n"
                .formatted(model, Demo.pairs(folder, "myopia", 2)));
    CommandRun.of("evaluate", "--spec", spec.toString()).succeeded();
    assertThat(folder.resolve("runs/mine/scores.csv")).exists();
    assertThat(folder.resolve("runs/mine/spec.yaml")).content().doesNotContain("output");
  }
}
