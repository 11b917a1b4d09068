package org.aloft.verify.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/** Requests to each VIP are answered, and reach every real server with a weight. */
public record RequestsReach() implements Check {
    @Override
    public String id() {
        return "requests";
    }

    @Override
    public String title() {
        return "requests reach every real server";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        List<CheckResult> results = new ArrayList<>();
        for (VirtualService service : findings.topology().services()) {
            RequestsSeen seen = findings.requests().get(service.name());
            results.add(
                    seen == null
                            ? skipped(service.name(), "not a service of one TCP port: no requests sent")
                            : judge(findings.topology(), service, seen));
        }
        return List.copyOf(results);
    }

    private CheckResult judge(Topology topology, VirtualService service, RequestsSeen seen) {
        String summary = seen.answered() + " of " + seen.sent() + " requests from " + seen.from() + " answered"
                + (seen.answers().isEmpty() ? "" : ": " + counts(seen.answers()));
        List<String> wrong = new ArrayList<>();
        seen.notAnswering().forEach((server, reason) -> wrong.add(server + " asked directly: " + reason));
        if (!seen.failures().isEmpty()) {
            wrong.add(counts(seen.failures()));
        }
        boolean spread = seen.distinct() && !service.keepsClients();
        if (spread) {
            service.realServers().stream()
                    .filter(server -> server.weight() > 0 && !seen.answers().containsKey(server.name()))
                    .forEach(server -> wrong.add("none reached " + server.name()));
        }
        if (!wrong.isEmpty()) {
            return failed(
                    service.name(),
                    summary + "; " + String.join("; ", wrong),
                    "all answered, by " + servers(topology, service),
                    topology.answering(service).stream()
                            .findFirst()
                            .map(first -> "ask one of them itself: curl http://" + endpoint(first) + "/")
                            .orElse("see what listens on the holder of the VIP: ss -ltn"));
        }
        String remark = service.keepsClients()
                ? " (this client stays with one real server)"
                : seen.distinct() ? "" : " (the real servers give identical answers and cannot be told apart)";
        return passed(service.name(), summary + remark);
    }

    private static String endpoint(VirtualService.RealServer server) {
        return VirtualService.endpoint(server.address(), server.port());
    }

    private static String servers(Topology topology, VirtualService service) {
        return service.forwarding() == VirtualService.Forwarding.LOCAL
                ? "the holder of the VIP"
                : topology.answering(service).stream()
                        .map(VirtualService.RealServer::name)
                        .collect(Collectors.joining(", "));
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
