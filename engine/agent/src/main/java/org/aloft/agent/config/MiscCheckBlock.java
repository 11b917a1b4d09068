package org.aloft.agent.config;

import java.time.Duration;

/**
 * {@code MISC_CHECK { … }}: the real server is up when a program ends with 0.
 *
 * @param script {@code misc_path}: the program and its arguments, and {@code user}
 * @param timeout {@code misc_timeout}: how long it may take; {@code delay_loop} when not said
 * @param dynamic whether an exit status of 2..255 is a success that makes the weight the status less 2
 * @param pace how often
 */
public record MiscCheckBlock(ScriptLine script, Duration timeout, boolean dynamic, CheckPace pace)
        implements PolledCheckBlock {
    @Override
    public String keyword() {
        return "MISC_CHECK";
    }
}
