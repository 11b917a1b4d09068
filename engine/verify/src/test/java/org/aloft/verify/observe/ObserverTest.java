package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.SshException;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.FakeHost;
import org.junit.jupiter.api.Test;

class ObserverTest {
    private final Map<String, FakeHost> hosts = new ConcurrentHashMap<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @Test
    void shouldLookAtEachHostOnTheFleetsThreadsAndSayWhichCouldNotBeObserved() throws InterruptedException {
        answering("#aloft addresses\n10: ens33    inet 192.168.100.10/32 scope global ens33\n#aloft end\n");
        hosts.put("lvs2", FakeHost.of("lvs2", script -> "#aloft addresses\n"));
        hosts.put(
                "web1",
                FakeHost.of(
                        "web1", script -> "#aloft services\n#aloft addresses\n1: lo inet 1.2.3.4/99\n#aloft end\n"));
        hosts.remove("web2");
        try (Fleet fleet = fleet()) {
            ClusterSeen seen = new Observer(ClassicCluster.TOPOLOGY, fleet).look();
            assertThat(seen.hosts().keySet()).containsExactly("lvs1", "lvs2", "web1", "web2", "client");
            assertThat(seen.host("lvs1").holds(ClassicCluster.VIP)).isTrue();
            assertThat(seen.host("lvs2").unobserved()).contains("its answer was cut off");
            assertThat(seen.host("web1").unobserved())
                    .hasValueSatisfying(reason -> assertThat(reason).startsWith("its answer could not be read: "));
            assertThat(seen.host("web2").unobserved()).contains("web2 does not answer");
        }
        assertThat(new TreeSet<>(threads)).allMatch(name -> name.startsWith("fleet-"));
    }

    @Test
    void shouldSayWhyAnAgentDoesNotAnswer() throws InterruptedException {
        answering("#aloft addresses\n#aloft end\n");
        try (Fleet fleet = fleet()) {
            ClusterSeen seen = new Observer(ClassicCluster.TOPOLOGY, fleet).look();
            assertThat(seen.host("lvs1").silence(StatusPage.ALOFTD)).isEqualTo("aloftd does not answer: refused");
            assertThat(seen.host("web1").unanswered()).as("has no agent").isEmpty();
        }
    }

    private void answering(String text) {
        for (String name : ClassicCluster.TOPOLOGY.hosts().keySet()) {
            hosts.put(name, FakeHost.of(name, script -> {
                threads.add(Thread.currentThread().getName());
                return text;
            }));
        }
    }

    private Fleet fleet() {
        return new Fleet(
                (host, deadline) -> {
                    if (!hosts.containsKey(host.name())) {
                        throw new SshException(
                                SshException.Kind.UNREACHABLE,
                                host.name(),
                                host.name() + " does not answer",
                                "start it",
                                null);
                    }
                    return hosts.get(host.name());
                },
                2,
                Duration.ofSeconds(5));
    }
}
