package org.aloft.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.aloft.plan.shell.ShellWord;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Secret;

/**
 * How a user becomes root on a host, and how a script starts there only when all of it has arrived.
 *
 * <p>What goes to standard input:
 *
 * <pre>
 * the password of sudo     only when there is one; sudo reads it, or it is passed over because sudo did not ask
 * aloft-begins-here
 * the script and a last line, or the file
 * </pre>
 *
 * <p>The command writes a line to standard error once it is root: that tells a script that failed from one that never
 * ran, in whatever language sudo says no.
 *
 * @param sudo whether sudo is needed at all
 * @param password for sudo
 */
record RootShell(boolean sudo, Optional<Secret> password) {
    /** Status of a script that was cut short on its way, or of an empty one; EX_PROTOCOL of sysexits.h. */
    static final int CUT_SHORT = 76;

    private static final String BEGIN = "aloft-begins-here";
    private static final String STARTED = "aloft-runs-as-root\n";
    private static final String END = "#aloft-ends-here";

    // A shell's read takes a line from a pipe byte by byte, so what follows the line stays in the pipe.
    private static final String RECEIVE =
            "echo aloft-runs-as-root >&2; while IFS= read -r l; do [ \"$l\" = " + BEGIN + " ] && break; done; ";

    // The whole script is one variable before its first line runs, and eval has no limit as arguments have.
    private static final String RUN = RECEIVE + "s=$(cat); case $s in *\"" + END + "\") ;; *) exit " + CUT_SHORT
            + ";; esac; exec </dev/null; eval \"$s\"";

    /** How root is had with these settings. */
    static RootShell of(ConnectionSettings settings, String user) {
        return new RootShell(settings.become().orElse(!user.equals("root")), settings.becomePassword());
    }

    /** The command that runs what {@link #sendScript} sends. */
    String runCommand() {
        return command(RUN);
    }

    /** The command that puts what follows {@link #sendBegin} at a path, whole or not at all. */
    String uploadCommand(String path, long size) {
        int slash = path.lastIndexOf('/');
        String folder = slash <= 0 ? "/" : path.substring(0, slash);
        return command(RECEIVE
                + "t=" + ShellWord.quote(path) + "; d=" + ShellWord.quote(folder) + "; "
                + "[ ! -d \"$t\" ] || { echo \"$t is a folder\" >&2; exit 1; }; "
                + "umask 022; mkdir -p \"$d\" || exit 1; umask 077; "
                + "p=$(mktemp \"$d/.aloft.XXXXXX\") || exit 1; "
                + "trap \"rm -f \\\"\\$p\\\"\" EXIT; trap \"exit 129\" HUP INT TERM; "
                + "if cat >\"$p\" && s=$(wc -c <\"$p\") && [ \"$s\" -eq " + size + " ] && mv -f \"$p\" \"$t\"; "
                + "then trap - EXIT; else echo \"${s:-some} of " + size + " bytes were written\" >&2; "
                + "df -P \"$d\" >&2; exit 1; fi");
    }

    private String command(String script) {
        String shell = "sh -c " + ShellWord.quote(script);
        if (!sudo) {
            return "exec " + shell;
        }
        return (password.isPresent() ? "exec sudo -S -p '' -- " : "exec sudo -n -- ") + shell;
    }

    /** Sends a script for {@link #runCommand}. */
    void sendScript(OutputStream input, String script) throws IOException {
        sendBegin(input);
        input.write((script + "\n" + END + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the line after which a file's bytes may follow. */
    void sendBegin(OutputStream input) throws IOException {
        String secret = sudo ? password.map(it -> it.reveal() + "\n").orElse("") : "";
        input.write((secret + BEGIN + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it came as far as being root. */
    static boolean started(String errors) {
        return errors.contains(STARTED);
    }

    /** What the script itself wrote to standard error. */
    static String errorsOfScript(String errors) {
        int at = errors.indexOf(STARTED);
        return at < 0 ? errors : errors.substring(at + STARTED.length());
    }
}
