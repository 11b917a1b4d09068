package org.aloft.topology.inventory;

import org.aloft.topology.problem.Position;

/**
 * An inventory variable's value and where it was set.
 *
 * @param value String, Unsafe, Encrypted, Octal, Integer, Long, Double, Boolean, List, Map, or null
 * @param at the value's place, or the file's
 * @param secret whether it stood in a file that is encrypted as a whole
 */
record Variable(Object value, Position at, boolean secret) {
    /** One that is no secret by where it stands. */
    Variable(Object value, Position at) {
        this(value, at, false);
    }

    /** As Ansible would print it: {@code True}, not {@code true}. An encrypted one is hidden. */
    String text() {
        return text(value);
    }

    /** As Ansible would print the value. */
    static String text(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        return value == null ? "" : value.toString();
    }

    @Override
    public String toString() {
        return "Variable[" + at + "]"; // the value may be a secret
    }
}
