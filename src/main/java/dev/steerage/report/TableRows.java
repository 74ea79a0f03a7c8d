package dev.steerage.report;

import tech.tablesaw.api.Table;

/**
 * The rows of a table, once for each kind of file.
 *
 * @param shown string columns with digits that are the same all down a column, for a terminal and
 *     the page
 * @param rounded the same columns with the digits that intervals support, for Markdown and LaTeX
 * @param exact for CSV: each number in a column of its own, not rounded
 */
public record TableRows(Table shown, Table rounded, Table exact) {
  /** Rows of which only texts are known. */
  static TableRows of(Table texts) {
    return new TableRows(texts, texts, texts);
  }
}
