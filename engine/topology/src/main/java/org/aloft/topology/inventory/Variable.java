package org.aloft.topology.inventory;

import org.aloft.topology.problem.Position;

/**
 * An inventory variable's value and where it was set.
 *
 * @param value String, Integer, Long, Double, Boolean, List, Map, or null
 * @param at the value's place, or the file's
 */
record Variable(Object value, Position at) {
    /** As Ansible would print it: {@code True}, not {@code true}. */
    String text() {
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        return value == null ? "" : value.toString();
    }
}
