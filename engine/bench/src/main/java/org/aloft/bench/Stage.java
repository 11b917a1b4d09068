package org.aloft.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What a measurement works with.
 *
 * @param aloftd one program
 * @param keepalived the other
 * @param folder for files of daemons, in memory as /run is; removed at the end
 * @param bundle the archive that {@code aloftd} was unpacked from
 * @param rounds how often a failover is repeated; what takes a minute is repeated as often as the programs take turns
 * @param soak how long a soak lasts
 */
record Stage(
        Program.Aloftd aloftd, Program.Keepalived keepalived, Path folder, Path bundle, int rounds, Duration soak) {
    /** Rounds of a turn. The programs take turns, so that a machine that gets slower does so for both. */
    static final int TURN = 2;

    List<Program> both() {
        return List.of(aloftd, keepalived);
    }

    /**
     * Lets the programs take turns.
     *
     * @param turn given the program and the number of its first round, from 0: the results of that turn
     * @return of aloftd and of keepalived, in that order
     */
    <T> List<List<T>> byTurns(BiFunction<Program, Integer, List<T>> turn) {
        List<List<T>> results = List.of(new ArrayList<>(), new ArrayList<>());
        for (int first = 0; first < rounds; first += TURN) {
            for (int index = 0; index < results.size(); index++) {
                results.get(index).addAll(turn.apply(both().get(index), first));
            }
        }
        return results;
    }
}
