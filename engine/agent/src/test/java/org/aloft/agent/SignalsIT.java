package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the whole daemon does when it is signalled. */
@Timeout(120)
class SignalsIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    private static final String SERVICE = """
            virtual_server 10.9.0.10 %d {
                lb_kind DR
                protocol TCP
                real_server 10.9.0.20 80 {
                }
            }
            """;

    /** keepalived 2.2.7 ignores them all. */
    @Test
    void shouldOutliveSignalsThatEndOrStopOtherPrograms() throws Exception {
        try (Router router = hosts.aloftd(hosts.first, configuration("version 3\nadvert_int 0.5", VIP))) {
            router.await("VI_1: ACTIVE");
            for (String signal :
                    List.of("ALRM", "STKFLT", "XCPU", "VTALRM", "PROF", "IO", "PWR", "SYS", "TSTP", "TTIN", "TTOU")) {
                router.signal(signal);
                router.signal("HUP");
                router.await("it is in force");
            }
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    @Test
    void shouldEndAtOnceWhenToldToDuringItsStartupScript() throws Exception {
        Path begun = folder.resolve("begun");
        Commands.run("mkfifo", begun.toString());
        Path startup = script("startup", "echo begun > " + begun + "\nexec sleep 600");
        Path after = folder.resolve("after");
        Path shutdown = script("shutdown", "echo ended > " + after);
        Path file = hosts.write(
                "aloftd.conf",
                "global_defs {\nstartup_script_timeout 600\nstartup_script " + startup + " root\nshutdown_script "
                        + shutdown + " root\n}\n" + SERVICE.formatted(80));
        try (Router router = hosts.aloftd(hosts.first, file)) {
            assertThat(Files.readString(begun)).isEqualTo("begun\n");
            router.signal("TERM");
            router.awaitCleanExit();
            assertThat(router.seen())
                    .anyMatch(line -> line.contains("stopping before anything was started"))
                    .noneMatch(line -> line.contains(" runs with "));
            assertThat(after).hasContent("ended");
        }
    }

    /** nohup(1) starts its command so, and shells do with those in the background. */
    @Test
    void shouldObeySignalsThatItsStarterLeftIgnored() throws Exception {
        Path file = configuration("version 3\nadvert_int 0.5", VIP);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh"));
        command.addAll(hosts.aloftdCommand(hosts.first, "-f", file.toString()));
        try (Router router = hosts.run(hosts.first, command)) {
            router.await("VI_1: ACTIVE");
            router.signal("HUP");
            router.await("it is in force");
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    /**
     * keepalived writes files then: at DATA, STATS, JSON and STATS_CLEAR of {@code keepalived --signum}, in this order.
     */
    @ParameterizedTest
    @ValueSource(strings = {"USR1", "USR2", "36", "63"})
    void shouldOutliveTheOtherSignalsThatKeepalivedKnows(String signal) throws Exception {
        try (Router router = hosts.aloftd(hosts.first, configuration("version 3\nadvert_int 0.5", VIP))) {
            router.await("VI_1: ACTIVE");
            router.signal(signal);
            if (signal.startsWith("USR")) {
                router.await("SIG" + signal + ": aloftd writes no /tmp/keepalived.");
            }
            router.signal("HUP");
            router.await("it is in force");
            assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }
}
