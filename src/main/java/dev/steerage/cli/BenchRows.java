package dev.steerage.cli;

import dev.steerage.ProgramVersion;
import dev.steerage.evaluation.BenchResult;
import dev.steerage.evaluation.BenchResult.Kind;
import dev.steerage.evaluation.BenchSpec;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.Spread;
import dev.steerage.evaluation.Stage;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Measured speeds with all digits: a row a model and kind of pass, each with all there is to it.
 */
final class BenchRows {
  private final Map<String, Column<?>> columns = new LinkedHashMap<>();

  private BenchRows() {}

  static Table of(BenchSpec spec, List<BenchResult> results) {
    BenchRows rows = new BenchRows();
    for (BenchResult result : results) {
      for (Kind kind : Kind.values()) {
        rows.text("model", result.subject().name());
        rows.text("pass", kind.name().toLowerCase(Locale.ROOT));
        rows.spread("tokens_per_second", result.speed(kind));
        rows.spread("scored_per_second", result.scoringSpeed(kind));
        rows.spread("llama_tokens_per_second", result.llamaSpeed());
        rows.spread("ratio", result.ratio(kind));
        rows.number("undisturbed_ratio", result.undisturbedRatio(kind));
        for (Stage stage : Stage.values()) {
          rows.number(
              stage.name().toLowerCase(Locale.ROOT) + "_seconds",
              result.seconds(kind, stage).median());
        }
        rows.number("llama_seconds", result.llamaSeconds().median());
        rows.addResult(result);
        rows.addEngine(spec.engine(), result.work().batchTokens());
      }
    }
    return Table.create(rows.columns.values());
  }

  private void addResult(BenchResult result) {
    count("repetitions", result.repetitions().size());
    count("pairs", result.work().pairs());
    count("text_tokens", result.work().textTokens());
    count("tokens", result.work().tokens());
    count("rows", result.work().rows());
    count("scored", result.work().scored());
    count("batches", result.work().batches());
    count("layer", result.work().layer());
    number("read_seconds", result.start().read());
    number("load_seconds", result.start().load());
    number("first_score_seconds", result.start().firstScore().orElse(Double.NaN));
    number(
        "peak_bytes", result.peakBytes().isEmpty() ? Double.NaN : result.peakBytes().getAsLong());
    text("type", result.subject().type());
    count("parameters", result.subject().parameters());
    count("weight_bytes", result.subject().bytes());
  }

  private void addEngine(EngineSpec engine, int batchTokens) {
    count("threads", engine.threads());
    count("batch_tokens", batchTokens);
    text("kv_type", kvType(engine));
    column("flash_attention", BooleanColumn.create("flash_attention"))
        .append(engine.flashAttention());
    text("gpu_layers", gpuLayers(engine));
    text("devices", String.join("; ", devices()));
    text("system", LlamaLibrary.systemInfo());
    text("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    text("java", System.getProperty("java.version"));
    count("cores", Runtime.getRuntime().availableProcessors());
    text("program", "steerage " + ProgramVersion.text());
    text("llama_cpp", LlamaLibrary.version());
  }

  private void spread(String name, Spread spread) {
    number(name, spread.median());
    number(name + "_low", spread.low());
    number(name + "_high", spread.high());
  }

  private void text(String name, String value) {
    column(name, StringColumn.create(name)).append(value);
  }

  private void number(String name, double value) {
    column(name, DoubleColumn.create(name)).append(value);
  }

  private void count(String name, long value) {
    column(name, LongColumn.create(name)).append(value);
  }

  /** The column of a name; {@code fresh} becomes that where there is none. */
  @SuppressWarnings("unchecked") // a name is always used for one kind of value
  private <C extends Column<?>> C column(String name, C fresh) {
    return (C) columns.computeIfAbsent(name, any -> fresh);
  }

  /** As options have it. */
  static String kvType(EngineSpec engine) {
    return engine.kvType().name().toLowerCase(Locale.ROOT);
  }

  /** As options have it. */
  static String gpuLayers(EngineSpec engine) {
    return engine.gpuLayers() == LlamaModel.Options.ALL_LAYERS
        ? "all"
        : Integer.toString(engine.gpuLayers());
  }

  /** What llama.cpp says of each device. */
  static List<String> devices() {
    return LlamaLibrary.devices().stream().map(d -> d.description().strip()).toList();
  }
}
