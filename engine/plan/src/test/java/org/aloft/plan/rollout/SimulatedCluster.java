package org.aloft.plan.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.aloft.plan.cluster.DirectorText;
import org.aloft.plan.cluster.Templates;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.host.HeldAddress;
import org.aloft.plan.host.HostState;
import org.aloft.plan.host.UnreachableHost;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.Call;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.TopologyException;

/**
 * A cluster of simulated hosts whose agents speak VRRP with each other as far as the order of a rollout depends on it:
 * a router hears those that share its parameters; an active router stays active through a reload.
 */
final class SimulatedCluster {
    static final AgentBundle BUNDLE = bundle("0123456789ab");

    private static final String INVENTORY = """
            [directors]
            lvs1 ansible_host=192.168.100.100
            lvs2 ansible_host=192.168.100.101
            [web]
            web1 ansible_host=192.168.100.201
            web2 ansible_host=192.168.100.202
            web3 ansible_host=192.168.100.203
            web4 ansible_host=192.168.100.204
            [spare]
            lvs3 ansible_host=192.168.100.103
            lvs4 ansible_host=192.168.100.104
            [all:vars]
            ansible_user=root
            """;

    private final Path folder;
    private final Map<String, SimulatedHost> hosts = new TreeMap<>();
    private final Map<String, DirectorText.Instance> speaking = new LinkedHashMap<>();
    private final Set<String> silent = new LinkedHashSet<>();
    private final Set<String> active = new LinkedHashSet<>();
    /** Whether somebody held the VIP when this was looked at last. */
    private boolean held;
    /** Everything that must never be seen: two holders of a VIP, or a VIP that was held and is not. */
    final List<String> faults = new ArrayList<>();
    /** Who held the VIP, in the order of time. */
    final List<String> holders = new ArrayList<>();

    AgentBundle bundle = BUNDLE;

    SimulatedCluster(Path folder) {
        this.folder = folder;
        INVENTORY.lines().filter(line -> line.contains("ansible_host=")).forEach(line -> {
            String name = line.substring(0, line.indexOf(' '));
            hosts.put(name, new SimulatedHost(name, line.substring(line.indexOf('=') + 1)));
        });
    }

    static AgentBundle bundle(String id) {
        return new AgentBundle(id, id.substring(0, 4).repeat(16), 18L << 20, "x86_64", Path.of("aloftd.tar.gz"));
    }

    SimulatedHost host(String name) {
        return hosts.get(name);
    }

    /** A host that does not answer, though what runs on it goes on. */
    void silence(String host) {
        silent.add(host);
    }

    Topology read(String yaml) {
        try {
            Files.writeString(folder.resolve("hosts.ini"), INVENTORY);
            Path file = Files.writeString(folder.resolve("topology.yml"), "inventory: hosts.ini\n" + yaml);
            return new TopologyReader().read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TopologyException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Plan plan(String yaml) {
        return plan(yaml, PlanOptions.DEFAULT);
    }

    Plan plan(String yaml, PlanOptions options) {
        Topology topology = read(yaml);
        return plan(topology, topology, Wanted.of(topology, bundle, Templates.builtIn()), options);
    }

    /** The plan that takes the cluster of this topology down. */
    Plan planOfDestroying(String yaml, PlanOptions options) {
        Topology topology = read(yaml);
        return plan(topology, topology.emptied(), new Wanted(Map.of()), options);
    }

    private Plan plan(Topology asked, Topology topology, Wanted wanted, PlanOptions options) {
        Map<String, HostState> states = new LinkedHashMap<>();
        asked.hosts().keySet().forEach(name -> states.put(name, state(name, wanted)));
        for (Set<String> more = Planner.leftOver(topology, states, options);
                !more.isEmpty();
                more = Planner.leftOver(topology, states, options)) {
            more.forEach(name -> states.put(name, state(name, wanted)));
        }
        return Planner.plan(topology, wanted, states, options);
    }

    private HostState state(String name, Wanted wanted) {
        return silent.contains(name) || !hosts.containsKey(name)
                ? new UnreachableHost(name, "no route to " + name, "is it switched on?")
                : hosts.get(name).facts(wanted.on(name));
    }

    /** Plans and applies, and hands the plan back. */
    Plan apply(String yaml) {
        Plan plan = plan(yaml);
        apply(plan);
        return plan;
    }

    void apply(Plan plan) {
        plan.waves().forEach(this::apply);
    }

    void apply(Wave wave) {
        for (Batch batch : wave.batches()) {
            SimulatedHost host = hosts.get(batch.host());
            host.manifest = batch.intent();
            for (Step step : batch.steps()) {
                for (Call call : step.change().calls()) {
                    int seen = host.log.size();
                    host.run(call);
                    host.log.subList(seen, host.log.size()).forEach(what -> happened(host, what));
                }
            }
            host.manifest = batch.after();
        }
        for (Proof proof : wave.proofs()) {
            if (proof instanceof Proof.OneHolder one && !silent.containsAll(one.hosts())) {
                one.missing(interfacesWith(one)).ifPresent(faults::add);
            }
        }
    }

    private Map<String, String> interfacesWith(Proof.OneHolder proof) {
        return proof.hosts().stream().collect(Collectors.toMap(name -> name, name -> hosts.get(name).addresses.stream()
                .filter(held -> held.host().equals(proof.vip().host()))
                .map(HeldAddress::networkInterface)
                .collect(Collectors.joining("\n"))));
    }

    // ---- VRRP

    private void happened(SimulatedHost host, String what) {
        String unit = what.substring(what.indexOf(' ') + 1);
        Map<String, String> files = Map.of(
                "aloftd.service", "/etc/aloft/aloftd.conf", "keepalived.service", "/etc/keepalived/keepalived.conf");
        if (!files.containsKey(unit)) {
            return;
        }
        switch (what.substring(0, what.indexOf(' '))) {
            case "stop" -> stop(host.name);
            case "start" -> start(host, files.get(unit));
            case "restart" -> restart(host, unit, files.get(unit));
            case "reload" -> reload(host, files.get(unit));
            default -> {}
        }
        settle();
    }

    /** aloftd leaves the VIP in place to the next one, unless others watch it by BFD. */
    private void restart(SimulatedHost host, String unit, String file) {
        boolean watched = host.files.get(file).content().contains("fast_detection");
        if (!unit.startsWith("aloftd") || watched) {
            stop(host.name);
            settle();
        }
        start(host, file);
    }

    private void stop(String host) {
        speaking.remove(host);
        active.remove(host);
    }

    private void start(SimulatedHost host, String file) {
        DirectorText.read(host.files.get(file).content()).instances().stream()
                .findFirst()
                .ifPresent(instance -> speaking.put(host.name, instance));
    }

    private void reload(SimulatedHost host, String file) {
        start(host, file);
    }

    /** Who hears nobody better becomes active; an active router yields to a better one that it hears. */
    private void settle() {
        // The best first: of several that would take over, only one does.
        speaking.keySet().stream()
                .sorted(Comparator.comparing(
                        (String host) -> -speaking.get(host).priority()))
                .filter(one -> hearsActive(one, 0).isEmpty())
                .forEach(active::add);
        Set<String> yielding =
                active.stream().filter(one -> hearsActive(one, 1).isPresent()).collect(Collectors.toSet());
        active.removeAll(yielding);
        if (active.size() > 1) {
            faults.add("held by " + active);
        }
        if (active.isEmpty() && held) {
            faults.add("held by nobody");
        }
        held = !active.isEmpty();
        hosts.values().forEach(host -> {
            HeldAddress vip = new HeldAddress("192.168.100.10/32", "ens33");
            host.addresses.remove(vip);
            if (active.contains(host.name)) {
                host.addresses.add(vip);
            }
        });
        active.stream()
                .filter(holder ->
                        holders.isEmpty() || !holders.get(holders.size() - 1).equals(holder))
                .forEach(holders::add);
    }

    /** An active router whose priority is higher by so much, or more. */
    private Optional<String> hearsActive(String one, int higherBy) {
        return active.stream()
                .filter(other -> !other.equals(one) && hear(one, other))
                .filter(other ->
                        speaking.get(other).priority() >= speaking.get(one).priority() + higherBy)
                .findFirst();
    }

    private boolean hear(String one, String other) {
        return speaking.get(one).shared().equals(speaking.get(other).shared());
    }
}
