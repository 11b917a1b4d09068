package org.aloft.topology.inventory;

import org.aloft.topology.problem.Position;

/**
 * Why a host is reached as it is: one thing that somebody wrote.
 *
 * @param what what was decided: {@code user}, {@code port}, {@code key}, …
 * @param value how, as it may be shown; of a password only that there is one
 * @param at where it stands
 * @param key the variable, or the option of ssh(1)
 */
public record Reason(String what, String value, Position at, String key) {}
