package org.aloft.agent.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventDocumentTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:03.612999Z");

    @Test
    void shouldBeOneLineWithTheMembersOfTheEvent() {
        assertThat(EventDocument.write(
                        "R1",
                        new AgentEvent.InstanceChanged(
                                AT,
                                "VI_1",
                                InstanceState.BACKUP,
                                InstanceState.ACTIVE,
                                100,
                                "a \"b\"\n",
                                Occasion.OPERATION)))
                .isEqualTo(
                        "{\"version\":1,\"router\":\"R1\",\"event\":\"instanceChanged\",\"at\":\"2026-01-01T10:00:03.612Z\","
                                + "\"instance\":\"VI_1\",\"from\":\"BACKUP\",\"to\":\"ACTIVE\",\"priority\":100,"
                                + "\"reason\":\"a \\\"b\\\"\\n\",\"occasion\":\"OPERATION\"}");
    }

    /** Compares the members of the records with those of the documents, so that none is forgotten when one is added. */
    @Test
    void shouldSayEverythingThatAnEventSays() throws Exception {
        InetAddress router = InetAddress.getByName("192.0.2.2");
        ServiceName name = new ServiceName("[192.0.2.10]:tcp:80");
        List<AgentEvent> events = List.of(
                new AgentEvent.InstanceChanged(
                        AT, "i", InstanceState.FAULT, InstanceState.BACKUP, 1, "r", Occasion.OPERATION),
                new AgentEvent.GroupChanged(
                        AT, "g", InstanceState.FAULT, InstanceState.BACKUP, "r", Occasion.OPERATION),
                new AgentEvent.LowerPriorityHeard(AT, "i", router, 1, 2, 3),
                new AgentEvent.HoldersClashed(
                        AT, "i", "02:00:00:00:00:01 (claims 10.0.0.10)", 1, AgentEvent.Heard.ARP, 1),
                new AgentEvent.HoldersSettled(AT, "i", router, Duration.ofSeconds(1)),
                new AgentEvent.VipRestored(AT, "i", "192.0.2.10/32"),
                new AgentEvent.PriorityChanged(AT, "i", InstanceState.BACKUP, 1, 2, "r"),
                new AgentEvent.TrackerChanged(AT, "vrrp_script", "n", true, 0, "r"),
                new AgentEvent.RealServerChanged(AT, name, name, true, 1, "r"),
                new AgentEvent.QuorumChanged(AT, name, true, "r"),
                new AgentEvent.ConfigurationReloaded(AT, List.of("a", "b")),
                new AgentEvent.ConfigurationRefused(AT, List.of("a"), List.of("b")),
                new AgentEvent.AgentStarted(AT, "aloftd 1"),
                new AgentEvent.AgentStopping(AT));
        assertThat(events).hasSameSizeAs(AgentEvent.class.getPermittedSubclasses());
        for (AgentEvent event : events) {
            int own = event.getClass().getRecordComponents().length;
            String document = EventDocument.write("R1", event);
            // version, router and event besides
            assertThat(document.split("\":")).as(document).hasSize(own + 3 + 1);
        }
    }
}
