package org.aloft.agent.balance;

import java.time.Duration;
import org.aloft.agent.check.RealServerKey;

/**
 * How far the drain of one real server is. Its text is a line for the operator.
 *
 * @param server which
 * @param phase where it stands
 * @param left its connections
 * @param elapsed since the drain began
 */
public record DrainProgress(RealServerKey server, DrainPhase phase, ConnectionCount left, Duration elapsed) {
    @Override
    public String toString() {
        return switch (phase) {
            case DRAINING -> server + ": " + left + " after " + elapsed.toSeconds() + " s";
            case DRAINED -> server + ": drained after " + elapsed.toSeconds() + " s";
        };
    }
}
