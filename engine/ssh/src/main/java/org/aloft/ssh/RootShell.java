package org.aloft.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.aloft.plan.shell.ShellWord;
import org.aloft.topology.model.BecomeMethod;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Secret;

/**
 * How a user becomes root on a host, how a script starts there only once all of it has arrived, and how its output is
 * told from everything else's:
 *
 * <pre>
 * standard output   whatever startup files print   BEGIN   the script's output   END
 * standard error    … and a question of sudo or su  BEGIN   the script's errors
 * standard input    the password, when asked for            the script between two lines, or the file
 * </pre>
 *
 * <p>sshd runs each command with the user's log-in shell, and bash as Debian builds it then sources ~/.bashrc: a client
 * cannot prevent that, it can only tell the output apart. Markers hold NUL characters, which text does not, and are
 * written so that {@code set -x} in a startup file does not print them.
 *
 * <p>sudo reads a password from standard input when it is told to, and the su of util-linux when that is no terminal. doas
 * asks on its terminal alone, whose line discipline would change all else that is sent. So script(1) makes a terminal
 * on the host for the question and its answer, and what doas runs has the command's own inputs and outputs:
 *
 * <pre>
 * standard input ──┬─ a line: the password ─→ script ─→ terminal ─→ doas
 *                  └─ all else ─────────────────────────────────────→ the shell that doas runs
 * </pre>
 *
 * @param method what makes the user root; empty for one who is
 * @param password for it
 */
record RootShell(Optional<BecomeMethod> method, Optional<Secret> password) {
    /** What the command writes to both outputs once it is root. */
    static final String BEGIN = "\0aloft-begins\0";

    /** What the command writes to standard output after the script, however that ended. */
    static final String END = "\0aloft-ends\0";

    /** What sudo asks with. */
    static final String PROMPT = "[aloft: password for sudo, 100%]";

    /** Written right before su may ask, so that nothing else can look like its question. */
    static final String SU = "\0aloft-su\0";

    /** What su asks with in the C locale. */
    private static final String SU_PROMPT = SU + "Password: ";

    /** How the question of doas begins, whatever PAM asks for behind it. */
    private static final String DOAS_PROMPT = "\rdoas (";

    /** Status of a script that was cut short on its way, or of an empty one; EX_PROTOCOL of sysexits.h. */
    static final int CUT_SHORT = 76;

    /** The first and the last line of what is sent: they show that all of it has arrived. */
    private static final String FIRST_LINE = "#aloft-script";

    private static final String LAST_LINE = "#aloft-ends-here";

    private static final String SAY_BEGIN = "printf '\\000aloft-begins\\000'";

    // The whole script is in one variable before its first line runs; eval has no limit on length, arguments have. In a
    // subshell, so that the end marker is written even when the script calls exit or exec.
    private static final String RUN = "s=$(cat); case $s in \"" + FIRST_LINE + "\"*\"" + LAST_LINE + "\") ;; *) exit "
            + CUT_SHORT + ";; esac; exec </dev/null; (eval \"$s\"); r=$?; printf '\\000aloft-ends\\000'; exit $r";

    // The shell that doas runs leaves the terminal: nothing that runs there may find it, and wait for somebody to type.
    // What doas wrote to the terminal, a line feed after the password, arrives whenever script(1) passes it on. So the
    // marker goes the same way, behind it, and the shell waits for the line that says that it has arrived.
    private static final String LEAVE_TERMINAL =
            SAY_BEGIN + " >/dev/tty; read -r arrived || exit " + CUT_SHORT + "; exec setsid -w sh -c \"$0\"";

    private static final String NEEDS_TERMINAL =
            "command -v script >/dev/null 2>&1 || { echo 'doas asks for a password on a terminal, and script(1), which"
                    + " makes one, is not there: install util-linux' >&2; exit 1; }; ";

    /** How to become root under these settings. */
    static RootShell of(ConnectionSettings settings, String user) {
        boolean needed = settings.become().orElse(!user.equals("root"));
        return new RootShell(
                needed ? Optional.of(settings.becomeMethod()) : Optional.empty(), settings.becomePassword());
    }

    /** Whether a question for a password has to be reckoned with. */
    boolean mayAsk() {
        return method.map(used -> switch (used) {
                    case SUDO, DOAS -> password.isPresent(); // without, it is told not to ask
                    case SU -> true;
                })
                .orElse(false);
    }

    /** What a question for the password looks like on standard error. */
    String prompt() {
        return method.map(used -> switch (used) {
                    case SUDO -> PROMPT;
                    case SU -> SU_PROMPT;
                    case DOAS -> DOAS_PROMPT;
                })
                .orElse(PROMPT);
    }

    /** As this one, where it has turned out that nobody asks: doas then needs no terminal. */
    RootShell unasked() {
        return method.equals(Optional.of(BecomeMethod.DOAS)) ? new RootShell(method, Optional.empty()) : this;
    }

    /** The command that runs what {@link #sendScript} sends. */
    String runCommand() {
        return command(RUN, false);
    }

    /** The command that only becomes root, with no help from credentials that sudo remembers. */
    String proofCommand() {
        return command(":", true);
    }

    /** The command that puts its input at a path, whole or not at all. */
    String uploadCommand(String path, long size) {
        int slash = path.lastIndexOf('/');
        String folder = slash <= 0 ? "/" : path.substring(0, slash);
        String script = "t=" + ShellWord.quote(path) + "; d=" + ShellWord.quote(folder) + "; "
                + "[ ! -d \"$t\" ] || { echo \"$t is a folder\" >&2; exit 1; }; "
                + "umask 022; mkdir -p \"$d\" || exit 1; umask 077; "
                + "p=$(mktemp \"$d/.aloft.XXXXXX\") || exit 1; "
                + "trap \"rm -f \\\"\\$p\\\"\" EXIT; trap \"exit 129\" HUP INT TERM; "
                + "if cat >\"$p\" && s=$(wc -c <\"$p\") && [ \"$s\" -eq " + size + " ] && mv -f \"$p\" \"$t\"; "
                + "then trap - EXIT; else echo \"${s:-some} of " + size + " bytes were written\" >&2; "
                + "df -P \"$d\" >&2; exit 1; fi";
        return command(script, false);
    }

    /**
     * @param script what root runs once both outputs carry the marker; of a proof only standard error does
     * @param proof whether sudo shall forget what it remembers
     */
    private String command(String script, boolean proof) {
        String marked = (proof ? "" : SAY_BEGIN + "; ") + (onTerminal() ? "" : SAY_BEGIN + " >&2; ") + script;
        String shell = "sh -c " + ShellWord.quote(marked);
        if (method.isEmpty()) {
            return "exec " + shell;
        }
        return switch (method.get()) {
            case SUDO -> {
                // In sudo's prompt %% is a percent sign.
                String ask = password.isPresent() ? "-S -p " + ShellWord.quote(PROMPT.replace("%", "%%")) : "-n";
                yield "exec sudo " + (proof ? "-k " : "") + ask + " -- " + shell;
            }
            case SU ->
                "LC_ALL=C; export LC_ALL; printf '\\000aloft-su\\000' >&2; exec su -s /bin/sh -c "
                        + ShellWord.quote("unset LC_ALL; " + marked) + " root";
            case DOAS -> onTerminal() ? throughTerminal(marked) : "exec doas -n -- " + shell;
        };
    }

    /** Whether the question is asked, and answered, on a terminal that script(1) makes. */
    private boolean onTerminal() {
        return method.equals(Optional.of(BecomeMethod.DOAS)) && password.isPresent();
    }

    /**
     * The reader of the password says its process id first, so that it ends also where doas does not ask; by then the
     * number may be somebody else's. A shell reads no further than the line's end from a pipe.
     */
    private static String throughTerminal(String script) {
        String doas =
                "doas -- sh -c " + ShellWord.quote(LEAVE_TERMINAL) + " " + ShellWord.quote(script) + " <&3 >&4 2>&5";
        return "exec sh -c "
                + ShellWord.quote(NEEDS_TERMINAL + "exec 3<&0 4>&1 5>&2 2>/dev/null; "
                        + "{ sh -c 'echo \"$PPID\"'; IFS= read -r p <&3 && printf '%s\\n' \"$p\"; } | "
                        + "{ read -r reader; SHELL=/bin/sh script -q -e -c " + ShellWord.quote(doas)
                        + " /dev/null >&5 2>&5; r=$?; "
                        + "! grep -q -s \"^PPid:.$$\\$\" \"/proc/$reader/status\" || kill \"$reader\"; exit \"$r\"; }");
    }

    /** Says that the marker on standard error has arrived: only now may what root runs write there. */
    void sendArrived(OutputStream input) throws IOException {
        if (onTerminal()) {
            input.write('\n');
            input.flush();
        }
    }

    /** Sends a script for {@link #runCommand}. */
    static void sendScript(OutputStream input, String script) throws IOException {
        input.write((FIRST_LINE + "\n" + script + "\n" + LAST_LINE + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Answers the question for the password. */
    void sendPassword(OutputStream input) throws IOException {
        input.write((password.orElseThrow().reveal() + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }
}
