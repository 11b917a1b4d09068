package org.aloft.verify.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.shell.ShellLibrary;
import org.aloft.plan.shell.ShellWord;
import org.aloft.ssh.Connection;
import org.aloft.ssh.ScriptResult;
import org.aloft.ssh.SshException;
import org.aloft.verify.observe.ScriptEnd;

/**
 * A timer on the host that undoes a drill: armed before the failure, disarmed after the drill's own undo, so that the
 * host recovers even if the workstation dies. Belongs to one run; other runs' timers are not touched, and while one
 * is armed on the host, this one is refused.
 */
final class UndoTimer {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int ANOTHER_RUN = 75;
    private static final String FUNCTIONS = ShellLibrary.text("manager") + "\n" + functions();

    private final Connection connection;
    private final String values;

    private UndoTimer(Connection connection, String values) {
        this.connection = connection;
        this.values = values;
    }

    /**
     * Arms a timer that starts {@code service} after {@code after}.
     *
     * @throws SshException when it could not be armed; do not cause the failure then
     * @throws DrillRefused when another run's timer is armed on the host
     */
    static UndoTimer toStart(String service, Duration after, RunIdentity run, Connection connection)
            throws SshException, DrillRefused {
        String unit = "aloft-drill-undo-" + service.replaceAll("[^A-Za-z0-9]", "-") + "-" + run.runId();
        UndoTimer timer = new UndoTimer(
                connection,
                "run=" + ShellWord.quote(run.runId())
                        + "\nunit=" + ShellWord.quote(unit)
                        + "\nservice=" + ShellWord.quote(service)
                        + "\nafter=" + after.toSeconds()
                        + "\ndescription=" + ShellWord.quote(description(run)) + "\n");
        ScriptResult result = timer.call("arm");
        if (result.exitStatus() == ANOTHER_RUN) {
            throw new DrillRefused(refusal(connection.host(), result.output()));
        }
        if (!result.succeeded()) {
            throw new SshException(
                    SshException.Kind.SETTINGS,
                    connection.host(),
                    connection.host() + " did not arm the undo timer: "
                            + result.errors().strip(),
                    "nothing was changed; with systemd, try `systemd-run --on-active=1s true` on that host",
                    null);
        }
        return timer;
    }

    /** Removes the timer. */
    void disarm() throws SshException {
        call("disarm");
    }

    /**
     * Why no drill may start: another run's timer is armed on the host. Empty when there is none.
     *
     * @throws SshException when the host could not be asked
     */
    static Optional<String> ofAnotherRun(Connection connection, RunIdentity run) throws SshException {
        String script = "run=" + ShellWord.quote(run.runId()) + "\n" + FUNCTIONS + "others && echo '" + ScriptEnd.MARKER
                + "'\n";
        ScriptResult result = connection.run(script, DEADLINE);
        Optional<String> incomplete = ScriptEnd.missing(result);
        if (incomplete.isPresent()) {
            throw new SshException(
                    SshException.Kind.SETTINGS,
                    connection.host(),
                    connection.host() + " did not say whether another run's drill is active there: " + incomplete.get(),
                    "try `systemctl list-units 'aloft-drill-undo-*'` on that host, or without systemd `ls /run`",
                    null);
        }
        String whose = result.output().replace(ScriptEnd.MARKER, "").strip();
        return whose.isEmpty() ? Optional.empty() : Optional.of(refusal(connection.host(), whose));
    }

    private static String refusal(String host, String whose) {
        return "another run's drill is active on " + host + ": "
                + whose.strip().replace("\n", ", ")
                + "; wait for it to end (if that run was killed, the host undoes its drill within minutes)";
    }

    private static String description(RunIdentity run) {
        return ("aloft verify by " + run.who() + "@" + run.from() + " since " + run.since() + " (run " + run.runId()
                        + ")")
                .replaceAll("\\p{Cntrl}", " ");
    }

    private ScriptResult call(String function) throws SshException {
        return connection.run(values + FUNCTIONS + function + "\n", DEADLINE);
    }

    private static String functions() {
        try (InputStream file = UndoTimer.class.getResourceAsStream("undo-timer.sh")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException("undo-timer.sh cannot be read from Aloft's own files", broken);
        }
    }
}
