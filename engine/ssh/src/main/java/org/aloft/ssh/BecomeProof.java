package org.aloft.ssh;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.aloft.topology.model.BecomeMethod;

/**
 * Finds out once a connection whether sudo, su or doas takes the password, before anything else is sent to it.
 *
 * <p>sudo asks three times, and would take whatever comes next on its input for the second and third password: one typo
 * would lock the account on all hosts. So nothing but the password is sent before sudo is content, and when it asks
 * again its input ends. sudo calls PAM a second time all the same before it asks, and only a signal from root would
 * keep it from that: pam_faillock, which counts an unanswered question, counts two instead of three.
 *
 * <p>Safe for use by several threads: one asks, the others wait for the answer.
 */
final class BecomeProof {
    /** What su says in the C locale, and doas in any. */
    private static final List<String> REFUSALS = List.of("su: Authentication failure", "doas: Authentication failed");

    private final String host;
    private final String user;
    private final String what;
    private final RootShell rootShell;
    private final ExecChannels channels;
    private final ReentrantLock asking = new ReentrantLock();
    private RootShell proven;
    private SshException refusal;

    BecomeProof(String host, String user, RootShell rootShell, ExecChannels channels) {
        this.host = host;
        this.user = user;
        this.what = rootShell.method().map(BecomeProof::word).orElse("");
        this.rootShell = rootShell;
        this.channels = channels;
        this.proven = rootShell.mayAsk() ? null : rootShell;
    }

    private static String word(BecomeMethod method) {
        return method.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns when the password is right, or none is given.
     *
     * @return how to become root from now on
     * @throws SshException {@link SshException.Kind#NO_SUDO} when it was refused, now or before
     */
    RootShell require(Duration deadline, long until) throws SshException {
        try {
            if (!asking.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw channels.tooLate(what, deadline);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw channels.lost("interrupted before anything was run", interrupted);
        }
        try {
            if (refusal != null) {
                throw refusal;
            }
            if (proven == null) {
                proven = ask(deadline, until);
            }
            return proven;
        } finally {
            asking.unlock();
        }
    }

    private RootShell ask(Duration deadline, long until) throws SshException {
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean refused = new AtomicBoolean();
        AtomicBoolean unanswered = new AtomicBoolean();
        ExecChannels.Request request = new ExecChannels.Request(rootShell.proofCommand(), what, 0, command -> input -> {
            if (command.awaitStart(1) != RemoteCommand.Start.ASKED) {
                return;
            }
            asked.set(true);
            if (rootShell.password().isEmpty()) {
                unanswered.set(true);
                command.hangUp();
                return;
            }
            rootShell.sendPassword(input);
            if (command.awaitStart(2) == RemoteCommand.Start.ASKED) {
                refused.set(true);
                command.hangUp();
            }
        });
        ExecChannels.Ended ended = channels.run(request, deadline, until, line -> {});
        if (!ended.errors().begun()) {
            String said = unanswered.get()
                    ? what + " asks for a password"
                    : ended.errors().beforeScript();
            refusal = refused.get() || REFUSALS.stream().anyMatch(said::endsWith) ? wrongPassword() : mayNot(said);
            throw refusal;
        }
        return asked.get() ? rootShell : rootShell.unasked();
    }

    private SshException wrongPassword() {
        boolean ofRoot = rootShell.method().equals(Optional.of(BecomeMethod.SU));
        return new SshException(
                SshException.Kind.NO_SUDO,
                host,
                what + " on " + host + " does not take the password of " + (ofRoot ? "root" : user),
                "check ansible_become_password (or what was typed for -K)" + (ofRoot ? ", which must be root's" : "")
                        + "; it was offered once and is not tried again",
                null);
    }

    /** What it means that sudo, su or doas ended without running anything. */
    SshException mayNot(String said) {
        String because = said.isEmpty() ? what + " said nothing" : said.substring(said.lastIndexOf('\n') + 1);
        return new SshException(
                SshException.Kind.NO_SUDO,
                host,
                "user " + user + " may not become root: " + because,
                rootShell.method().map(this::wayOut).orElse(""),
                null);
    }

    private String wayOut(BecomeMethod method) {
        boolean password = rootShell.password().isPresent();
        return switch (method) {
            case SUDO ->
                password
                        ? "check ansible_become_password, and that the host's sudoers lets " + user + " run anything"
                        : "give ansible_become_password, or add to the host's sudoers: " + user
                                + " ALL=(ALL) NOPASSWD: ALL";
            case SU ->
                password
                        ? "check whether the host lets " + user + " use su (pam_wheel in /etc/pam.d/su)"
                        : "give ansible_become_password: root's own, which su asks for";
            case DOAS ->
                password
                        ? "check that the host's doas.conf lets " + user + " run anything as root: permit " + user
                                + " as root"
                        : "give ansible_become_password, or add to the host's doas.conf: permit nopass " + user
                                + " as root";
        };
    }
}
