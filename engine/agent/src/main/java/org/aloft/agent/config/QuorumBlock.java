package org.aloft.agent.config;

import java.util.Optional;

/**
 * When a virtual service has enough real servers, and who is notified.
 *
 * @param least {@code quorum}: the least sum of the weights of those that are up; 1 when not said
 * @param hysteresis by how much more it is gained, and by how much less it is lost; 0..least-1, 0 when not said
 * @param up {@code quorum_up}
 * @param down {@code quorum_down}
 * @param omega whether the daemon's end counts as a loss for those who are told
 * @param smtpAlert {@code smtp_alert}; empty when not said
 */
public record QuorumBlock(
        int least,
        int hysteresis,
        Optional<ScriptLine> up,
        Optional<ScriptLine> down,
        boolean omega,
        Optional<Boolean> smtpAlert) {}
