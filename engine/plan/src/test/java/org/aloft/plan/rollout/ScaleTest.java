package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.plan.cluster.Templates;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.host.HostState;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Verification;
import org.aloft.topology.model.VirtualService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many hosts: a plan that grew with their square would not end. {@code -Daloft.hosts=N} for other numbers. */
class ScaleTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPlanAndShowTwentyThousandHosts() {
        int count = Integer.getInteger("aloft.hosts", 20_000);
        Topology topology = topology(count);
        long start = System.nanoTime();
        Wanted wanted = Wanted.of(topology, SimulatedCluster.BUNDLE, Templates.builtIn());
        Map<String, HostState> states = new LinkedHashMap<>();
        topology.hosts()
                .keySet()
                .forEach(name -> states.put(name, new SimulatedHost(name, "10.0.0.1").facts(wanted.on(name))));
        long ready = System.nanoTime();
        Plan plan = Planner.plan(topology, wanted, states, PlanOptions.DEFAULT);
        long planned = System.nanoTime();
        String text = PlanText.render(plan, ShowOptions.PLAIN);
        long shown = System.nanoTime();

        assertThat(plan.changedHosts()).hasSize(count + 2);
        assertThat(text).contains("Wave 1: real servers");
        System.out.printf(
                "%d hosts: wanted and facts %.1f s, plan %.1f s, text %.1f s%n",
                count, (ready - start) / 1e9, (planned - ready) / 1e9, (shown - planned) / 1e9);
    }

    /** The classic cluster with this many real servers in place of two. */
    private Topology topology(int count) {
        Topology classic = new SimulatedCluster(folder).read("""
                instances:
                  VI_1:
                    virtual_router_id: 10
                    interface: ens33
                    members: {lvs1: 100, lvs2: 90}
                    vips: [192.168.100.10]
                services:
                  web: {vip: 192.168.100.10, port: 80, forward: dr, real_servers: {web1: 1}}
                """);
        Host like = classic.hosts().get("web1");
        Map<String, Host> hosts = new LinkedHashMap<>();
        hosts.put("lvs1", classic.hosts().get("lvs1"));
        hosts.put("lvs2", classic.hosts().get("lvs2"));
        List<VirtualService.RealServer> servers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "w" + i;
            hosts.put(name, new Host(name, address(i).getHostAddress(), like.connection(), Map.of()));
            servers.add(new VirtualService.RealServer(name, address(i), 80, 1));
        }
        VirtualService many = classic.services().get(0).withRealServers(servers);
        Verification verification = new Verification(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofSeconds(12));
        return new Topology(hosts, AgentKind.ALOFTD, classic.instances(), List.of(many), Map.of(), verification);
    }

    private static InetAddress address(int i) {
        try {
            return InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
