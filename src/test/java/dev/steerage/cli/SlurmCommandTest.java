package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of a run's shards; scripts/slurm-check.sh has a real Slurm run them. */
class SlurmCommandTest {
  @TempDir private Path temporary;
  private Path folder;
  private Path spec;

  @BeforeEach
  void write() throws IOException {
    folder = Files.createDirectory(temporary.resolve("it's a sweep"));
    TinyModel.of(Path.of(Demo.MODEL)).layers(2).write(folder.resolve("tiny.gguf"));
    Demo.pairs(folder, "myopia", 2);
    spec = folder.resolve("s.yaml");
    Files.writeString(
        spec,
        """
        models: [tiny.gguf]
        behaviors: [myopia.jsonl]
        threads: 1
        interventions:
        - {system-prompt: "Think of tomorrow.", name: tomorrow}
        - {system-prompt: "Think of today.", name: today}
        output: run
        """);
  }

  private List<String> arguments(String... more) {
    List<String> all =
        new ArrayList<>(List.of("slurm", "--spec", spec.toString(), "--shards", "2"));
    all.addAll(List.of(more));
    return all;
  }

  private CommandRun slurm(String... more) {
    return CommandRun.of(arguments(more).toArray(String[]::new));
  }

  private Path scripts() {
    return folder.resolve("run-slurm");
  }

  @Test
  @Timeout(60)
  void theScriptsAskForWhatIsAsked() throws Exception {
    Path setup = Files.writeString(folder.resolve("set up.sh"), "module load cuda\n");
    CommandRun run =
        slurm(
            "--gpus-per-task=2",
            "--cpus-per-task=6",
            "--time=12:00:00",
            "--mem=64G",
            "--partition=gpu",
            "--setup=" + setup);
    assertThat(run.succeeded().err()).contains("the spec keeps all on the CPU");
    assertThat(scripts().resolve("array.sbatch"))
        .content()
        .contains(
            "#SBATCH --array=1-2\n",
            "#SBATCH --requeue\n",
            "#SBATCH --signal=B:USR1@120\n",
            "#SBATCH --gpus-per-task=2\n",
            "#SBATCH --cpus-per-task=6\n",
            "#SBATCH --time=12:00:00\n",
            "#SBATCH --mem=64G\n",
            "#SBATCH --partition=gpu\n",
            "#SBATCH --output=\"" + scripts() + "/logs/%a.log\"\n",
            "it'\\''s a sweep/set up.sh' || exit\n",
            "--shard \"$shard/2\"");
    assertThat(scripts().resolve("merge.sbatch"))
        .content()
        .contains("exec \"$steerage\" merge \"$folder\"/shard-*-of-2 --output \"$run\"\n")
        .doesNotContain("--array=", "gpus");
    // a task has its cores, whatever node it comes to
    assertThat(scripts().resolve("spec.yaml")).content().contains("threads: 6\n");
    for (String name : List.of("array.sbatch", "merge.sbatch")) {
      String script = scripts().resolve(name).toString();
      assertThat(new ProcessBuilder("bash", "-n", script).start().waitFor()).isZero();
    }
    slurm("--time=an hour").refused("--time 'an hour' is not in Slurm's form");
    slurm("--folder", folder.resolve("100%").toString()).refused("a sign that sbatch cannot read");
  }

  @Test
  @Timeout(120)
  void shardsThatHaveEndedAreNotSubmittedAgain() throws Exception {
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    Path said = temporary.resolve("said");
    script(bin.resolve("sbatch"), "echo \"$*\" >>'%s'\necho 17".formatted(said));
    submit(bin);
    String scripts = "--chdir=" + scripts();
    assertThat(Files.readAllLines(said))
        .containsExactly(
            "--parsable " + scripts + " --array=1,2 " + scripts().resolve("array.sbatch"),
            "--parsable "
                + scripts
                + " --dependency=afterok:17 "
                + scripts().resolve("merge.sbatch"));

    assertThat(slurm("--status").succeeded().out()).contains("0 of 2 shards ended", "to do");
    String[] shard = {
      "evaluate",
      "--spec=" + scripts().resolve("spec.yaml"),
      "--shard=1/2",
      "--output=" + scripts().resolve("shard-1-of-2")
    };
    CommandRun.of(shard).succeeded();
    assertThat(slurm("--status").succeeded().out())
        .contains("2 of 3 cells complete, 1 of 2 shards ended", "ended", "to do");
    JsonNode rows = new ObjectMapper().readTree(slurm("--status", "--format=json").out());
    assertThat(rows.path(0).path("complete").asInt()).isEqualTo(2);
    assertThat(rows.path(1).path("cells").asInt()).isEqualTo(1);

    Files.delete(said);
    submit(bin);
    assertThat(Files.readAllLines(said).get(0)).contains("--array=2 ");
  }

  private void submit(Path bin) throws Exception {
    Path log = temporary.resolve("log");
    List<String> before = List.of("env", "PATH=" + bin + ":" + System.getenv("PATH"));
    ChildRun child = ChildRun.start(log, before, arguments("--submit"));
    assertThat(child.end()).as(child.said()).isZero();
  }

  /** The end of its time is not an end that somebody asked for. */
  @ParameterizedTest
  @CsvSource({"USR1, true", "TERM, false"})
  @Timeout(60)
  void aTaskThatIsToldToStopPassesItOn(String signal, boolean isQueuedAgain) throws Exception {
    slurm().succeeded();
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    Path said = temporary.resolve("said");
    script(bin.resolve("scontrol"), "echo \"$*\" >>'%s'".formatted(said));
    Path begun = temporary.resolve("begun");
    Path victim =
        script(
            bin.resolve("victim"),
            "trap 'echo \"$*\" >>%1$s; exit 143' TERM\ntouch %2$s\nwhile :; do sleep 0.05; done"
                .formatted(said, begun));
    Path array = scripts().resolve("array.sbatch");
    Files.writeString(
        array, Files.readString(array).replaceFirst("\nsteerage=.*", "\nsteerage=" + victim));
    ProcessBuilder bash = new ProcessBuilder("bash", array.toString());
    bash.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    bash.environment().putAll(Map.of("SLURM_ARRAY_TASK_ID", "2", "SLURM_JOB_ID", "5"));
    Process process = bash.start();
    while (process.isAlive() && !Files.exists(begun)) {
      Thread.sleep(5);
    }
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
    assertThat(process.waitFor()).isEqualTo(143);
    List<String> lines = Files.readAllLines(said);
    assertThat(lines.get(0)).startsWith("evaluate --spec " + scripts()).contains("--shard 2/2 ");
    assertThat(lines.subList(1, lines.size()))
        .isEqualTo(isQueuedAgain ? List.of("requeue 5") : List.of());
  }

  private static Path script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static JsonNode plan(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("evaluate", "--dry-run", "--format=json"));
    all.addAll(List.of(options));
    return new ObjectMapper().readTree(CommandRun.of(all.toArray(String[]::new)).succeeded().out());
  }

  @Test
  void thePlanOfShardsIsTheWholeOneAndABaselineMore() throws IOException {
    String tiny = folder.resolve("tiny.gguf").toString();
    JsonNode rows = plan("--spec", spec.toString(), "--shards", "2");
    long whole = plan("--spec", spec.toString()).path(0).path("tokens").asLong();
    long baseline =
        plan("--model", tiny, "--behavior", folder.resolve("myopia.jsonl").toString())
            .path(0)
            .path("tokens")
            .asLong();
    assertThat(rows).hasSize(2).allMatch(row -> row.path("cells").asInt() == 2);
    assertThat(rows.path(0).path("tokens").asLong() + rows.path(1).path("tokens").asLong())
        .isEqualTo(whole + baseline);
    assertThat(rows.path(0).path("memory_bytes").asLong())
        .isGreaterThan(Files.size(Path.of(tiny)))
        .isEqualTo(rows.path(1).path("memory_bytes").asLong());
    assertThat(folder.resolve("run")).doesNotExist();
    CommandRun.of("evaluate", "--spec", spec.toString(), "--shards", "2")
        .refused("goes with --dry-run alone");
  }
}
