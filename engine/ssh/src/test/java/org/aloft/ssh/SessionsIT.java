package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.aloft.ssh.SshException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More commands than sshd has sessions for on one connection. */
@Timeout(180)
class SessionsIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int AT_ONCE = 40;

    @ParameterizedTest
    @ValueSource(strings = {"MaxSessions 10", "MaxSessions 2", "MaxSessions 1"})
    void shouldRunFortyScriptsAtOnceManyTimes(String setting) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (Sshd sshd = Sshd.start(setting);
                Connection connection = connect(sshd)) {
            for (int round = 0; round < 4; round++) {
                List<Future<String>> answers = new ArrayList<>();
                for (int number = 0; number < AT_ONCE; number++) {
                    String script = "echo " + number;
                    answers.add(
                            threads.submit(() -> connection.run(script, LONG).output()));
                }
                for (int number = 0; number < AT_ONCE; number++) {
                    assertThat(answers.get(number).get()).as("round %d", round).isEqualTo(number + "\n");
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldGiveTheSessionBackWhenAScriptThatWasGivenUpHasEnded() throws Exception {
        try (Sshd sshd = Sshd.start("MaxSessions 1");
                Connection connection = connect(sshd)) {
            Path gate = sshd.folder().resolve("gate");
            Sshd.command("mkfifo", gate.toString());
            assertThatThrownBy(() -> connection.run("echo on; cat " + gate, LONG, on -> Thread.currentThread()
                            .interrupt()))
                    .isInstanceOf(SshException.class);
            assertThat(Thread.interrupted()).isTrue();

            SshException crowded =
                    catchThrowableOfType(SshException.class, () -> connection.run("id", Duration.ofMillis(500)));
            Files.writeString(gate, "go on\n");

            assertThat(crowded).isNotNull();
            assertThat(crowded.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(connection.run("echo again", LONG).output()).isEqualTo("again\n");
        }
    }

    @Test
    void shouldSayThatSshdAllowsNoSession() throws Exception {
        try (Sshd sshd = Sshd.start("MaxSessions 0");
                Connection connection = connect(sshd)) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id", LONG));

            assertThat(refused.kind()).isEqualTo(Kind.SETTINGS);
            assertThat(refused).hasMessage("sshd of lvs1 refuses to open a session (MaxSessions)");
        }
    }

    private static Connection connect(Sshd sshd) throws SshException {
        return new Connector(new Random(1), sshd.folder(), Optional.empty()).connect(sshd.host(), LONG);
    }
}
