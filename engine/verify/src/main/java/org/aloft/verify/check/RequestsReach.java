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
                            ? skipped(service.name(), "not a TCP service: no requests sent")
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
        if (seen.distinct()) {
            service.realServers().stream()
                    .filter(server -> server.weight() > 0 && !seen.answers().containsKey(server.host()))
                    .forEach(server -> wrong.add("none reached " + server.host()));
        }
        if (!wrong.isEmpty()) {
            return failed(
                    service.name(),
                    summary + "; " + String.join("; ", wrong),
                    "all answered, by " + servers(topology, service),
                    topology.answering(service).stream()
                            .findFirst()
                            .map(first -> "ask one of them itself: curl http://"
                                    + first.address().getHostAddress() + ":" + first.port() + "/")
                            .orElse("see what listens on the holder of the VIP: ss -ltn"));
        }
        return passed(
                service.name(),
                seen.distinct()
                        ? summary
                        : summary + " (the real servers give identical answers and cannot be told apart)");
    }

    private static String servers(Topology topology, VirtualService service) {
        return service.forwarding() == VirtualService.Forwarding.LOCAL
                ? "the holder of the VIP"
                : topology.answering(service).stream()
                        .map(VirtualService.RealServer::host)
                        .collect(Collectors.joining(", "));
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
