package org.aloft.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.aloft.ssh.Connection;
import org.aloft.ssh.ScriptResult;
import org.aloft.ssh.SshException;
import org.aloft.ssh.TcpChannel;

/** A host that answers scripts as told, and nothing else. */
public record FakeHost(String host, Answers answers) implements Connection {
    /** What it says to a script. */
    @FunctionalInterface
    public interface Answers {
        ScriptResult to(String script) throws SshException;
    }

    /** What it prints for a script, with status 0. */
    @FunctionalInterface
    public interface Output {
        String of(String script);
    }

    public static FakeHost of(String host, Output output) {
        return new FakeHost(host, script -> new ScriptResult(0, output.of(script), ""));
    }

    @Override
    public ScriptResult run(String script, Duration deadline, int outputLimit, Consumer<String> onLine)
            throws SshException {
        return answers.to(script);
    }

    @Override
    public void upload(Path local, String remote, Duration deadline) {
        throw new AssertionError("checks and drills must not upload anything: " + remote);
    }

    @Override
    public TcpChannel openTcp(String address, int port, Duration timeout) throws SshException {
        throw new SshException(SshException.Kind.REFUSED, host, "refused", "nothing listens", null);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
