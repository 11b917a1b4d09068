package org.aloft.verify.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.observe.HostSeen;
import org.aloft.verify.observe.ProxyTable;
import org.aloft.verify.observe.StatusPage;

/**
 * haproxy runs on every director, not on the holder alone, and has the topology's real servers up and with their
 * weights.
 */
public record ProxyAsWanted() implements Check {
    @Override
    public String id() {
        return "proxy";
    }

    @Override
    public String title() {
        return "haproxy has the real servers of the topology, and they are up";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        List<CheckResult> results = new ArrayList<>();
        for (VirtualService service : findings.topology().services()) {
            if (service.forwarding() == VirtualService.Forwarding.PROXY) {
                findings.topology().instanceOf(service).ifPresent(instance -> instance.members()
                        .keySet()
                        .forEach(host ->
                                results.add(judge(service, findings.cluster().host(host)))));
            }
        }
        return List.copyOf(results);
    }

    private CheckResult judge(VirtualService service, HostSeen host) {
        String subject = service.name() + " on " + host.host();
        String expected = "up: " + wanted(service);
        if (host.proxy().isEmpty()) {
            return failed(
                    subject,
                    host.unobserved()
                            .map("could not be observed: "::concat)
                            .orElseGet(() -> host.silence(StatusPage.HAPROXY)),
                    expected,
                    "see how haproxy is (`systemctl status haproxy`) on " + host.host() + ", or run `aloft apply`");
        }
        List<String> differences = differences(service, host.proxy().get());
        return differences.isEmpty()
                ? passed(subject, expected)
                : failed(
                        subject,
                        String.join("; ", differences),
                        expected,
                        "a server that is down fails its check: see why on that host; otherwise run `aloft apply`");
    }

    private static List<String> differences(VirtualService service, ProxyTable table) {
        List<String> differences = new ArrayList<>();
        for (VirtualService.RealServer wanted : service.realServers()) {
            Optional<ProxyTable.Server> found = table.server(service.name(), wanted.name());
            if (found.isEmpty()) {
                differences.add(wanted.name() + " is missing");
            } else if (!found.get().up()) {
                differences.add(wanted.name() + " is " + found.get().status());
            } else if (found.get().weight() != wanted.weight()) {
                differences.add(wanted.name() + " has weight " + found.get().weight());
            }
        }
        table.servers().stream()
                .filter(server -> server.service().equals(service.name()))
                .filter(server -> service.realServers().stream()
                        .noneMatch(wanted -> wanted.name().equals(server.name())))
                .forEach(extra -> differences.add(extra.name() + " is there but not in the topology"));
        return differences;
    }

    private static String wanted(VirtualService service) {
        return service.realServers().stream()
                .map(server -> server.name() + " weight " + server.weight())
                .collect(Collectors.joining(", "));
    }
}
