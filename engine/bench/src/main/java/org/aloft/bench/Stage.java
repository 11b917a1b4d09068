package org.aloft.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What every measurement is given.
 *
 * @param aloftd one program
 * @param keepalived the other
 * @param folder for files of daemons, in memory as /run is; removed at the end
 * @param bundle the archive that {@code aloftd} was unpacked from
 * @param rounds how often a failover is repeated
 * @param soak how long a soak lasts
 */
record Stage(
        Program.Aloftd aloftd, Program.Keepalived keepalived, Path folder, Path bundle, int rounds, Duration soak) {
    List<Program> both() {
        return List.of(aloftd, keepalived);
    }
}
