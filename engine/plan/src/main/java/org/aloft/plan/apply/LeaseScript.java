package org.aloft.plan.apply;

import static org.aloft.plan.shell.ShellWord.quote;

import java.time.Duration;

/**
 * The scripts by which a run says on every host that it touches: I am changing this cluster. Taken before the first
 * change, renewed while the run lasts, ended with it; it ends by itself when nobody renews it.
 */
public final class LeaseScript {
    /** How long a host keeps a lease that nobody renews. */
    public static final Duration LENGTH = Duration.ofSeconds(90);

    /** How often it is renewed: twice may fail. */
    public static final Duration RENEWAL = Duration.ofSeconds(25);

    private LeaseScript() {}

    /**
     * Takes or renews the lease. Prints {@link ApplyEvent.LockHeld} and ends with {@link ApplyScript#LOCKED} when
     * another run holds it, prints {@link ApplyEvent.Stale} when the manifest is not the one that the plan was made
     * from, or a change of an earlier run waits to be undone.
     *
     * @param manifest digest of the manifest that was planned with; {@code -} for none
     */
    public static String take(RunIdentity identity, String manifest) {
        return ApplyScript.header(identity) + """

                main() {
                  exec 9>>/run/aloft.lock || exit 1
                  if ! flock -x -w 3 9; then
                    lease_says locked
                    exit 75
                  fi
                  if ! check_manifest %s; then
                    say stale 0
                    exit 75
                  fi
                  take_lease || exit
                  if [ -e /var/lib/aloft/undo ]; then
                    end_lease
                    say stale 0
                    exit 75
                  fi
                  say leased 0
                }

                main </dev/null
                """.formatted(quote(manifest));
    }

    /** Renews the lease, also where a script of this run holds the lock, or the host has been restarted. */
    public static String renew(RunIdentity identity) {
        return ApplyScript.header(identity) + "\ntake_lease && say leased 0\n";
    }

    /** Says who holds the lease: {@link ApplyEvent.LeaseHeld} or {@link ApplyEvent.LeaseFree}. */
    public static String show(RunIdentity identity) {
        return ApplyScript.header(identity) + "\nshow_lease\n";
    }

    /**
     * Ends the lease of another run, whose scripts then find it gone and do nothing more; a script that is at work comes
     * to its end. Prints {@link ApplyEvent.LeaseBroken}, or what {@link #show} says where that run does not hold it.
     *
     * @param runId the run that is to lose it
     */
    public static String breakOf(RunIdentity identity, String runId) {
        return ApplyScript.header(identity) + "\nbreak_lease " + quote(runId) + "\n";
    }

    /** Ends the lease, if this run holds it. */
    public static String end(RunIdentity identity) {
        return ApplyScript.header(identity) + "\nend_lease\n";
    }
}
