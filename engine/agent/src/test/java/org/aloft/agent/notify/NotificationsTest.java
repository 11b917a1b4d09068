package org.aloft.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.event.Occasion;
import org.aloft.agent.event.ServiceName;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real programs, FIFOs and servers. */
@Timeout(60)
class NotificationsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final ScriptRunner runner =
            ScriptRunner.open(Map.of("PATH", System.getenv("PATH")), Duration.ofMillis(200), Faults.supervisor());
    private Path log;

    @BeforeEach
    void makeLog() {
        log = directory.resolve("log");
    }

    @AfterEach
    void close() {
        runner.close();
    }

    private Notifications start(String global, String instance) {
        return start(global, instance, LONG);
    }

    private Notifications start(String global, String instance, Duration drainTime) {
        return new Notifications(runner, Told.here(global, instance), drainTime, Faults.supervisor());
    }

    private Path script(String name, String commands) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + commands + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> logged() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private static AgentEvent.InstanceChanged becomes(InstanceState to) {
        return Told.changed(InstanceState.BACKUP, to);
    }

    @Test
    void shouldRunScriptsInOrderEvenIfTheFirstIsSlow() throws Exception {
        Path slow = script("slow", "sleep 0.3; echo slow \"$@\" >> " + log);
        Path quick = script("quick", "echo quick \"$@\" >> " + log);
        String lines = "notify_master \"" + slow + " 'a b'\"\nnotify_backup " + quick + "\nnotify " + quick;
        try (Notifications notifications = start("", lines)) {
            notifications.happened(becomes(InstanceState.ACTIVE));
            notifications.happened(becomes(InstanceState.BACKUP));
        }
        assertThat(logged())
                .containsExactly(
                        "slow a b", "quick INSTANCE VI_1 MASTER 100", "quick", "quick INSTANCE VI_1 BACKUP 100");
    }

    @Test
    void shouldGoOnAfterAScriptThatHangs() throws Exception {
        Path hangs = script("hangs", "sleep 1000");
        Path next = script("next", "echo \"$3\" >> " + log);
        try (Notifications notifications =
                start("notify_script_timeout 1", "notify_master " + hangs + "\nnotify " + next)) {
            notifications.happened(becomes(InstanceState.ACTIVE));
        }
        assertThat(logged()).containsExactly("MASTER");
    }

    @Test
    void shouldNotWaitLongerThanTheDrainTimeForWhatHangs() throws Exception {
        Path begun = directory.resolve("begun");
        Path hangs = script("hangs", "echo > " + begun + "; sleep 1000");
        try (Notifications notifications =
                start("", "notify_master " + hangs + "\nnotify " + hangs, Duration.ofMillis(300))) {
            notifications.happened(becomes(InstanceState.ACTIVE));
        }
        assertThat(begun).as("it did run").exists();
    }

    @Test
    void shouldNeitherLoseNorRepeatAnythingAtAReload() throws Exception {
        Path one = script("one", "sleep 0.2; echo one \"$3\" >> " + log);
        Path two = script("two", "echo two \"$3\" >> " + log);
        try (Notifications notifications = start("", "notify " + one)) {
            notifications.happened(becomes(InstanceState.ACTIVE));
            notifications.happened(becomes(InstanceState.FAULT));
            notifications.configure(Told.here("", "notify " + two), Map.of());
            notifications.happened(becomes(InstanceState.BACKUP));
        }
        assertThat(logged()).containsExactly("one MASTER", "one FAULT", "two BACKUP");
    }

    @Test
    void shouldWriteFifosAndStartAndEndTheirReaders() throws Exception {
        Path all = directory.resolve("all.fifo");
        Path vrrp = directory.resolve("vrrp.fifo");
        Path lvs = directory.resolve("lvs.fifo");
        Path reader = script("reader", "cat \"$2\" > \"$1\"");
        String global = "notify_fifo " + all + "\nnotify_fifo_script \"" + reader + " " + directory + "/all\"\n"
                + "vrrp_notify_fifo " + vrrp + "\nvrrp_notify_fifo_script \"" + reader + " " + directory + "/vrrp\"\n"
                + "lvs_notify_fifo " + lvs + "\nlvs_notify_fifo_script \"" + reader + " " + directory + "/lvs\"\n";
        ServiceName service = new ServiceName("[192.0.2.10]:tcp:80");
        ServiceName server = new ServiceName("[192.0.2.20]:tcp:80");
        try (Notifications notifications = start(global, "")) {
            notifications.happened(becomes(InstanceState.ACTIVE));
            notifications.happened(new AgentEvent.RealServerChanged(Told.AT, service, server, true, 1, "at the start"));
            notifications.happened(new AgentEvent.RealServerChanged(Told.AT, service, server, false, 1, "refused"));
            notifications.happened(new AgentEvent.RealServerChanged(Told.AT, service, server, false, 0, "weight"));
            notifications.happened(new AgentEvent.QuorumChanged(Told.AT, service, false, "0 of 1"));
            notifications.happened(Told.changed(InstanceState.ACTIVE, InstanceState.INITIALIZE, Occasion.STOPPING));
        }
        List<String> instance = List.of("INSTANCE \"VI_1\" MASTER 100", "INSTANCE \"VI_1\" STOP 100");
        List<String> checkers =
                List.of("RS [192.0.2.20]:tcp:80 [192.0.2.10]:tcp:80 DOWN", "VS [192.0.2.10]:tcp:80 DOWN");
        assertThat(directory.resolve("vrrp")).hasContent(String.join("\n", instance));
        assertThat(directory.resolve("lvs")).hasContent(String.join("\n", checkers));
        assertThat(directory.resolve("all"))
                .hasContent(String.join("\n", instance.get(0), checkers.get(0), checkers.get(1), instance.get(1)));
        assertThat(all).as("made by us, so removed by us").doesNotExist();
    }

    @Test
    void shouldNotStopWhenNobodyReadsAFifo() throws Exception {
        Path fifo = directory.resolve("fifo");
        Path last = script("last", "echo done >> " + log);
        String global = "notify_fifo " + fifo;
        try (Notifications notifications = start(global, "notify_fault " + last)) {
            for (int index = 0; index < 5000; index++) { // of 27 bytes; a pipe holds 65,536
                notifications.happened(becomes(InstanceState.ACTIVE));
            }
            notifications.happened(becomes(InstanceState.FAULT));
        }
        assertThat(logged()).containsExactly("done");
    }

    @Test
    void shouldNotTakeAFileForAFifo() throws Exception {
        Path file = Files.writeString(directory.resolve("precious"), "precious");
        Path script = script("x", "echo done >> " + log);
        try (Notifications notifications = start("notify_fifo " + file, "notify " + script)) {
            notifications.happened(becomes(InstanceState.ACTIVE));
        }
        assertThat(file).hasContent("precious");
        assertThat(logged()).containsExactly("done");
    }

    @Test
    void shouldTellAFifoTheStatesAgainAfterAReloadIfAsked() throws Exception {
        Path fifo = directory.resolve("fifo");
        Path copy = directory.resolve("copy");
        Path reader = script("reader", "cat \"$1\" > " + copy);
        String global = "vrrp_notify_fifo " + fifo + "\nvrrp_notify_fifo_script " + reader;
        String again = global + "\nfifo_write_vrrp_states_on_reload";
        try (Notifications notifications = start(global, "")) {
            notifications.happened(becomes(InstanceState.ACTIVE));
            notifications.configure(Told.here(global, ""), Map.of());
            notifications.configure(Told.here(again, ""), Map.of());
            notifications.happened(becomes(InstanceState.BACKUP));
        }
        assertThat(copy)
                .hasContent("INSTANCE \"VI_1\" MASTER 100\nINSTANCE \"VI_1\" MASTER 100\nINSTANCE \"VI_1\" BACKUP 100");
    }

    @Test
    void shouldTellTheStateOfARenamedInstanceUnderItsNewNameOnly() throws Exception {
        Path copy = directory.resolve("copy");
        Path reader = script("reader", "cat \"$1\" > " + copy);
        String global = "vrrp_notify_fifo " + directory.resolve("fifo") + "\nvrrp_notify_fifo_script " + reader
                + "\nfifo_write_vrrp_states_on_reload";
        try (Notifications notifications = start(global, "")) {
            notifications.happened(becomes(InstanceState.ACTIVE));
            notifications.configure(Told.here(global, ""), Map.of("VI_1", "VI_A"));
            notifications.configure(Told.here(global, ""), Map.of());
        }
        assertThat(copy)
                .hasContent("INSTANCE \"VI_1\" MASTER 100\nINSTANCE \"VI_A\" MASTER 100\nINSTANCE \"VI_A\" MASTER 100");
    }

    @Test
    void shouldMailEachAlertAndInOneMoreWhatWasTooMuch() throws Exception {
        try (MailServer server = new MailServer(Optional.empty())) {
            String global = "notification_email {\na@x.example\n}\nsmtp_server localhost " + server.port()
                    + "\nsmtp_alert on\nsmtp_alerts_per_minute 2";
            try (Notifications notifications = start(global, "")) {
                for (int index = 0; index < 5; index++) {
                    notifications.happened(becomes(InstanceState.ACTIVE));
                }
            }
            assertThat(server.taken)
                    .extracting(mail -> mail.mail()
                            .lines()
                            .filter(line -> line.startsWith("Subject: "))
                            .findFirst()
                            .orElse(""))
                    .containsExactly(
                            "Subject: [R1] VRRP Instance VI_1 - Entering MASTER state",
                            "Subject: [R1] VRRP Instance VI_1 - Entering MASTER state",
                            "Subject: [R1] 3 alerts were held back");
        }
    }

    @Test
    void shouldTryAMailAgainThatTheServerPutOff() throws Exception {
        try (MailServer server = new MailServer(Optional.empty())) {
            server.answers.put("MAIL", "451 later");
            String global =
                    "notification_email {\na@x.example\n}\nsmtp_server localhost " + server.port() + "\nsmtp_alert on";
            try (Notifications notifications = start(global, "")) {
                notifications.happened(becomes(InstanceState.ACTIVE));
                while (!server.refused()) {
                    Thread.sleep(5);
                }
                server.answers.clear();
            }
            assertThat(server.taken).hasSize(1);
        }
    }
}
