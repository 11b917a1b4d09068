package org.aloft.agent.command;

import java.util.List;
import java.util.Optional;

/**
 * An option of keepalived(8) that aloftd does not have.
 *
 * @param names the long one last
 * @param value whether it has one
 * @param refused whether passing it over would do harm
 * @param explanation why it may be passed over, or what to do instead
 */
record KeepalivedOption(List<String> names, Value value, boolean refused, String explanation) {
    /** As getopt_long(3) has it. */
    enum Value {
        /** Never. */
        NONE,
        /** In the same word, or else in the next. */
        NEEDED,
        /** Only in the same word: {@code -gFILE}, {@code --log-file=FILE}. */
        OPTIONAL
    }

    private static final String LOG = "aloftd logs everything to standard error, which systemd keeps in its journal";
    private static final String PID = "aloftd writes no files with process numbers; systemctl reload aloftd, or"
            + " kill -HUP $(systemctl show -p MainPID --value aloftd), finds it";
    private static final String SNMP =
            "aloftd has no SNMP agent; the same figures stand in its metrics and in aloftd status";
    private static final String CORE = "a JVM writes its own report of a crash";
    private static final String DEBUG = "it debugs keepalived's own code";

    /** In the order of keepalived(8). */
    static final List<KeepalivedOption> ALL = List.of(
            note("without a bfd_instance aloftd speaks no BFD anyway", "-B", "--no_bfd"),
            note("aloftd always runs all that the file asks for", "--all"),
            note(LOG, "-l", "--log-console"),
            note(LOG, "-D", "--log-detail"),
            noteWithValue(LOG, "-S", "--log-facility"),
            note(LOG, "-g", "--log-file").withOptionalValue(),
            note(LOG, "--flush-log-file"),
            note(LOG, "-G", "--no-syslog"),
            note("aloftd always gives its VIPs back when it stops", "-X", "--release-vips"),
            refused(
                    "aloftd always gives its VIPs back when it stops; leave the option out",
                    "-V",
                    "--dont-release-vrrp"),
            refused(
                    "aloftd always removes its IPVS entries when it stops; leave the option out",
                    "-I",
                    "--dont-release-ipvs"),
            note("aloftd has no child processes", "-R", "--dont-respawn"),
            note("aloftd always stays in the foreground", "-n", "--dont-fork"),
            note("aloftd status says what is in force", "-d", "--dump-conf"),
            noteWithValue(PID, "-p", "--pid"),
            noteWithValue(PID, "-r", "--vrrp_pid"),
            noteWithValue(PID, "-c", "--checkers_pid"),
            noteWithValue(PID, "-b", "--bfd_pid"),
            note("aloftd logs every VIP that appears or disappears", "-a", "--address-monitoring"),
            note(SNMP, "-x", "--snmp"),
            noteWithValue(SNMP, "-A", "--snmp-agent-socket"),
            noteWithValue("files of aloftd have fixed modes that let no other user write", "-u", "--umask"),
            note(CORE, "-m", "--core-dump"),
            note(CORE, "-M", "--core-dump-pattern").withOptionalValue(),
            refused(
                    "RELOAD is HUP and STOP is TERM; instead of the files that keepalived writes at the others there are"
                            + " aloftd explain, aloftd status and its metrics",
                    "--signum"),
            note(DEBUG, "--perf").withOptionalValue(),
            note(DEBUG, "--debug").withOptionalValue(),
            note(DEBUG, "--no-mem-check"));

    private static KeepalivedOption note(String explanation, String... names) {
        return new KeepalivedOption(List.of(names), Value.NONE, false, explanation);
    }

    private static KeepalivedOption noteWithValue(String explanation, String... names) {
        return new KeepalivedOption(List.of(names), Value.NEEDED, false, explanation);
    }

    private static KeepalivedOption refused(String explanation, String... names) {
        return new KeepalivedOption(List.of(names), Value.NONE, true, explanation);
    }

    private KeepalivedOption withOptionalValue() {
        return new KeepalivedOption(names, Value.OPTIONAL, refused, explanation);
    }

    static Optional<KeepalivedOption> named(String name) {
        return ALL.stream().filter(option -> option.names().contains(name)).findFirst();
    }
}
