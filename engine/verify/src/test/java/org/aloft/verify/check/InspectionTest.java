package org.aloft.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.SshException;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.FakeHost;
import org.aloft.verify.observe.ArpAnswers;
import org.aloft.verify.observe.HostScript;
import org.aloft.verify.observe.Observer;
import org.aloft.verify.probe.Vantage;
import org.junit.jupiter.api.Test;

/** Who is asked for what, where lvs1 holds the VIP. */
class InspectionTest {
    private static final String HELD = """
            #aloft addresses
            10: ens33    inet 192.168.100.10/32 scope global ens33
            #aloft end
            """;
    private static final String ASKED = "#aloft way arping\n%s#aloft end\n";
    private static final String REPLY = "Unicast reply from 192.168.100.10 [02:00:00:00:00:64]  0.9ms\n";
    private static final String BEHIND_A_ROUTER = "#aloft impossible the VIP is behind a router\n#aloft end\n";

    @Test
    void shouldAskForAVipByTheClient() throws InterruptedException {
        assertThat(askedBy("client")).isEqualTo(ClassicCluster.arp("64"));
    }

    @Test
    void shouldAskForAVipOfAnotherNetworkByADirectorThatDoesNotHoldIt() throws InterruptedException {
        assertThat(askedBy("lvs2")).isEqualTo(ClassicCluster.arp("64"));
    }

    @Test
    void shouldSayWhyNobodyCouldAsk() throws InterruptedException {
        assertThat(askedBy("nobody").impossible()).isEqualTo(Optional.of("the VIP is behind a router"));
    }

    /** @param asker the only host in the VIP's network beside the holder */
    private static ArpAnswers askedBy(String asker) throws InterruptedException {
        Fleet.Dialer dialer = (host, deadline) -> FakeHost.of(host.name(), script -> {
            if (script.equals(HostScript.text())) {
                return host.name().equals("lvs1") ? HELD : "#aloft addresses\n#aloft end\n";
            }
            assertThat(host.name()).as("the holder hears no request of its own").isNotEqualTo("lvs1");
            return host.name().equals(asker) ? ASKED.formatted(REPLY) : BEHIND_A_ROUTER;
        });
        Vantage nowhere = (address, port, timeout) -> {
            throw new SshException(SshException.Kind.REFUSED, "here", "refused", "nothing listens", null);
        };
        try (Fleet fleet = new Fleet(dialer, 2, Duration.ofSeconds(5))) {
            Observer observer = new Observer(ClassicCluster.TOPOLOGY, fleet);
            return new Inspection(ClassicCluster.TOPOLOGY, observer, nowhere)
                    .all()
                    .arp()
                    .get(ClassicCluster.VIP);
        }
    }
}
