package org.aloft.verify.check;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.aloft.ssh.SshException;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.observe.ArpAnswers;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.Observer;
import org.aloft.verify.probe.Fingerprints;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Probe;
import org.aloft.verify.probe.ProbeStream;
import org.aloft.verify.probe.Vantage;

/** Collects findings for the checks: the hosts' state, ARP answers, and some requests to each VIP. */
public final class Inspection {
    private static final int REQUESTS_PER_SERVER = 6;

    private final Topology topology;
    private final Observer observer;
    private final Vantage vantage;

    /** Inspects the cluster of {@code topology}; requests start at {@code vantage}. */
    public Inspection(Topology topology, Observer observer, Vantage vantage) {
        this.topology = topology;
        this.observer = observer;
        this.vantage = vantage;
    }

    /** All findings. */
    public Findings all() throws InterruptedException {
        ClusterSeen cluster = observer.look();
        Map<InetAddress, ArpAnswers> arp = new LinkedHashMap<>();
        for (VrrpInstance instance : topology.instances()) {
            instance.vips().stream()
                    .map(IpPrefix::address)
                    .filter(vip -> !vip.isLinkLocalAddress())
                    .forEach(vip -> arp.put(vip, askArp(instance, vip, cluster)));
        }
        Map<String, RequestsSeen> requests = new LinkedHashMap<>();
        for (VirtualService service : topology.services()) {
            if (service.tcpPort().isPresent()) {
                requests.put(service.name(), request(service));
            }
        }
        return new Findings(topology, cluster, arp, requests);
    }

    /** The hosts' state only. */
    public Findings hosts() throws InterruptedException {
        return Findings.of(topology, observer.look());
    }

    /** Fingerprints of the service's real servers, from asking each directly. */
    public Fingerprints fingerprints(VirtualService service) {
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
        try {
            return Fingerprints.of(askDirectly(service, new LinkedHashMap<>(), watchdog));
        } finally {
            watchdog.shutdownNow();
        }
    }

    /** A probe of the VIP of a service that has a TCP port, as in {@code verify.probe}. */
    public Probe probe(VirtualService service) {
        return probe(service.vip(), service.tcpPort().orElseThrow());
    }

    /** The client asks; where it cannot, as in another network, a director does that does not hold the VIP. */
    private ArpAnswers askArp(VrrpInstance instance, InetAddress vip, ClusterSeen cluster) {
        List<String> holders = cluster.holders(instance, vip);
        Set<String> askers =
                new LinkedHashSet<>(topology.verification().from().stream().toList());
        instance.members().keySet().stream()
                .filter(member -> !holders.contains(member))
                .forEach(askers::add);
        ArpAnswers answers = ArpAnswers.impossible("no host to ask from: set verify.from");
        for (String asker : askers) {
            answers = observer.askArp(asker, vip, cluster);
            if (answers.impossible().isEmpty()) {
                return answers;
            }
        }
        return answers;
    }

    private RequestsSeen request(VirtualService service) {
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
        try {
            Map<String, String> notAnswering = new LinkedHashMap<>();
            Map<String, String> prints = askDirectly(service, notAnswering, watchdog);
            Fingerprints fingerprints = Fingerprints.of(prints);
            Map<String, Integer> answers = new LinkedHashMap<>();
            Map<String, Integer> failures = new LinkedHashMap<>();
            int sent = REQUESTS_PER_SERVER * topology.answering(service).size();
            for (int count = 0; count < sent; count++) {
                Outcome outcome = probe(service).ask(fingerprints, watchdog);
                if (outcome instanceof Outcome.Answered answered) {
                    answers.merge(answered.by(), 1, Integer::sum);
                } else if (outcome instanceof Outcome.Failed failed) {
                    failures.merge(failed.reason(), 1, Integer::sum);
                }
            }
            String from = topology.verification().from().orElse("this machine");
            return new RequestsSeen(from, sent, answers, failures, notAnswering, fingerprints.distinct());
        } finally {
            watchdog.shutdownNow();
        }
    }

    private Map<String, String> askDirectly(
            VirtualService service, Map<String, String> notAnswering, ScheduledExecutorService watchdog) {
        Map<String, String> prints = new LinkedHashMap<>();
        if (topology.verification().httpPath().isEmpty() || !reachesThemDirectly(service)) {
            return prints;
        }
        for (VirtualService.RealServer server : topology.answering(service)) {
            try {
                prints.put(server.name(), probe(server.address(), server.port()).fingerprint(watchdog));
            } catch (SshException | IOException e) {
                notAnswering.put(server.name(), String.valueOf(e.getMessage()));
            }
        }
        return prints;
    }

    /** With NAT or a proxy the client may have no route to the real servers. */
    private static boolean reachesThemDirectly(VirtualService service) {
        return switch (service.forwarding()) {
            case DR, TUN, LOCAL -> true;
            case NAT, PROXY -> false;
        };
    }

    private Probe probe(InetAddress address, int port) {
        return new Probe(
                vantage, address.getHostAddress(), port, topology.verification().httpPath(), ProbeStream.TIMEOUT);
    }

    /** Applies checks to findings. */
    public static List<CheckResult> judge(List<Check> checks, Findings findings) {
        List<CheckResult> results = new ArrayList<>();
        checks.forEach(check -> results.addAll(check.judge(findings)));
        return List.copyOf(results);
    }
}
