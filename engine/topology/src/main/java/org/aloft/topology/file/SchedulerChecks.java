package org.aloft.topology.file;

import java.util.List;
import java.util.Set;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** What stands beside a scheduler and does not go with it. */
final class SchedulerChecks {
    /** They take each real server whose weight is not 0 as good as any other (net/netfilter/ipvs, ip_vs_rr, ip_vs_lc). */
    private static final Set<String> WITHOUT_WEIGHTS = Set.of("rr", "lc");

    /** They choose by the client's address (ip_vs_sh, ip_vs_mh). */
    private static final Set<String> BY_SOURCE = Set.of("sh", "mh");

    /** They choose by the destination's address, which is the VIP for every connection (ip_vs_dh, ip_vs_lblc). */
    private static final Set<String> BY_DESTINATION = Set.of("dh", "lblc", "lblcr");

    private final ServiceBlock service;
    private final Problems problems;

    SchedulerChecks(ServiceBlock service, Problems problems) {
        this.service = service;
        this.problems = problems;
    }

    void run() {
        List<Integer> weights = service.backends().stream()
                .map(backend -> backend.value().weight())
                .toList();
        if (!weights.isEmpty() && weights.stream().allMatch(weight -> weight == 0)) {
            Lint.NO_WEIGHT.tell(
                    problems,
                    service.backends().get(0),
                    "with weight 0 a real server gets no new connections, and every one of the service has it",
                    "Give those that serve weight 1.");
        }
        if (WITHOUT_WEIGHTS.contains(service.scheduling().scheduler())) {
            warnOfWeights();
        }
        if (BY_SOURCE.contains(service.scheduling().scheduler())
                && service.persistence().isPresent()) {
            Lint.PERSISTENCE_OVER_SCHEDULER.tell(
                    problems,
                    service.name(),
                    "`scheduler: " + service.scheduling().scheduler()
                            + "` keeps a client at its real server; with persistence=" + persistence()
                            + " an earlier choice wins over it",
                    "Remove `persistence`, or use `scheduler: wlc`.");
        }
        if (BY_DESTINATION.contains(service.scheduling().scheduler())
                && service.backends().size() > 1) {
            Lint.ONE_DESTINATION.tell(
                    problems,
                    service.name(),
                    "`scheduler: " + service.scheduling().scheduler()
                            + "` spreads connections by their destination, and here that is always the VIP",
                    "Use `scheduler: wlc`, or sh where a client must stay with its real server.");
        }
    }

    private String persistence() {
        return Values.inWords(service.persistence().orElseThrow().time());
    }

    private void warnOfWeights() {
        Located<ServiceBlock.Backend> first = null;
        for (Located<ServiceBlock.Backend> backend : service.backends()) {
            if (backend.value().weight() == 0) {
                continue;
            }
            if (first == null) {
                first = backend;
            } else if (first.value().weight() != backend.value().weight()) {
                Lint.WEIGHTS_IGNORED.tell(
                        problems,
                        backend,
                        "`scheduler: " + service.scheduling().scheduler()
                                + "` does not look at weights, but they differ: "
                                + first.value().name() + "=" + first.value().weight() + ", "
                                + backend.value().name() + "=" + backend.value().weight(),
                        "Use `scheduler: w" + service.scheduling().scheduler() + "`, or give all the same weight.");
                return;
            }
        }
    }
}
