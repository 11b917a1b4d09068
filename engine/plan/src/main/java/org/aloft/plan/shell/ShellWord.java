package org.aloft.plan.shell;

/** A value as one word of a POSIX shell. The only place of Aloft where values are quoted for scripts. */
public final class ShellWord {
    private ShellWord() {}

    /**
     * The value as one word, whatever it holds: quotes, newlines, {@code $(…)}, a leading dash. POSIX XCU 2.2.2:
     * between single quotes every character but the single quote stands for itself.
     *
     * @throws IllegalArgumentException when the value holds a NUL, which no shell can carry
     */
    public static String quote(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a shell word cannot hold a NUL character");
        }
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
