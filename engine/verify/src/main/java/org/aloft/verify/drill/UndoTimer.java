package org.aloft.verify.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.shell.ShellWord;
import org.aloft.ssh.Connection;
import org.aloft.ssh.ScriptResult;
import org.aloft.ssh.SshException;
import org.aloft.verify.observe.ScriptEnd;

/**
 * A timer on the host that ends a drill by itself: armed before the failure is caused, disarmed once it is undone. A
 * workstation that dies in between leaves the host as it was. It is this run's own: another run's is left alone, and
 * while there is one on the host nothing is armed.
 */
final class UndoTimer {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int ANOTHER_RUN = 75;
    private static final String FUNCTIONS = functions();

    private final Connection connection;
    private final String values;

    private UndoTimer(Connection connection, String values) {
        this.connection = connection;
        this.values = values;
    }

    /**
     * Arms a timer that starts {@code service} after {@code after}.
     *
     * @throws SshException when the host did not take it; then nothing must be stopped there
     * @throws DrillRefused when another run has one armed on the host
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
                    connection.host() + " would not arm the timer that ends the drill: "
                            + result.errors().strip(),
                    "nothing was changed there; try `systemd-run --on-active=1s true` on it",
                    null);
        }
        return timer;
    }

    /** Takes the timer away. */
    void disarm() throws SshException {
        call("disarm");
    }

    /**
     * Why no drill may start on a host: another run's timer is armed there. Empty when there is none.
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
                    connection.host() + " did not say whether another run's drill goes on there: " + incomplete.get(),
                    "try `systemctl list-units 'aloft-drill-undo-*'` on it",
                    null);
        }
        String whose = result.output().replace(ScriptEnd.MARKER, "").strip();
        return whose.isEmpty() ? Optional.empty() : Optional.of(refusal(connection.host(), whose));
    }

    private static String refusal(String host, String whose) {
        return "another run's drill goes on on " + host + ": "
                + whose.strip().replace("\n", ", ")
                + "; wait for it to end (after a run that was killed, the host ends the drill by itself within minutes)";
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
