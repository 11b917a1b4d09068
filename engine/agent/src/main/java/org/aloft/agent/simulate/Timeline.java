package org.aloft.agent.simulate;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is done in one run, and when all must be well. Times are nanoseconds after its start.
 *
 * @param moves in their order
 * @param event from when on it is measured who holds what
 * @param checks when the properties must have held for {@code quiet}
 * @param quiet how long nothing may move before a check
 * @param returns the host that must be back at the end
 * @param end of the run
 */
record Timeline(List<Move> moves, long event, List<Long> checks, long quiet, OptionalInt returns, long end) {
    /** With fewer moves. */
    Timeline with(List<Move> fewer) {
        return new Timeline(fewer, event, checks, quiet, returns, end);
    }

    /** Whether this is how the host that must be back comes back. */
    boolean isReturn(Move move) {
        return move.at() == event && move instanceof Move.Start;
    }

    /** What is done up to one of the checks, which is the last one then. */
    Timeline until(long check) {
        return new Timeline(
                moves.stream().filter(move -> move.at() <= check).toList(),
                event,
                checks.stream().filter(one -> one <= check).toList(),
                quiet,
                check == end ? returns : OptionalInt.empty(),
                check);
    }
}
