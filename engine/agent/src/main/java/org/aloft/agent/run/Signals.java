package org.aloft.agent.run;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.aloft.agent.kernel.process.SignalDisposition;

/**
 * Turns signals of the operating system into calls. They run on a thread of the JVM, so they must be short.
 *
 * <p>A signal that was ignored when this program was started, as nohup(1) does with SIGHUP and a shell with SIGINT of
 * what it starts in the background, stays ignored for all that Java is asked to do with it. A daemon has to obey it
 * none the less.
 *
 * <p>The only way to SIGHUP is {@code sun.misc.Signal} of the module jdk.unsupported. It is reached by reflection since
 * naming it makes the compiler warn, which cannot be turned off and fails this build.
 */
final class Signals {
    private Signals() {}

    /**
     * Sets the reactions.
     *
     * @param reactions by the name of a signal without SIG
     */
    static void handle(Map<String, Runnable> reactions) {
        try {
            for (Map.Entry<String, Runnable> reaction : reactions.entrySet()) {
                handle(reaction.getKey(), reaction.getValue());
            }
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this Java runtime lacks the module jdk.unsupported; add it", missing);
        }
    }

    private static void handle(String name, Runnable reaction) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        reaction.run();
                        return null;
                    }
                    return switch (method.getName()) {
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> name;
                    };
                });
        Object named = signal.getConstructor(String.class).newInstance(name);
        Method handle = signal.getMethod("handle", signal, handler);
        Object before = handle.invoke(null, named, proxy);
        if (before == handler.getField("SIG_IGN").get(null)) {
            SignalDisposition.restoreDefault((int) signal.getMethod("getNumber").invoke(named));
            handle.invoke(null, named, proxy);
        }
    }
}
