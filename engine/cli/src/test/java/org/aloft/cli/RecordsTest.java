package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who holds a lock and who changed what, as hosts tell it: {@code aloft unlock} and {@code aloft history}. */
@Timeout(60)
class RecordsTest extends OnHostsInMemory {
    private static final String RUN = "2026-01-0%d\trun%d\tann@desk\tapply\t0123456789ab\t2\t1\t0\tdone\n";

    @Test
    void shouldShowAndBreakALock() {
        hosts.host("web2").leaseHolder = "bob@there";

        Invocation told = aloft("unlock", topology.toString(), "--yes");

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.out())
                .isEqualTo("web2 is locked by bob@there since 2026-01-02T03:04:05Z;"
                        + " the lock ends in 61 s unless it is renewed\nweb2: unlocked\n");
        assertThat(hosts.host("web2").broken).isEqualTo("run0");
        assertThat(hosts.host("web1").broken).isEmpty();
    }

    @Test
    void shouldRefuseWhereNothingIsLocked() {
        hosts.host("web2").leaseHolder = "bob@there";

        Invocation told = aloft("unlock", topology.toString(), "web1", "lvs*", "--yes");

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(told.err()).contains("nothing is locked on web1, lvs1, lvs2");
        assertThat(hosts.host("web2").broken).isEmpty();
    }

    @Test
    void shouldShowALockAndLeaveItWhereNobodyCanBeAsked() {
        hosts.host("web2").leaseHolder = "bob@there";

        Invocation told = aloft("unlock", topology.toString());

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.out()).contains("web2 is locked by bob@there");
        assertThat(told.err()).contains("aloft unlock --yes does not ask");
        assertThat(hosts.host("web2").broken).isEmpty();
    }

    @Test
    void shouldNameAHostThatNobodyKnows() {
        Invocation told = aloft("history", topology.toString(), "web9");

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains("HOST web9: no host and no group is called web9");
    }

    @Test
    void shouldPrintRunsOfAllHostsTheOldestFirst() {
        hosts.host("web1").history = RUN.formatted(1, 1) + RUN.formatted(3, 3) + "of a later version\n";
        hosts.host("web2").history = RUN.formatted(2, 2);

        Invocation told = aloft("history", topology.toString());

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.out()).isEqualTo("""
                        WHEN        HOST  COMMAND  WHO       TOPOLOGY      CHANGES   RESULT  RUN
                        2026-01-01  web1  apply    ann@desk  0123456789ab  +2 ~1 -0  done    run1
                        2026-01-02  web2  apply    ann@desk  0123456789ab  +2 ~1 -0  done    run2
                        2026-01-03  web1  apply    ann@desk  0123456789ab  +2 ~1 -0  done    run3
                        """);
    }

    @Test
    void shouldTellMachinesTheSame() {
        hosts.host("web1").history = RUN.formatted(1, 1);
        hosts.host("web2").down = true;

        Invocation told = aloft("history", topology.toString(), "--json");

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.UNREACHABLE.status());
        JsonNode document = Schema.HISTORY.holds(told.out());
        assertThat(document.at("/runs/0/host").asText()).isEqualTo("web1");
        assertThat(document.at("/runs/0/created").asInt()).isEqualTo(2);
        assertThat(document.at("/unreachable/0/host").asText()).isEqualTo("web2");
    }
}
