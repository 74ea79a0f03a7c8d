package dev.steerage.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SIGINT and SIGTERM in the program's own hand for a while. Java has no public interface for it;
 * its class {@code sun.misc.Signal}, which every JDK has, is called by name, since the compiler
 * warns of it however it is asked not to. A signal that the process was started to ignore, as a
 * shell does with SIGINT for what runs in the background, stays ignored.
 */
final class Signals implements AutoCloseable {
  private static final List<String> NAMES = List.of("INT", "TERM");

  private final Listener listener;
  private final List<Runnable> restorers = new ArrayList<>();

  /** Hears of signals, on a thread of their own. */
  interface Listener {
    /**
     * A signal has come.
     *
     * @param number 2 for SIGINT
     * @param usual what Java does with it: it ends the process, with exit code 128 + number
     */
    void received(int number, Runnable usual);
  }

  /** Takes both signals, until closed. */
  Signals(Listener listener) {
    this.listener = listener;
    NAMES.forEach(this::take);
  }

  private void take(String name) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object signal = type.getConstructor(String.class).newInstance(name);
      int number = (int) type.getMethod("getNumber").invoke(signal);
      Method handle = type.getMethod("handle", type, handlerType);
      Usual usual = new Usual(handlerType.getMethod("handle", type), signal);
      InvocationHandler ours =
          (proxy, method, arguments) -> {
            if (method.getDeclaringClass().equals(Object.class)) {
              return method.invoke(listener, arguments);
            }
            listener.received(number, usual::run);
            return null;
          };
      Object handler =
          Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, ours);
      Object before = handle.invoke(null, signal, handler);
      usual.handler = before;
      restorers.add(() -> invoke(handle, null, signal, before));
    } catch (ReflectiveOperationException e) {
      // without that class, or with signals left alone (-Xrs), Java does with them what it does
      return;
    }
  }

  /** Java's own way with a signal. */
  private static final class Usual {
    private final Method method;
    private final Object signal;
    private volatile @Nullable Object handler;

    Usual(Method method, Object signal) {
      this.method = method;
      this.signal = signal;
    }

    void run() {
      invoke(method, handler, signal);
    }
  }

  private static void invoke(Method method, @Nullable Object on, Object... arguments) {
    try {
      method.invoke(on, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("every JDK can do it", e);
    }
  }

  @Override
  public void close() {
    restorers.forEach(Runnable::run);
    restorers.clear();
  }
}
