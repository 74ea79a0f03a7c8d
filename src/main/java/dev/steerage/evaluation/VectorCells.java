package dev.steerage.evaluation;

import dev.steerage.evaluation.InterventionSpec.SteeringSpec;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The conditions of a vector: its layers × coefficients, and its random directions.
 *
 * @param name of the intervention
 * @param layers never empty
 */
record VectorCells(
    String name,
    VectorSource vector,
    List<Integer> layers,
    List<Double> coefficients,
    VectorUse use) {

  static VectorCells of(SteeringSpec spec, String name, VectorSource vector, List<Integer> layers) {
    return new VectorCells(name, vector, layers, spec.coefficients(), spec.use());
  }

  /** Those of a model on a behavior. */
  List<Cell> cells(String model, String behavior) {
    List<Cell> cells = new ArrayList<>();
    for (int layer : layers) {
      for (double coefficient : coefficients) {
        cells.add(cell(model, behavior, new Steering(vector, layer, coefficient, use, 0)));
      }
    }
    cells.addAll(randomCells(model, behavior));
    return cells;
  }

  /** Behind all of the vector's own; beside a coefficient of 0 they would be the baseline. */
  private List<Cell> randomCells(String model, String behavior) {
    List<Cell> cells = new ArrayList<>();
    RandomDirections random = use.random();
    for (int layer : layers) {
      for (double coefficient : coefficients) {
        for (int k = 1; random != null && coefficient != 0 && k <= random.count(); k++) {
          cells.add(cell(model, behavior, new Steering(vector, layer, coefficient, use, k)));
        }
      }
    }
    return cells;
  }

  private Cell cell(String model, String behavior, Steering steering) {
    String named =
        steering.random() == 0 ? name : Condition.randomDirection(steering.random(), name);
    return cell(model, behavior, named, steering);
  }

  /** One with a vector, at another coefficient. */
  static Cell at(Cell cell, double coefficient) {
    Condition c = cell.condition();
    Steering asked = Objects.requireNonNull(cell.setting().steering());
    return cell(
        c.model(),
        c.behavior(),
        c.intervention(),
        new Steering(asked.source(), asked.layer(), coefficient, asked.use(), asked.random()));
  }

  private static Cell cell(String model, String behavior, String named, Steering steering) {
    String condition =
        "%s-layer%d-coefficient%s"
            .formatted(named, steering.layer(), Intervention.text(steering.coefficient()));
    return new Cell(
        new Condition(model, behavior, condition, named, steering.layer(), steering.coefficient()),
        Setting.of(steering));
  }
}
