package org.aloft.plan.apply;

import static org.aloft.plan.apply.Scripts.ANN;
import static org.aloft.plan.apply.Scripts.BOB;
import static org.aloft.plan.apply.Scripts.LONG;
import static org.aloft.plan.apply.Scripts.apply;
import static org.aloft.plan.apply.Scripts.batch;
import static org.aloft.plan.apply.Scripts.events;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.aloft.plan.resource.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may change a host, and for how long. */
class LeaseScriptTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRefuseAHostThatAnotherRunHasTheLeaseOf() throws Exception {
        List<String> outputs = new Hosts(folder)
                .run(
                        "",
                        LeaseScript.take(ANN, "-"),
                        LeaseScript.take(BOB, "-"),
                        ApplyScript.of(batch(Call.of("put_file", "/srv/x", "0644", "x")), BOB, LONG),
                        LeaseScript.take(ANN, "-"),
                        LeaseScript.end(BOB),
                        LeaseScript.take(BOB, "-"),
                        LeaseScript.end(ANN),
                        LeaseScript.take(BOB, "-"),
                        "ls /srv\n");
        assertThat(events(outputs.get(0))).containsExactly(new ApplyEvent.Leased());
        ApplyEvent held = new ApplyEvent.LockHeld("o'brien $(id)@ws 1", "2026-01-02T03:04:05Z");
        assertThat(events(outputs.get(1))).containsExactly(held);
        assertThat(outputs.get(1)).endsWith("exit 75\n");
        assertThat(events(outputs.get(2))).containsExactly(held);
        assertThat(events(outputs.get(3))).as("renewed").containsExactly(new ApplyEvent.Leased());
        assertThat(events(outputs.get(5))).as("not ended by another").containsExactly(held);
        assertThat(events(outputs.get(7))).containsExactly(new ApplyEvent.Leased());
        assertThat(outputs.get(8)).isEqualTo("exit 0\n");
    }

    /** Between the moment in which a lease is written and that in which it is put in its place. */
    @Test
    void shouldRenewALeaseWhileAScriptOfTheSameRunTakesIt() throws Exception {
        String there = "cat >/srv/renew <<'END'\n" + LeaseScript.renew(ANN) + "END\n";
        String between = "mv() { unset -f mv; sh /srv/renew; mv \"$@\"; }\n";
        List<String> outputs =
                new Hosts(folder).run(there, between + LeaseScript.take(ANN, "-"), "ls -d /run/aloft*\n");
        assertThat(events(outputs.get(0))).containsExactly(new ApplyEvent.Leased(), new ApplyEvent.Leased());
        assertThat(outputs.get(0)).endsWith("exit 0\n");
        assertThat(outputs.get(1)).isEqualTo("/run/aloft.lease\n/run/aloft.lock\nexit 0\n");
    }

    @Test
    void shouldForgetALeaseThatNobodyRenews() throws Exception {
        String expired = "printf '%s\\n' run0 0 mara@desk 2026-01-01T00:00:00Z >/run/aloft.lease";
        assertThat(events(new Hosts(folder)
                        .run(expired, LeaseScript.take(ANN, "-"))
                        .get(0)))
                .containsExactly(new ApplyEvent.Leased());
    }

    @Test
    void shouldSayWhoHoldsALeaseAndStopTheRunThatLosesIt() throws Exception {
        List<String> outputs = new Hosts(folder)
                .run(
                        "",
                        LeaseScript.show(BOB),
                        LeaseScript.take(ANN, "-"),
                        LeaseScript.show(BOB),
                        LeaseScript.breakOf(BOB, "run7"),
                        LeaseScript.breakOf(BOB, "run1"),
                        LeaseScript.renew(ANN),
                        apply(Call.of("put_file", "/srv/x", "0644", "x")),
                        "ls /srv\n",
                        LeaseScript.take(BOB, "-"),
                        LeaseScript.breakOf(BOB, "run1"));
        assertThat(events(outputs.get(0))).containsExactly(new ApplyEvent.LeaseFree());
        assertThat(events(outputs.get(2))).singleElement().isInstanceOfSatisfying(ApplyEvent.LeaseHeld.class, held -> {
            assertThat(held.runId()).isEqualTo("run1");
            assertThat(held.who()).isEqualTo("o'brien $(id)@ws 1");
            assertThat(held.since()).isEqualTo("2026-01-02T03:04:05Z");
            assertThat(held.secondsLeft()).isBetween(1L, LeaseScript.LENGTH.toSeconds());
            assertThat(held.busy()).isFalse();
        });
        assertThat(events(outputs.get(3)))
                .as("of another run")
                .singleElement()
                .isInstanceOf(ApplyEvent.LeaseHeld.class);
        assertThat(events(outputs.get(4))).containsExactly(new ApplyEvent.LeaseBroken());
        ApplyEvent broken = new ApplyEvent.Broken("bob@desk", "2026-01-02T03:05:00Z");
        assertThat(events(outputs.get(5))).containsExactly(broken);
        assertThat(events(outputs.get(6))).containsExactly(broken);
        assertThat(outputs.get(6)).endsWith("exit 75\n");
        assertThat(outputs.get(7)).as("nothing was done").isEqualTo("exit 0\n");
        assertThat(events(outputs.get(8))).containsExactly(new ApplyEvent.Leased());
        assertThat(events(outputs.get(9)))
                .singleElement()
                .isInstanceOfSatisfying(ApplyEvent.LeaseHeld.class, held -> assertThat(held.runId())
                        .isEqualTo("run2"));
    }

    @Test
    void shouldSayThatAScriptIsAtWork() throws Exception {
        String there = "exec 8>>/run/aloft.lock; flock 8; ";
        List<String> outputs = new Hosts(folder).run(there, LeaseScript.renew(ANN), LeaseScript.show(BOB));
        assertThat(events(outputs.get(1)))
                .singleElement()
                .isInstanceOfSatisfying(ApplyEvent.LeaseHeld.class, held -> assertThat(held.busy())
                        .isTrue());
    }
}
