package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The block {@code SSL} with the bundle's own runtime, against a server of OpenSSL's that insists on a client's
 * certificate.
 */
class ClientCertificateIT {
    private static final String OPENSSL = "/usr/bin/openssl";
    private static final String PASSWORD = "open.sesame";
    private static final String UP = " is up: https://10.9.0.2:443/ answered 200 as it should";

    @TempDir
    Path folder;

    private Hosts hosts;

    @BeforeEach
    void join() throws InterruptedException {
        Packages.provide("openssl", OPENSSL);
        hosts = new Hosts(folder);
        openssl("req -x509 -nodes -days 3 -subj /CN=server -newkey rsa:2048 -keyout @server.pem -out @server.crt");
        openssl("req -x509 -days 3 -subj /CN=checker -newkey rsa:2048 -passout pass:" + PASSWORD
                + " -keyout @checker.key -out @checker.crt");
        List<String> server = new ArrayList<>(List.of(OPENSSL));
        server.addAll(words("s_server -accept 443 -Verify 1 -www -key @server.pem -cert @server.crt"));
        hosts.run(hosts.second, server).await("ACCEPT");
    }

    @AfterEach
    void leave() {
        hosts.close();
    }

    private void openssl(String arguments) {
        List<String> command = new ArrayList<>(List.of(OPENSSL));
        command.addAll(words(arguments));
        Commands.run(command.toArray(String[]::new));
    }

    private List<String> words(String arguments) {
        return List.of(arguments.replace("@", folder + "/").split(" ", -1));
    }

    private Path write(boolean withCertificate) {
        String ssl = """
                SSL {
                    certificate %s/checker.crt
                    key %s/checker.key
                    password %s
                }
                """.formatted(folder, folder, PASSWORD);
        return hosts.write("aloftd.conf", (withCertificate ? ssl : "") + """
                virtual_server 10.9.0.10 443 {
                    delay_loop 0.2
                    retry 0
                    alpha
                    protocol TCP
                    real_server 10.9.0.2 443 {
                        SSL_GET {
                            url {
                                path /
                            }
                        }
                    }
                }
                """);
    }

    private Commands.Result order(String... words) {
        List<String> command =
                new ArrayList<>(List.of(Bundle.installed().resolve("bin/aloftd").toString()));
        command.addAll(List.of(words));
        command.addAll(
                List.of("--run-directory", hosts.runDirectory(hosts.first).toString()));
        return Commands.tryRun(command);
    }

    @Test
    void shouldShowItsCertificateAndFollowTheBlockThroughReloads() throws Exception {
        write(true);
        try (Router aloftd = hosts.aloftd(hosts.first, folder.resolve("aloftd.conf"))) {
            aloftd.await(UP);
            write(false);
            assertThat(order("reload", "--dry-run").output())
                    .contains("SSL: certificate: " + folder + "/checker.crt -> none", "SSL: password: *** -> none");
            assertThat(order("reload").exitCode()).isZero();
            aloftd.await(" is down: ");
            write(true);
            assertThat(order("reload").exitCode()).isZero();
            aloftd.await(UP);
            assertThat(aloftd.seen()).noneMatch(line -> line.contains(PASSWORD));
        }
    }

    @Test
    void shouldKeepWhatItHasWhenAReloadFindsAHalfWrittenKey() throws Exception {
        Path file = write(true);
        Path key = folder.resolve("checker.key");
        String whole = Files.readString(key);
        try (Router aloftd = hosts.aloftd(hosts.first, file)) {
            aloftd.await(UP);
            Files.writeString(key, whole.substring(0, whole.length() / 2));
            String refusal = file + ":3:5: key " + key + " cannot be used: a block in it has no end";
            assertThat(order("reload", "--dry-run").output()).contains(refusal);
            Commands.Result reload = order("reload");
            assertThat(reload.exitCode()).isEqualTo(1);
            assertThat(reload.output()).contains(refusal, "the configuration read before stays in force");
            aloftd.await(refusal);
            Commands.Result test = Commands.tryRun(List.of(inFirst("--config-test", "-f", file.toString())));
            assertThat(test.exitCode()).isEqualTo(1);
            assertThat(test.output()).contains(refusal);
            openssl("req -x509 -days 3 -subj /CN=renewed -newkey rsa:2048 -passout pass:" + PASSWORD
                    + " -keyout @checker.key -out @checker.crt");
            assertThat(order("reload").output()).contains("the reload changed:", "SSL: its files have changed");
            assertThat(order("status").output()).contains("answered 200 as it should");
            assertThat(aloftd.seen()).noneMatch(line -> line.contains(" is down: "));
        }
    }

    @Test
    void shouldStartWithoutTheCheckWhenTheKeyIsMissingAndMakeItOnceItIsThere() throws Exception {
        Path file = write(true);
        Path key = folder.resolve("checker.key");
        Files.move(key, folder.resolve("elsewhere"));
        try (Router aloftd = hosts.aloftd(hosts.first, file)) {
            aloftd.await(file + ":3:5: key " + key + " cannot be used: there is no such file")
                    .await(" is up: it is not checked: ");
            Files.move(folder.resolve("elsewhere"), key);
            assertThat(order("reload").exitCode()).isZero();
            aloftd.await(UP);
        }
    }

    private String[] inFirst(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", hosts.first));
        command.addAll(hosts.aloftdCommand(hosts.first, arguments));
        return command.toArray(String[]::new);
    }
}
