package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aloft.ssh.SshException.Kind;
import org.aloft.topology.model.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What breaks while in use. */
@Timeout(120)
class LossIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Sshd sshd;
    private Fleet fleet;

    @BeforeEach
    void start() throws Exception {
        sshd = Sshd.start();
        fleet = new Fleet(new Connector(new Random(1), sshd.folder(), Optional.empty())::connect, 4, LONG);
    }

    @AfterEach
    void stop() throws Exception {
        // sshd first: it takes along what its sessions still run.
        sshd.close();
        fleet.close();
    }

    @Test
    void shouldSayThatAScriptMayHaveGoneOnWhenItsSessionIsKilled() throws Exception {
        Connection connection = fleet.connection(sshd.host());
        List<String> lines = new ArrayList<>();

        SshException lost = catchThrowableOfType(
                SshException.class,
                () -> connection.run("echo on; sleep 1000", LONG, line -> {
                    lines.add(line);
                    sshd.killSessions();
                }));

        assertThat(lines).containsExactly("on");
        assertThat(lost.kind()).isEqualTo(Kind.LOST);
        assertThat(lost).hasMessageContaining("may still be running");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void shouldConnectAnewAfterALoss() throws Exception {
        Connection first = fleet.connection(sshd.host());
        assertThatThrownBy(() -> first.run("echo on; sleep 1000", LONG, line -> sshd.killSessions()))
                .isInstanceOf(SshException.class);

        Connection second = fleet.connection(sshd.host());

        assertThat(second).isNotSameAs(first);
        assertThat(second.run("echo again", LONG).output()).isEqualTo("again\n");
    }

    @Test
    void shouldEndAScriptsWaitAtItsDeadlineAndStayUsable() throws Exception {
        Connection connection = fleet.connection(sshd.host());

        SshException late = catchThrowableOfType(
                SshException.class, () -> connection.run("echo on; sleep 1000", Duration.ofSeconds(3)));

        assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(late).hasMessage("the script took longer than 3000 ms");
        assertThat(connection.run("echo still here", LONG).output()).isEqualTo("still here\n");
    }

    @Test
    void shouldLeaveNoPartOfAFileWhenTheSessionIsKilled() throws Exception {
        Path target = sshd.folder().resolve("target/file");
        Path fifo = sshd.folder().resolve("fifo");
        Sshd.command("mkfifo", fifo.toString());
        Connection connection = fleet.connection(sshd.host());
        // The script holds the connection's attention until the upload's temporary file is there.
        Path local = sshd.folder().resolve("local");
        try (var file = new java.io.RandomAccessFile(local.toFile(), "rw")) {
            file.setLength(512L << 20);
        }
        CompletableFuture<SshException> upload = CompletableFuture.supplyAsync(() ->
                catchThrowableOfType(SshException.class, () -> connection.upload(local, target.toString(), LONG)));
        connection.run("until ls " + target.getParent() + "/.aloft.* 2>/dev/null; do :; done", LONG);

        sshd.killSessions();

        assertThat(upload.get(30, TimeUnit.SECONDS).kind()).isEqualTo(Kind.LOST);
        assertThat(target).doesNotExist();
    }

    @Test
    void shouldGoOnWithTheOtherHostsWhenOneFails() throws Exception {
        Host good = sshd.host();
        Host bad = new Host("aaa", "no-such-host.invalid", good.connection(), good.variables());
        Host alsoGood = new Host("web1", good.address(), good.connection(), good.variables());

        var outcomes = fleet.onEach(List.of(good, bad, alsoGood), connection -> connection.host());

        assertThat(outcomes.keySet()).containsExactly("lvs1", "aaa", "web1");
        assertThat(outcomes.get("lvs1")).isEqualTo(new Fleet.Outcome.Done<>("lvs1"));
        assertThat(outcomes.get("aaa")).isInstanceOf(Fleet.Outcome.Failed.class);
        assertThat(outcomes.get("web1")).isEqualTo(new Fleet.Outcome.Done<>("web1"));
    }

    @Test
    void shouldEndPromptlyWhenInterrupted() throws Exception {
        CompletableFuture<Class<?>> ended = new CompletableFuture<>();
        CompletableFuture<Void> began = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                fleet.onEach(
                        List.of(sshd.host()),
                        connection -> connection.run("echo on; sleep 1000", LONG, line -> began.complete(null)));
            } catch (InterruptedException interrupted) {
                ended.complete(interrupted.getClass());
            }
        });
        caller.start();
        began.get(30, TimeUnit.SECONDS);

        caller.interrupt();

        assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(InterruptedException.class);
    }
}
