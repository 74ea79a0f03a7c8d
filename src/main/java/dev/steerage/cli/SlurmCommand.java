package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.ShellWord;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.FileNames;
import dev.steerage.runlog.OutputFolder;
import dev.steerage.runlog.Shard;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage slurm}: a spec as jobs of a cluster. */
@Command(
    name = "slurm",
    description =
        "Writes the scripts that compute a spec's shards as an array of Slurm's jobs and merge them; submits them, or says how far they are.",
    footer = {
      "",
      "The folder, the files of the spec and this installation must be seen by all nodes. A task that is preempted,"
          + " requeued, or over its time goes on where it was. --submit leaves out shards that have ended.",
      "",
      "Example:",
      "  steerage slurm --spec sweep.yaml --shards 8 --gpus-per-task 2 --time 12:00:00 --submit",
      "  steerage slurm --spec sweep.yaml --shards 8 --status"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class SlurmCommand implements Runnable {
  @Option(
      names = "--spec",
      paramLabel = "FILE",
      required = true,
      description = "The YAML file that says what is evaluated.")
  private Path spec;

  @Option(
      names = "--shards",
      paramLabel = "N",
      required = true,
      description = "Number of tasks, each a shard.")
  private int shards;

  @Option(
      names = "--output",
      paramLabel = "RUN",
      description = "The run folder to be (default: as evaluate --spec has it).")
  private @Nullable Path output;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "The folder of scripts, shards and logs (default: the run folder's name and -slurm).")
  private @Nullable Path folder;

  @Option(
      names = "--cpus-per-task",
      paramLabel = "C",
      description = "CPU cores of a task; its threads are these (default: the spec's threads).")
  private @Nullable Integer cpus;

  @Option(
      names = "--gpus-per-task",
      paramLabel = "G",
      defaultValue = "0",
      description = "GPUs of a task (default: none); what goes there is the spec's gpu-layers.")
  private int gpus;

  @Option(
      names = "--time",
      paramLabel = "T",
      description = "Time limit of a task, as sbatch reads it.")
  private @Nullable String time;

  @Option(names = "--mem", paramLabel = "M", description = "Memory of a task, such as 64G.")
  private @Nullable String memory;

  @Option(names = "--partition", paramLabel = "P", description = "Partition of all jobs.")
  private @Nullable String partition;

  @Option(
      names = "--setup",
      paramLabel = "FILE",
      description = "A shell script that each job reads first, such as one that loads modules.")
  private @Nullable Path setup;

  @Option(
      names = "--submit",
      description = "Hand the jobs to sbatch; the merge waits for the array.")
  private boolean submit;

  @Option(names = "--status", description = "Say how many cells are complete, and write nothing.")
  private boolean status;

  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    new Shard(1, shards); // refuses what is out of range
    EvaluationSpec asked = SpecFile.read(spec);
    SlurmJob job = job(asked);
    if (status) {
      command
          .commandLine()
          .getOut()
          .print(
              SlurmStatus.of(job)
                  .render(job.run(), format.get(), Terminal.style(command.commandLine())));
      return;
    }
    write(job, asked);
    PrintWriter out = command.commandLine().getOut();
    out.println(job.folder().resolve(SlurmJob.ARRAY));
    out.println(job.folder().resolve(SlurmJob.MERGE));
    if (submit) {
      submit(job, out);
    }
  }

  private SlurmJob job(EvaluationSpec asked) {
    Path run = (output != null ? output : folderOfSpec()).toAbsolutePath().normalize();
    Path scripts =
        folder != null
            ? folder.toAbsolutePath().normalize()
            : run.resolveSibling(run.getFileName() + "-slurm");
    if (setup != null) {
      setup = new InputFile(setup).path().toAbsolutePath().normalize();
    }
    Path launcher = BundledFiles.home().resolve("scripts/steerage").toAbsolutePath().normalize();
    int threads = asked.engine().threads() * asked.engine().workers();
    return new SlurmJob(
        scripts,
        run,
        launcher,
        shards,
        new SlurmJob.Needs(cpus == null ? threads : cpus, gpus, time, memory, partition, setup));
  }

  private Path folderOfSpec() {
    return SpecFile.output(spec)
        .orElseGet(() -> Path.of("results", FileNames.safe(new InputFile(spec).name())));
  }

  /** The spec with the threads of a task, whatever node it comes to. */
  private void write(SlurmJob job, EvaluationSpec asked) {
    EngineSpec engine = asked.engine();
    if (engine.isBatchAuto()) {
      throw InputException.in(
          spec,
          "batch-tokens auto is measured on each machine, and shards need the same; give a number, which steerage bench finds");
    }
    if (gpus > 0 && engine.gpuLayers() == 0) {
      command
          .commandLine()
          .getErr()
          .println(
              "warning: the tasks ask for GPUs, and the spec keeps all on the CPU; give it gpu-layers: all");
    }
    int threads = Math.max(1, job.needs().cpus() / engine.workers());
    OutputFolder.make(job.folder().resolve("logs"));
    AtomicFile.write(
        job.folder().resolve("spec.yaml"),
        SpecFile.write(asked.with(engine.withThreads(threads)), job.folder()));
    AtomicFile.write(job.folder().resolve(SlurmJob.ARRAY), job.array());
    AtomicFile.write(job.folder().resolve(SlurmJob.MERGE), job.merge());
  }

  private void submit(SlurmJob job, PrintWriter out) {
    List<Integer> pending = SlurmStatus.of(job).pending();
    String merge = job.folder().resolve(SlurmJob.MERGE).toString();
    String directory = "--chdir=" + job.folder();
    if (pending.isEmpty()) {
      out.println("all shards have ended; merge: job " + Sbatch.submit(merge, directory));
      return;
    }
    String tasks = pending.stream().map(String::valueOf).collect(Collectors.joining(","));
    String array =
        Sbatch.submit(
            job.folder().resolve(SlurmJob.ARRAY).toString(), directory, "--array=" + tasks);
    out.println("array: job " + array + ", shards " + tasks);
    out.println("merge: job " + Sbatch.submit(merge, directory, "--dependency=afterok:" + array));
    out.println(
        "status: steerage slurm --spec %s --shards %d --folder %s --output %s --status"
            .formatted(
                ShellWord.of(spec.toString()),
                shards,
                ShellWord.of(job.folder().toString()),
                ShellWord.of(job.run().toString())));
  }
}
