package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.evaluation.FactorRange;
import dev.steerage.evaluation.LayerRange;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers and ranges as values of options. */
final class RangeConverter {
  private RangeConverter() {}

  static final class Layers implements ITypeConverter<LayerRange> {
    @Override
    public LayerRange convert(String text) {
      return converted(text, LayerRange::parse);
    }
  }

  static final class Factors implements ITypeConverter<FactorRange> {
    @Override
    public FactorRange convert(String text) {
      return converted(text, FactorRange::parse);
    }
  }

  /** Picocli puts the option's name before the message of this exception alone. */
  private static <T> T converted(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (InputException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
