package dev.steerage.vector;

import dev.steerage.vector.PickleValue.Dict;
import dev.steerage.vector.PickleValue.Global;
import dev.steerage.vector.PickleValue.None;
import dev.steerage.vector.PickleValue.Scalar;
import dev.steerage.vector.PickleValue.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the opcodes that {@code torch.save} writes for tensors (Python's {@code pickletools},
 * protocol 2). Nothing is executed: a name is a string here, and only those of {@link TensorCall}
 * are taken.
 */
final class TensorPickle {
  private static final int HIGHEST_PROTOCOL = 2;

  private final PickleInput in;
  private final Deque<List<PickleValue>> marked = new ArrayDeque<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private List<PickleValue> stack = new ArrayList<>();

  private TensorPickle(byte[] pickle) {
    this.in = new PickleInput(pickle);
  }

  /**
   * The object that a pickle describes.
   *
   * @throws PickleException if it is cut short or refused
   */
  static PickleValue read(byte[] pickle) throws PickleException {
    TensorPickle reader = new TensorPickle(pickle);
    for (int opcode = reader.in.unsignedByte(); opcode != '.'; opcode = reader.in.unsignedByte()) {
      if (!reader.pushScalar(opcode) && !reader.pushContainer(opcode) && !reader.act(opcode)) {
        throw new PickleException("refused: it uses the pickle opcode 0x%02x".formatted(opcode));
      }
    }
    return reader.pop();
  }

  private boolean pushScalar(int opcode) throws PickleException {
    switch (opcode) {
      case 'N' -> push(new None());
      case 0x88 -> push(new Scalar(true));
      case 0x89 -> push(new Scalar(false));
      case 'K' -> push(new Scalar((long) in.unsignedByte()));
      case 'M' -> push(new Scalar((long) in.unsignedShort()));
      case 'J' -> push(new Scalar((long) in.int32()));
      case 0x8a -> push(new Scalar(in.countedLong()));
      case 'G' -> push(new Scalar(in.bigEndianDouble()));
      case 'X' -> push(new Scalar(in.countedText()));
      case 'c' -> push(new Global(TensorCall.checked(in.line() + " " + in.line())));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean pushContainer(int opcode) throws PickleException {
    switch (opcode) {
      case ')', ']' -> push(new Sequence());
      case '}' -> push(new Dict());
      case 't' -> push(sequence(popToMark()));
      case 0x85 -> push(sequence(popLast(1)));
      case 0x86 -> push(sequence(popLast(2)));
      case 0x87 -> push(sequence(popLast(3)));
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case 's' -> putAll(popLast(2));
      case 'u' -> putAll(popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean act(int opcode) throws PickleException {
    switch (opcode) {
      case 0x80 -> checkProtocol(in.unsignedByte());
      case '(' -> {
        marked.push(stack);
        stack = new ArrayList<>();
      }
      case 'q' -> memo.put(in.unsignedByte(), top());
      case 'r' -> memo.put(in.int32(), top());
      case 'h' -> push(remembered(in.unsignedByte()));
      case 'j' -> push(remembered(in.int32()));
      case 'Q' -> push(TensorCall.storage(pop()));
      case 'R' -> {
        PickleValue arguments = pop();
        push(TensorCall.call(pop(), arguments));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void checkProtocol(int protocol) throws PickleException {
    if (protocol > HIGHEST_PROTOCOL) {
      throw new PickleException(
          "uses pickle protocol " + protocol + "; save it with torch.save's own protocol, 2");
    }
  }

  private static Sequence sequence(List<PickleValue> items) {
    Sequence sequence = new Sequence();
    sequence.items.addAll(items);
    return sequence;
  }

  private void append(List<PickleValue> items) throws PickleException {
    if (!(top() instanceof Sequence sequence)) {
      throw in.broken();
    }
    sequence.items.addAll(items);
  }

  private void putAll(List<PickleValue> keysAndValues) throws PickleException {
    if (!(top() instanceof Dict dict) || keysAndValues.size() % 2 != 0) {
      throw in.broken();
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      dict.keys.add(keysAndValues.get(i));
      dict.values.add(keysAndValues.get(i + 1));
    }
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  private PickleValue top() throws PickleException {
    if (stack.isEmpty()) {
      throw in.broken();
    }
    return stack.get(stack.size() - 1);
  }

  private PickleValue pop() throws PickleException {
    PickleValue value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private List<PickleValue> popLast(int count) throws PickleException {
    if (stack.size() < count) {
      throw in.broken();
    }
    List<PickleValue> tail = stack.subList(stack.size() - count, stack.size());
    List<PickleValue> items = List.copyOf(tail);
    tail.clear();
    return items;
  }

  private List<PickleValue> popToMark() throws PickleException {
    if (marked.isEmpty()) {
      throw in.broken();
    }
    List<PickleValue> items = stack;
    stack = marked.pop();
    return items;
  }

  private PickleValue remembered(int index) throws PickleException {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw in.broken();
    }
    return value;
  }
}
