package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.TensorTree.Entries;
import dev.steerage.vector.TensorTree.Items;
import dev.steerage.vector.TensorTree.Leaf;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which direction is for which layer, by how a file arranges its tensors.
 *
 * <ul>
 *   <li>One tensor [n] or [1, n]: for any layer, and made for N where the file's name has the part
 *       {@code layer_N} (CAA, EasyEdit2).
 *   <li>Tensors by names that end in a number, such as {@code 13}, {@code layer_13}, {@code
 *       direction.13}: for the block of that number.
 *   <li>A list of tensors or one [layers, n]: as the {@link LayerIndexing} says, without which it
 *       is refused, since both are common and differ by one. Rows of zeros are no direction.
 * </ul>
 */
final class LayerRule {
  private static final Pattern KEY =
      Pattern.compile("(?:(?:.*[._])?(?:direction|layers?|blocks?|h)[._-]?)?(0|[1-9][0-9]{0,5})");
  private static final Pattern FILE_NAME =
      Pattern.compile("(?:.*[._-])?layer_(0|[1-9][0-9]{0,5})(?:[._-].*)?");

  private final Path file;
  private final Optional<LayerIndexing> indexing;

  /**
   * Directions and how their layers were understood.
   *
   * @param meaning a short phrase
   */
  record Layered(Directions directions, String meaning) {}

  LayerRule(Path file, Optional<LayerIndexing> indexing) {
    this.file = file;
    this.indexing = indexing;
  }

  /**
   * Gives each direction its layer.
   *
   * @throws InputException if the file does not say it, or a direction cannot be one
   */
  Layered apply(TensorTree tree) {
    if (tree instanceof Leaf leaf) {
      List<Integer> shape = leaf.tensor().shape();
      return shape.size() == 2 && shape.get(0) > 1
          ? counted(leaf.tensor().rows(), "a tensor of shape " + shape)
          : single(leaf.tensor(), "the tensor");
    }
    if (tree instanceof Items items) {
      if (SteeredHooks.isHookList(items)) {
        return new SteeredHooks(file).read(items);
      }
      return list(items);
    }
    if (tree instanceof Entries entries && !entries.entries().isEmpty()) {
      if (SteeredHooks.isHooks(entries)) {
        return new SteeredHooks(file).read(entries);
      }
      return named(entries);
    }
    throw InputException.in(file, "holds no tensor; save one direction, or one a layer");
  }

  private Layered single(Tensor tensor, String what) {
    float[] direction = DirectionCheck.row(file, what, tensor);
    Matcher name = FILE_NAME.matcher(InputFile.name(file));
    if (name.matches()) {
      int layer = Integer.parseInt(name.group(1));
      return new Layered(
          Directions.ofAnyLayer(direction, layer),
          "made for layer " + layer + ", by the file's name");
    }
    return new Layered(Directions.ofAnyLayer(direction), "the file names none");
  }

  private Layered list(Items items) {
    List<Tensor> tensors =
        items.items().stream().map(item -> tensor(item, "an element of its list")).toList();
    return tensors.size() == 1
        ? single(tensors.get(0), "the tensor")
        : counted(tensors, "a list of " + tensors.size() + " tensors");
  }

  private Layered counted(List<Tensor> rows, String what) {
    LayerIndexing rule =
        indexing.orElseThrow(
            () ->
                InputException.in(
                    file,
                    "holds %s, but not which index is which layer; convert it with steerage vector convert --indexing block-output or hidden-states"
                        .formatted(what)));
    Map<Integer, float[]> directions = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String name = "row " + i;
      int block = rule.block(i);
      if (block >= 0 && !DirectionCheck.isZero(rows.get(i))) {
        directions.put(block, DirectionCheck.row(file, name, rows.get(i)));
      }
    }
    return layered(directions, rule.meaning());
  }

  private Layered named(Entries entries) {
    if (entries.entries().size() == 1) {
      Map.Entry<String, TensorTree> only = entries.entries().entrySet().iterator().next();
      if (!KEY.matcher(only.getKey()).matches() && only.getValue() instanceof Leaf) {
        return apply(only.getValue());
      }
    }
    LayerIndexing rule = indexing.orElse(LayerIndexing.BLOCK_OUTPUT);
    Map<Integer, float[]> directions = new LinkedHashMap<>();
    entries
        .entries()
        .forEach(
            (name, tree) -> {
              int block = rule.block(number(name));
              String what = "'" + InputFile.shown(name) + "'";
              float[] direction = DirectionCheck.row(file, what, tensor(tree, what));
              if (block >= 0 && directions.put(block, direction) != null) {
                throw InputException.in(
                    file, what + " is not the only one for its layer; remove one");
              }
            });
    return layered(directions, rule.meaning().replace("index N", "name N"));
  }

  private int number(String name) {
    Matcher key = KEY.matcher(name);
    if (!key.matches()) {
      throw InputException.in(
          file,
          "'%s' names no layer; name each direction by its number, or layer_N"
              .formatted(InputFile.shown(name)));
    }
    return Integer.parseInt(key.group(1));
  }

  private Tensor tensor(TensorTree tree, String what) {
    if (tree instanceof Leaf leaf) {
      return leaf.tensor();
    }
    throw InputException.in(file, what + " is no tensor; save tensors by layer");
  }

  private Layered layered(Map<Integer, float[]> directions, String meaning) {
    if (directions.isEmpty()) {
      throw InputException.in(file, "holds no direction of a block; extract the vector again");
    }
    DirectionCheck.sameWidth(file, directions);
    return new Layered(Directions.ofLayers(directions), meaning);
  }
}
