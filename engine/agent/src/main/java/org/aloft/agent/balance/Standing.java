package org.aloft.agent.balance;

/**
 * Where a real server stands, checks and drain taken together.
 *
 * @param up whether all its checks are well
 * @param weight what it weighs while it is up: as configured, and as its checks and a drain change it
 * @param drained whether it was drained to the end and stays out of the table
 */
public record Standing(boolean up, int weight, boolean drained) {
    /** What it adds to the quorum. */
    int liveWeight() {
        return up && !drained ? weight : 0;
    }
}
