package org.aloft.agent.balance;

import java.time.Instant;

/**
 * What is known of a real server.
 *
 * @param up whether all its checks are well
 * @param since when that became so
 * @param reason why it is so
 */
public record ServerState(boolean up, Instant since, String reason) {}
