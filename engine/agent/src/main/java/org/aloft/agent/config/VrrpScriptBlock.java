package org.aloft.agent.config;

import java.time.Duration;

/**
 * One {@code vrrp_script}.
 *
 * <pre>
 * vrrp_script haproxy_answers {
 *     script "/usr/local/bin/check-haproxy --quick"
 *     interval 2
 *     weight -20
 * }
 * </pre>
 *
 * @param name the word after the keyword
 * @param script what is run; exit status 0 is a success
 * @param interval between starts, at least 1 s; keepalived's default is 1 s
 * @param timeout how long a run may take before it counts as failed; the interval when not said
 * @param rise successes in a row until it is up, at least 1
 * @param fall failures in a row until it is down, at least 1
 * @param weight the default for those who track it; 0 when not said
 * @param startsDown {@code init_fail}: down until it has succeeded; otherwise the first run decides
 */
public record VrrpScriptBlock(
        String name,
        ScriptLine script,
        Duration interval,
        Duration timeout,
        int rise,
        int fall,
        TrackWeight weight,
        boolean startsDown) {}
