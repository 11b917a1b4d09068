package org.aloft.verify.check;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.observe.ArpAnswers;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;

/**
 * Only the holder of a VIP answers ARP for it, or neighbour solicitations; a real server that does attracts traffic past
 * the director.
 */
public record ArpAnswered() implements Check {
    @Override
    public String id() {
        return "arp";
    }

    @Override
    public String title() {
        return "only the holder answers ARP (IPv6: neighbour discovery) for the VIP";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        List<CheckResult> results = new ArrayList<>();
        for (VrrpInstance instance : findings.topology().instances()) {
            for (IpPrefix vip : instance.vips()) {
                results.add(judge(instance, vip.address(), findings));
            }
        }
        return List.copyOf(results);
    }

    private CheckResult judge(VrrpInstance instance, InetAddress vip, Findings findings) {
        String subject = IpPrefix.inShort(vip);
        if (vip.isLinkLocalAddress()) {
            return skipped(subject, "a link-local address: ask for it by hand, on its own network");
        }
        ArpAnswers answers = findings.arp().getOrDefault(vip, ArpAnswers.impossible("nobody was asked"));
        if (answers.impossible().isPresent()) {
            return skipped(subject, answers.impossible().get());
        }
        ClusterSeen cluster = findings.cluster();
        Set<String> holders = new LinkedHashSet<>(cluster.holders(instance, vip));
        List<String> wrong = answers.macs().stream()
                .filter(mac -> holders.stream()
                        .noneMatch(holder -> cluster.host(holder).macs().containsValue(mac)))
                .toList();
        String expected = "only " + (holders.isEmpty() ? "the holder" : String.join(", ", holders)) + " answers";
        if (!wrong.isEmpty()) {
            return failed(
                    subject,
                    named(wrong, cluster) + " answers (" + answers.way() + ")",
                    expected,
                    fix(wrong, vip, cluster));
        }
        if (answers.macs().isEmpty()) {
            return failed(
                    subject,
                    "no answer (" + answers.way() + ")",
                    expected,
                    "check that the asking host (verify.from) is on the VIP's network, "
                            + "and that no filter on the holder drops ARP (IPv6: neighbour solicitations)");
        }
        return passed(subject, named(answers.macs(), cluster) + " answers (" + answers.way() + ")");
    }

    private static String named(Iterable<String> macs, ClusterSeen cluster) {
        List<String> names = new ArrayList<>();
        macs.forEach(mac -> names.add(cluster.ownerOf(mac) + " (" + mac + ")"));
        return String.join(" and ", names);
    }

    private static String fix(List<String> wrong, InetAddress vip, ClusterSeen cluster) {
        String hosts = cluster.hosts().values().stream()
                .filter(host -> wrong.stream().anyMatch(host.macs()::containsValue))
                .map(HostSeen::host)
                .collect(Collectors.joining(", "));
        if (hosts.isEmpty()) {
            return "find that machine and remove the address from it";
        }
        return vip instanceof Inet6Address
                ? "on " + hosts
                        + ": the address stands on another interface than lo; take it away, or run `aloft apply`"
                : "on " + hosts + ": net.ipv4.conf.all.arp_ignore must be 1 and net.ipv4.conf.all.arp_announce 2; "
                        + "run `aloft apply`";
    }
}
