package org.aloft.agent.notify;

import java.time.Instant;

/**
 * One alert.
 *
 * @param at when that happened which it tells
 * @param subject one line
 * @param body text, with line breaks
 */
record Mail(Instant at, String subject, String body) {}
