package org.aloft.verify.drill;

import java.time.Duration;
import org.aloft.plan.shell.ShellWord;
import org.aloft.ssh.Connection;
import org.aloft.ssh.ScriptResult;
import org.aloft.ssh.SshException;

/**
 * A timer on the host that ends a drill by itself: armed before the failure is caused, disarmed once it is undone. A
 * workstation that dies in between leaves the host as it was. systemd-run(1) makes it, and it leaves nothing behind.
 */
final class UndoTimer {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Connection connection;
    private final String unit;

    private UndoTimer(Connection connection, String unit) {
        this.connection = connection;
        this.unit = unit;
    }

    /**
     * Arms a timer that starts {@code service} after {@code after}.
     *
     * @throws SshException when the host did not take it; then nothing must be stopped there
     */
    static UndoTimer toStart(String service, Duration after, Connection connection) throws SshException {
        String unit = "aloft-drill-undo-" + service.replaceAll("[^A-Za-z0-9]", "-");
        String script = "unit=" + ShellWord.quote(unit) + "\nservice=" + ShellWord.quote(service) + "\nafter="
                + after.toSeconds()
                + "\n"
                + """
                systemctl stop "$unit.timer" 2>/dev/null
                exec systemd-run --quiet --collect --unit="$unit" --on-active="${after}s" \
                --timer-property=AccuracySec=1s systemctl start -- "$service"
                """;
        ScriptResult result = connection.run(script, DEADLINE);
        if (!result.succeeded()) {
            throw new SshException(
                    SshException.Kind.SETTINGS,
                    connection.host(),
                    connection.host() + " would not arm the timer that ends the drill: "
                            + result.errors().strip(),
                    "nothing was changed there; try `systemd-run --on-active=1s true` on it",
                    null);
        }
        return new UndoTimer(connection, unit);
    }

    /** Takes the timer away. */
    void disarm() throws SshException {
        connection.run(
                "unit=" + ShellWord.quote(unit) + "\nsystemctl stop \"$unit.timer\" 2>/dev/null\nexit 0\n", DEADLINE);
    }
}
