package org.aloft.agent.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.aloft.agent.command.CommandLine.UsageException;

/**
 * Arguments one by one, in every notation: {@code -f FILE}, {@code -fFILE}, {@code --use-file FILE}, {@code
 * --use-file=FILE}, {@code -nlD}.
 */
final class OptionWords {
    private final Deque<String> rest;
    private final Set<String> withValue;
    private final Set<String> withOptionalValue;
    private String option = "";
    private boolean valueGlued;

    /**
     * As getopt_long(3) takes them apart.
     *
     * @param withValue short options that take a value, such as {@code -f}
     * @param withOptionalValue short options whose value, if there is one, stands in the same word, such as {@code -g}
     */
    OptionWords(List<String> arguments, Set<String> withValue, Set<String> withOptionalValue) {
        this.rest = new ArrayDeque<>(arguments);
        this.withValue = withValue;
        this.withOptionalValue = withOptionalValue;
    }

    boolean hasNext() throws UsageException {
        if (valueGlued) {
            throw new UsageException(option + " takes no value: " + option + "=" + rest.peek());
        }
        return !rest.isEmpty();
    }

    /** The next option or word. */
    String next() {
        option = rest.removeFirst();
        int equals = option.indexOf('=');
        if (option.startsWith("--") && equals > 0) {
            rest.addFirst(option.substring(equals + 1));
            option = option.substring(0, equals);
            valueGlued = true;
        } else if (option.matches("-[A-Za-z].+")) {
            String first = option.substring(0, 2);
            valueGlued = withOptionalValue.contains(first);
            boolean isValue = valueGlued || withValue.contains(first);
            rest.addFirst(isValue ? option.substring(2) : "-" + option.substring(2));
            option = first;
        }
        return option;
    }

    /** The value of the option that came last. */
    String value() throws UsageException {
        if (rest.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        valueGlued = false;
        return rest.removeFirst();
    }

    /** The same, if it stands in the option's own word; empty text otherwise. */
    String gluedValue() {
        if (!valueGlued) {
            return "";
        }
        valueGlued = false;
        return rest.removeFirst();
    }
}
