package org.aloft.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.cluster.PlanException;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.HostState;
import org.aloft.plan.host.UnreachableHost;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.Sha256;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.PlanOptions;
import org.aloft.plan.rollout.Planner;
import org.aloft.plan.saved.Planned;
import org.aloft.plan.saved.SavedPlan;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.Prober;
import org.aloft.ssh.Settlement;
import org.aloft.topology.inventory.HostPatterns;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.TopologyException;

/** One command's work on one cluster: its topology, and connections to its hosts. Safe for use by several threads. */
final class Session implements AutoCloseable {
    private static final int DIGITS = 12;
    private static final int SALT_BYTES = 16;

    private final Topology topology;
    private final Path file;
    private final Terminal terminal;
    private final Surroundings surroundings;
    private final Fleet fleet;

    /**
     * @param forks how many hosts are worked on at the same time
     * @param timeout how long connecting to a host may take
     */
    Session(Topology topology, Path file, Terminal terminal, Surroundings surroundings, int forks, Duration timeout) {
        this.topology = topology;
        this.file = file;
        this.terminal = terminal;
        this.surroundings = surroundings;
        this.fleet = new Fleet(surroundings.dialer(), forks, timeout);
    }

    Topology topology() {
        return topology;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Fleet fleet() {
        return fleet;
    }

    /** A host of the topology, or one that only its inventory knows. */
    Host host(String name) {
        return Optional.ofNullable(topology.hosts().get(name))
                .or(() -> topology.otherHosts().find(name))
                .orElse(null);
    }

    /**
     * Probes the hosts and plans their changes. Hosts that may not be changed are probed too: what is safe on one host
     * depends on its peers.
     */
    Plan plan(PlanOptions planOptions) throws Failure, InterruptedException {
        return planned(planOptions).plan();
    }

    /** As {@link #plan}, with all that the plan was made from. */
    Planned planned(PlanOptions planOptions) throws Failure, InterruptedException {
        Installation installation = surroundings.installation();
        try {
            AgentBundle bundle = installation.bundle();
            Wanted wanted = Wanted.of(topology, bundle, installation.templates(file));
            return plan(topology, bundle.id(), wanted, asked(planOptions), planOptions);
        } catch (PlanException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e.fix(), e);
        }
    }

    /**
     * As {@link #planned}, after hosts have undone what a run has left there that nobody confirmed.
     *
     * @param command the one that was typed
     */
    Planned plannedAfterUndoing(String command, PlanOptions planOptions) throws Failure, InterruptedException {
        Planned planned = planned(planOptions);
        return undoneLeftOver(command, planned) ? planned(planOptions) : planned;
    }

    /** As {@link #planOfDestroying}, after hosts have undone what a run has left there that nobody confirmed. */
    Plan planOfDestroyingAfterUndoing(String command, PlanOptions planOptions) throws InterruptedException {
        Planned planned = plannedDestroying(planOptions);
        return undoneLeftOver(command, planned) ? plannedDestroying(planOptions).plan() : planned.plan();
    }

    /** Where its run still holds its lease, nothing is undone: the rollout then says who it is. */
    private boolean undoneLeftOver(String command, Planned planned) throws InterruptedException {
        List<Host> waiting = planned.states().values().stream()
                .filter(state -> state instanceof HostFacts facts && facts.unconfirmed())
                .map(state -> host(state.host()))
                .toList();
        if (waiting.isEmpty()) {
            return false;
        }
        boolean undone = false;
        for (Map.Entry<String, Fleet.Outcome<Settlement.Answer>> each :
                new Settlement(fleet, identity(command)).undoLeftOver(waiting).entrySet()) {
            if (each.getValue() instanceof Fleet.Outcome.Done<Settlement.Answer> done
                    && done.value() instanceof Settlement.Reverted) {
                terminal.note("aloft: " + each.getKey() + " has undone what an earlier run had left there unconfirmed");
                undone = true;
            }
        }
        return undone;
    }

    /**
     * The plan that takes away all that Aloft made: on the topology's hosts, and on those that their manifests name. All
     * are asked, for what may go from one host depends on all others.
     */
    Plan planOfDestroying(PlanOptions planOptions) throws InterruptedException {
        return plannedDestroying(planOptions).plan();
    }

    private Planned plannedDestroying(PlanOptions planOptions) throws InterruptedException {
        List<Host> hosts = topology.hosts().values().stream()
                .filter(host -> !planOptions.forget().contains(host.name()))
                .toList();
        return plan(topology.emptied(), "", new Wanted(Map.of()), hosts, planOptions);
    }

    /** A plan to be kept in a file. */
    SavedPlan saved(Planned planned, PlanOptions planOptions, List<Path> inventories) {
        RunIdentity identity = identity("plan");
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        SavedPlan.Origin origin = new SavedPlan.Origin(
                Aloft.VERSION,
                identity.who() + "@" + identity.from(),
                identity.since().toString(),
                file.toAbsolutePath().toString(),
                inventories.stream()
                        .map(each -> each.toAbsolutePath().toString())
                        .toList());
        return SavedPlan.of(planned, planOptions, origin, HexFormat.of().formatHex(salt));
    }

    private Planned plan(Topology wish, String bundle, Wanted wanted, List<Host> first, PlanOptions planOptions)
            throws InterruptedException {
        try (LiveLines lines = new LiveLines(terminal)) {
            Prober prober = new Prober(fleet, wanted);
            Map<String, HostState> states = new LinkedHashMap<>(probe(prober, first, lines));
            Set<String> leftOver = Planner.leftOver(wish, states, planOptions);
            while (!leftOver.isEmpty()) {
                List<Host> known = leftOver.stream()
                        .flatMap(name -> Optional.ofNullable(host(name)).stream())
                        .toList();
                states.putAll(probe(prober, known, lines));
                leftOver.forEach(name -> states.computeIfAbsent(name, Session::unknown));
                leftOver = Planner.leftOver(wish, states, planOptions);
            }
            return new Planned(wish, bundle, wanted, states, Planner.plan(wish, wanted, states, planOptions));
        }
    }

    private static Map<String, HostState> probe(Prober prober, List<Host> hosts, LiveLines lines)
            throws InterruptedException {
        hosts.forEach(host -> lines.flash(host.name(), "asking …"));
        return prober.probe(hosts, state -> lines.flash(state.host(), words(state)));
    }

    /** The hosts that may be changed, and every host that shares a VRRP instance, a service or the work of directors with one of them. */
    private List<Host> asked(PlanOptions planOptions) {
        Set<String> names = new LinkedHashSet<>(planOptions.limit());
        if (names.isEmpty()) {
            names.addAll(topology.hosts().keySet());
        }
        for (String name : List.copyOf(names)) {
            topology.instancesOf(name)
                    .forEach(instance -> names.addAll(instance.members().keySet()));
            if (topology.directors().contains(name)) {
                names.addAll(topology.directors());
            }
            topology.virtualServicesWithRealServer(name).forEach(service -> names.addAll(topology.balancing(service)));
        }
        return topology.hosts().values().stream()
                .filter(host -> names.contains(host.name()))
                .toList();
    }

    private static UnreachableHost unknown(String name) {
        return new UnreachableHost(
                name,
                "it was a member of this cluster and has not been cleaned, and the inventory does not know it",
                "put " + name + " back into the inventory, and aloft apply cleans it; --forget " + name
                        + " if it is gone for good");
    }

    private static String words(HostState state) {
        return state instanceof HostFacts facts
                ? "answers (%s %s, %s)"
                        .formatted(
                                facts.machine().osId(),
                                facts.machine().osVersion(),
                                facts.machine().kernel())
                : "does not answer";
    }

    /** The hosts that Ansible's {@code --limit} would mean; none when there is no pattern, which means all. */
    Set<String> limit(String limit) throws Failure {
        if (limit == null) {
            return Set.of();
        }
        try {
            return new HostPatterns(topology.inventoryNames()).hostsOf(limit);
        } catch (TopologyException e) {
            throw e.problems().size() == 1 ? wrongLimit(e.problems().get(0), e) : Failure.ofMistakes(e.problems(), e);
        }
    }

    private static Failure wrongLimit(Problem mistake, TopologyException e) {
        String message = mistake.file() + ": " + mistake.message();
        return new Failure(ExitCode.USAGE, message, mistake.fix().orElse(""), e);
    }

    /**
     * Who holds the lease: shown to another run that finds it taken, and written into the hosts' records.
     *
     * @param command the one that was typed
     */
    RunIdentity identity(String command) {
        return new RunIdentity(
                System.getenv().getOrDefault("SUDO_USER", System.getProperty("user.name")),
                machine(),
                Long.toHexString(new SecureRandom().nextLong()),
                surroundings.clock().instant(),
                command,
                digest());
    }

    /** Enough of it to tell one version of the file from another. */
    private String digest() {
        try {
            return Sha256.of(Files.readString(file)).substring(0, DIGITS);
        } catch (IOException e) {
            return "-";
        }
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unknown machine";
        }
    }

    @Override
    public void close() {
        fleet.close();
    }
}
