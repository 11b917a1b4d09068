package org.aloft.agent.track;

import org.aloft.agent.config.TrackProcessBlock;
import org.aloft.agent.kernel.Deadline;

/**
 * Whether there are enough processes, and not too many, for long enough. Times are nanoseconds of one monotonic clock.
 * Pure; confined to one thread.
 */
final class ProcessQuorum {
    private final TrackProcessBlock block;
    private boolean known;
    private boolean up;
    private int count;
    private long changeAt = Deadline.NEVER;

    ProcessQuorum(TrackProcessBlock block) {
        this.block = block;
    }

    /** The number of processes that match now; the first one counts at once. */
    void counted(int processes, long now) {
        count = processes;
        if (!known) {
            known = true;
            up = isEnough();
            return;
        }
        if (isEnough() == up) {
            changeAt = Deadline.NEVER;
        } else if (changeAt == Deadline.NEVER) {
            changeAt = now + (up ? block.terminateDelay() : block.forkDelay()).toNanos();
        }
        turn(now);
    }

    private boolean isEnough() {
        return count >= block.quorum() && count <= block.quorumMax();
    }

    /** When {@link #turn} has something to do, or {@link Deadline#NEVER}. */
    long deadline() {
        return changeAt;
    }

    void turn(long now) {
        if (Deadline.isDue(changeAt, now)) {
            changeAt = Deadline.NEVER;
            up = isEnough();
        }
    }

    Reading reading() {
        if (!known) {
            return new Reading.Pending("processes have not been counted");
        }
        String reason = count + (count == 1 ? " process" : " processes") + ", wanted " + wanted();
        return up ? new Reading.Up(reason) : new Reading.Down(reason);
    }

    private String wanted() {
        return block.quorumMax() == Integer.MAX_VALUE
                ? block.quorum() + " or more"
                : block.quorum() + ".." + block.quorumMax();
    }
}
