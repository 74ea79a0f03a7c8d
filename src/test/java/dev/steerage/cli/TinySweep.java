package dev.steerage.cli;

import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A sweep over two small models, one the other's reference, whose cells are there one by one.
 *
 * @param folder for its inputs
 */
record TinySweep(Path folder) {
  /** Files below tokens/, and as many below neutral/. */
  static final int CELLS = 10;

  /** Its command line; inputs are made where they are missing. */
  List<String> into(Path output) throws IOException {
    Path model = folder.resolve("tiny.gguf");
    Path other = folder.resolve("other.gguf");
    Path vector = folder.resolve("v.gguf");
    if (!Files.exists(model)) {
      TinyModel.of(Path.of(Demo.MODEL)).layers(3).write(model);
      TinyModel.of(Path.of(Demo.MODEL)).layers(3).seed(5).write(other);
      float[] direction = new float[64];
      for (int i = 0; i < direction.length; i++) {
        direction[i] = (i * 7 % 11 - 5) / 8f;
      }
      ControlVectorWriter.write(vector, "llama", new TreeMap<>(Map.of(1, direction, 2, direction)));
      Demo.pairs(folder, "myopia", 4);
    }
    // residual norms come with the first of a killed run, and are kept for the last
    return List.of(
        "evaluate",
        "--output=" + output,
        "--model=" + model + "," + other,
        "--behavior=" + folder.resolve("myopia.jsonl"),
        "--vector=" + vector,
        "--layer=1..2",
        "--coefficient=-0.4,0.4",
        "--scale=residual",
        "--reference-rows=disk",
        "--neutral=models/demo/neutral.txt",
        "--neutral-context=16",
        "--neutral-chunks=2",
        "--threads=1",
        "--figure-width=60");
  }

  /** Runs it in this process. */
  CommandRun run(Path output) throws IOException {
    return CommandRun.of(into(output).toArray(String[]::new));
  }

  /** Files of complete cells, and of what is complete on the neutral text. */
  static List<Path> cells(Path run) throws IOException {
    try (Stream<Path> tokens = walk(run.resolve("tokens"));
        Stream<Path> neutral = walk(run.resolve("neutral"))) {
      return Stream.concat(tokens, neutral)
          .filter(file -> file.toString().endsWith(".csv"))
          .toList();
    }
  }

  /** While another process writes there, files go under a walk's feet: folders are listed. */
  private static Stream<Path> walk(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.of(folder);
    }
    List<Path> entries;
    try (Stream<Path> listed = Files.list(folder)) {
      entries = listed.toList();
    }
    Stream<Path> all = Stream.empty();
    for (Path entry : entries) {
      all = Stream.concat(all, walk(entry));
    }
    return all;
  }
}
