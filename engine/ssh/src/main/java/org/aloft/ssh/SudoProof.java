package org.aloft.ssh;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out once a connection whether sudo takes the password, before anything else is sent to it.
 *
 * <p>sudo asks three times, and would take whatever comes next on its input for the second and third password: one typo
 * would lock the account on all hosts. So nothing but the password is sent before sudo is content, and when it asks
 * again its input ends. sudo calls PAM a second time all the same before it asks, and only a signal from root would
 * keep it from that: pam_faillock, which counts an unanswered question, counts two instead of three.
 *
 * <p>Safe for use by several threads: one asks, the others wait for the answer.
 */
final class SudoProof {
    private static final String WHAT = "sudo";

    private final String host;
    private final String user;
    private final RootShell rootShell;
    private final ExecChannels channels;
    private final ReentrantLock asking = new ReentrantLock();
    private boolean proven;
    private SshException refusal;

    SudoProof(String host, String user, RootShell rootShell, ExecChannels channels) {
        this.host = host;
        this.user = user;
        this.rootShell = rootShell;
        this.channels = channels;
        this.proven = !rootShell.hasPassword();
    }

    /**
     * Returns when the password is right, or none is given.
     *
     * @throws SshException {@link SshException.Kind#NO_SUDO} when sudo said no, now or before
     */
    void require(Duration deadline, long until) throws SshException {
        try {
            if (!asking.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw channels.tooLate(WHAT, deadline);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw channels.lost("interrupted before anything was run", interrupted);
        }
        try {
            if (refusal != null) {
                throw refusal;
            }
            if (!proven) {
                ask(deadline, until);
                proven = true;
            }
        } finally {
            asking.unlock();
        }
    }

    private void ask(Duration deadline, long until) throws SshException {
        AtomicBoolean askedAgain = new AtomicBoolean();
        ExecChannels.Request request = new ExecChannels.Request(rootShell.proofCommand(), WHAT, 0, command -> input -> {
            if (command.awaitStart(1) == RemoteCommand.Start.ASKED) {
                rootShell.sendPassword(input);
                if (command.awaitStart(2) == RemoteCommand.Start.ASKED) {
                    askedAgain.set(true);
                    command.hangUp();
                }
            }
        });
        ExecChannels.Ended ended = channels.run(request, deadline, until, line -> {});
        if (!ended.errors().begun()) {
            refusal = askedAgain.get() ? wrongPassword() : mayNot(ended.errors().beforeScript());
            throw refusal;
        }
    }

    private SshException wrongPassword() {
        return new SshException(
                SshException.Kind.NO_SUDO,
                host,
                "sudo on " + host + " does not take the password of " + user,
                "check ansible_become_password (or what was typed for -K); it was offered once and is not tried again",
                null);
    }

    /** What it means that sudo ended without running anything. */
    SshException mayNot(String said) {
        String because = said.isEmpty() ? "sudo said nothing" : said.substring(said.lastIndexOf('\n') + 1);
        return new SshException(
                SshException.Kind.NO_SUDO,
                host,
                "user " + user + " may not become root: " + because,
                rootShell.password().isPresent()
                        ? "check ansible_become_password, and that the host's sudoers lets " + user + " run anything"
                        : "give ansible_become_password, or add to the host's sudoers: " + user
                                + " ALL=(ALL) NOPASSWD: ALL",
                null);
    }
}
