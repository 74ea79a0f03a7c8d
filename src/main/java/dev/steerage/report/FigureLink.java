package dev.steerage.report;

/**
 * A figure as a report refers to it.
 *
 * @param title what is shown of what
 * @param caption how to read it: units, n, marks
 * @param path of its file, relative to the report
 */
public record FigureLink(String title, String caption, String path) {}
