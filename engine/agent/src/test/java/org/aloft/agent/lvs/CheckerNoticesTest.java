package org.aloft.agent.lvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.Commands;
import org.aloft.agent.Router;
import org.aloft.agent.balance.ServerState;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.event.ServiceName;
import org.aloft.agent.notify.MailServer;
import org.aloft.agent.notify.NotificationSettings;
import org.aloft.agent.notify.NotificationSettings.CheckerNotification;
import org.aloft.agent.notify.Notifications;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From what the balancer says to the scripts, the FIFO and the mail of the very block that it is about. */
@Timeout(60)
class CheckerNoticesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Path log;
    private Path script;

    @BeforeEach
    void makeScript() throws Exception {
        log = folder.resolve("log");
        script = Files.writeString(folder.resolve("script"), "#!/bin/sh\necho \"$@\" >>" + log + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Configuration read(String text) throws Exception {
        return ConfigurationReader.read(
                Files.writeString(folder.resolve("aloftd.conf"), text.replace("SCRIPT", script.toString())));
    }

    private static NotificationSettings settings(Configuration configuration) {
        CheckerNotices notices = notices(configuration);
        return NotificationSettings.of(configuration, notices.services(), notices.servers());
    }

    private static CheckerNotices notices(Configuration configuration) {
        return CheckerNotices.of(configuration, WantedServices.of(configuration).services());
    }

    /** Three services with the same real server, and a script of each that says whose it is. */
    private Configuration threeServices() throws Exception {
        return read("""
                global_defs {
                    script_user root
                }
                virtual_server_group web {
                    2001:db8::1 80
                    2001:db8::2 80
                }
                """ + service("192.0.2.10 80", "first", "192.0.2.21 80")
                + service("fwmark 7", "second", "192.0.2.21 80")
                + service("group web", "third", "2001:db8:0:1::21 80"));
    }

    private static String service(String target, String name, String server) {
        return """
                virtual_server %1$s {
                    protocol TCP
                    lvs_method NAT
                    quorum_up "SCRIPT %2$s quorum up"
                    quorum_down "SCRIPT %2$s quorum down"
                    real_server 192.0.2.99 80 {
                        notify_up "SCRIPT %2$s other up"
                    }
                    real_server %3$s {
                        notify_up "SCRIPT %2$s server up"
                        notify_down "SCRIPT %2$s server down"
                    }
                }
                """.formatted(target, name, server)
                .replace("192.0.2.99", server.contains("::") ? "2001:db8::99" : "192.0.2.99");
    }

    /** Quorum lost and back, and the last real server down and up, of each service in turn. */
    private static void tellOfAll(Configuration configuration, BalancingNews news) {
        ServerState up = new ServerState(true, Instant.EPOCH, "it answers");
        ServerState down = new ServerState(false, Instant.EPOCH, "it does not answer");
        for (VirtualService service : WantedServices.of(configuration).services()) {
            RealServerKey server = service.realServers().get(1).key(service.key());
            news.serverChanged(server, up, down, 0);
            news.quorumChanged(service, false, "too few");
            news.serverChanged(server, down, up, 1);
            news.quorumChanged(service, true, "enough");
        }
    }

    private void tellOfAll(Configuration configuration) {
        try (ScriptRunner runner = ScriptRunner.open(
                        Map.of("PATH", System.getenv("PATH")), Duration.ofMillis(200), Faults.supervisor());
                Notifications notifications =
                        new Notifications(runner, settings(configuration), LONG, Faults.supervisor())) {
            tellOfAll(configuration, new BalancingNews(notifications, () -> Instant.EPOCH));
        }
    }

    @Test
    void shouldRunTheScriptsOfTheBlockThatItIsAbout() throws Exception {
        tellOfAll(threeServices());
        List<String> expected = new ArrayList<>();
        for (String name : List.of("first", "second", "third")) {
            List.of("server down", "quorum down", "server up", "quorum up")
                    .forEach(what -> expected.add(name + " " + what));
        }
        // Scripts of different services and servers do not wait for each other.
        assertThat(Files.readAllLines(log)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldNameServicesAndServersAsKeepalivedDoes() throws Exception {
        Configuration configuration = threeServices();
        assertThat(notices(configuration).services().keySet())
                .extracting(ServiceName::text)
                .containsExactlyInAnyOrder("[192.0.2.10]:tcp:80", "FWM 7", "[web]:0");
        assertThat(notices(configuration).servers().keySet())
                .extracting(key -> key.server() + " of " + key.service())
                .contains("[192.0.2.21]:tcp:80 of [192.0.2.10]:tcp:80", "[2001:db8:0:1::21]:tcp:80 of [web]:0")
                .hasSize(6);
    }

    @Test
    void shouldTellTheFifo() throws Exception {
        Path fifo = folder.resolve("fifo");
        Commands.run("mkfifo", fifo.toString());
        Configuration configuration = read("""
                global_defs {
                    script_user root
                    lvs_notify_fifo %s
                }
                """.formatted(fifo) + service("192.0.2.10 80", "first", "192.0.2.21 80"));
        try (Router reader = Router.start(List.of("cat", fifo.toString()), folder)) {
            tellOfAll(configuration);
            reader.await("RS [192.0.2.21]:tcp:80 [192.0.2.10]:tcp:80 DOWN")
                    .await("VS [192.0.2.10]:tcp:80 DOWN")
                    .await("RS [192.0.2.21]:tcp:80 [192.0.2.10]:tcp:80 UP")
                    .await("VS [192.0.2.10]:tcp:80 UP");
        }
    }

    @Test
    void shouldSendMailForTheBlocksThatWantIt() throws Exception {
        try (MailServer server = new MailServer(Optional.empty())) {
            Configuration configuration = read("""
                    global_defs {
                        router_id R1
                        notification_email {
                            a@x.example
                        }
                        notification_email_from b@x.example
                        smtp_server 127.0.0.1 %d
                    }
                    """.formatted(server.port())
                    + mailed("192.0.2.10 80", "yes", "no")
                    + mailed("192.0.2.11 80", "no", "yes"));
            tellOfAll(configuration);
            assertThat(server.taken)
                    .extracting(taken -> taken.mail()
                            .lines()
                            .filter(line -> line.startsWith("Subject: "))
                            .findFirst()
                            .orElse(""))
                    .allMatch(subject -> subject.contains("192.0.2.10") || subject.contains("192.0.2.21"))
                    .hasSize(4);
        }
    }

    private static String mailed(String target, String quorum, String server) {
        return """
                virtual_server %s {
                    protocol TCP
                    smtp_alert %s
                    real_server 192.0.2.20 80 {
                        smtp_alert no
                    }
                    real_server 192.0.2.21 80 {
                        smtp_alert %s
                    }
                }
                """.formatted(target, quorum, server);
    }

    @Test
    void shouldTellNobodyOfWhatNamesNobody() throws Exception {
        Configuration configuration =
                read("virtual_server 192.0.2.10 80 {\nprotocol TCP\nreal_server 192.0.2.20 80 {\n}\n}\n");
        ServiceName service = ServiceName.of("TCP", new InetSocketAddress("192.0.2.10", 80));
        assertThat(notices(configuration).services()).containsEntry(service, CheckerNotification.NOBODY);
        assertThat(notices(configuration).servers().values()).containsExactly(CheckerNotification.NOBODY);
    }
}
