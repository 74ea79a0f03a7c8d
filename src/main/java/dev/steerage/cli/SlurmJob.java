package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.ShellWord;
import dev.steerage.runlog.Shard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run as an array of Slurm's jobs, a shard each, and a job that merges them, as the texts of two
 * scripts.
 *
 * @param folder of the scripts, the shards' folders and what the jobs say; seen by all nodes
 * @param run the run folder to be
 * @param launcher {@code scripts/steerage} of the installation, seen by all nodes
 * @param shards number of tasks
 * @param needs what a task asks for
 */
record SlurmJob(Path folder, Path run, Path launcher, int shards, Needs needs) {
  static final String ARRAY = "array.sbatch";
  static final String MERGE = "merge.sbatch";

  /** Seconds before its time is over at which a task is told to stop; a batch must fit in. */
  private static final int NOTICE = 120;

  /**
   * What a task asks for; null for what the partition gives by itself.
   *
   * @param cpus of a task
   * @param gpus of a task, 0 for none
   * @param time in Slurm's form, such as 12:00:00
   * @param memory of a task, in Slurm's form, such as 64G
   * @param setup a file that each job reads first, such as one that loads modules
   */
  record Needs(
      int cpus,
      int gpus,
      @Nullable String time,
      @Nullable String memory,
      @Nullable String partition,
      @Nullable Path setup) {
    Needs {
      check("time", time, "[0-9:-]+");
      check("mem", memory, "[0-9]+[KMGT]?");
      check("partition", partition, "[A-Za-z0-9_.,-]+");
    }

    private static void check(String option, @Nullable String text, String form) {
      if (text != null && !text.matches(form)) {
        throw new InputException(
            "--%s %s is not in Slurm's form; see man sbatch".formatted(option, ShellWord.of(text)));
      }
    }
  }

  SlurmJob {
    for (Path path : List.of(folder, run, launcher)) {
      if (path.toString().matches("(?s).*[\\r\\n\"\\\\%].*")) {
        throw new InputException(
            path + ": has a sign that sbatch cannot read in a path; name another folder");
      }
    }
  }

  /** Where a shard, from 1, is computed. */
  Path shard(int index) {
    return folder.resolve("shard-" + index + "-of-" + shards);
  }

  /** The script of the array. */
  String array() {
    List<String> lines = head("steerage", "%a.log");
    lines.add("#SBATCH --array=1-" + shards);
    lines.add("# A task that is preempted, or whose node fails, is queued again and goes on.");
    lines.add("#SBATCH --requeue");
    lines.add(
        "# The shell is told so many seconds before the time is over, so that the batch in hand is finished.");
    lines.add("#SBATCH --signal=B:USR1@" + NOTICE);
    resources(lines, needs.cpus());
    if (needs.gpus() > 0) {
      lines.add("#SBATCH --gpus-per-task=" + needs.gpus());
    }
    option(lines, "time", needs.time());
    option(lines, "mem", needs.memory());
    lines.addAll(
        List.of(
            "",
            "# Each task computes its shard into a folder of its own; given again, it goes on where it was.",
            "set -u"));
    setup(lines);
    lines.add("folder=" + ShellWord.of(folder.toString()));
    lines.add("steerage=" + ShellWord.of(launcher.toString()));
    lines.add("shard=$SLURM_ARRAY_TASK_ID");
    lines.addAll(
        """

        "$steerage" evaluate --spec "$folder/spec.yaml" --shard "$shard/%1$d" \\
          --output "$folder/shard-$shard-of-%1$d" &
        steerage_pid=$!
        over=
        # Both end the batch in hand and keep what is complete; only the end of the time asks for more of it.
        trap 'over=yes; kill -TERM "$steerage_pid" 2>/dev/null' USR1
        trap 'kill -TERM "$steerage_pid" 2>/dev/null' TERM INT
        # a signal ends the waiting before it ends the process
        wait "$steerage_pid"
        code=$?
        while kill -0 "$steerage_pid" 2>/dev/null; do
          wait "$steerage_pid"
          code=$?
        done
        if [ "$over" ] && [ "$code" -ne 0 ]; then
          echo "the time is over: shard $shard is queued again and goes on from there"
          scontrol requeue "$SLURM_JOB_ID"
        fi
        exit "$code"
        """
            .formatted(shards)
            .lines()
            .toList());
    return String.join("\n", lines) + "\n";
  }

  /** The script of the merge. */
  String merge() {
    List<String> lines = head("steerage-merge", "merge.log");
    resources(lines, 1);
    lines.addAll(
        List.of(
            "",
            "# Makes one run of all shards, with its scores, metrics and report; nothing where one is missing, which it names.",
            "set -u"));
    setup(lines);
    lines.add("folder=" + ShellWord.of(folder.toString()));
    lines.add("steerage=" + ShellWord.of(launcher.toString()));
    lines.add("run=" + ShellWord.of(run.toString()));
    lines.add("");
    lines.add("exec \"$steerage\" merge \"$folder\"/shard-*-of-" + shards + " --output \"$run\"");
    return String.join("\n", lines) + "\n";
  }

  private List<String> head(String name, String log) {
    return new ArrayList<>(
        List.of(
            "#!/bin/bash",
            "# Made by steerage slurm; given again, it is written anew.",
            "# By hand, in this folder: sbatch --dependency=afterok:$(sbatch --parsable "
                + ARRAY
                + ") "
                + MERGE,
            "#SBATCH --job-name=" + name,
            "# what is said is added to, also by a task that is queued again",
            "#SBATCH --open-mode=append",
            "#SBATCH --output=\"" + folder.resolve("logs") + "/" + log + "\"",
            "#SBATCH --ntasks=1"));
  }

  private void resources(List<String> lines, int cpus) {
    lines.add(String.format(Locale.ROOT, "#SBATCH --cpus-per-task=%d", cpus));
    option(lines, "partition", needs.partition());
  }

  private static void option(List<String> lines, String name, @Nullable String value) {
    if (value != null) {
      lines.add("#SBATCH --" + name + "=" + value);
    }
  }

  private void setup(List<String> lines) {
    Path setup = needs.setup();
    if (setup != null) {
      lines.add("# what the node needs first");
      lines.add(". " + ShellWord.of(setup.toString()) + " || exit");
    }
  }

  /** The shard of each task. */
  List<Shard> parts() {
    List<Shard> parts = new ArrayList<>();
    for (int i = 1; i <= shards; i++) {
      parts.add(new Shard(i, shards));
    }
    return parts;
  }
}
