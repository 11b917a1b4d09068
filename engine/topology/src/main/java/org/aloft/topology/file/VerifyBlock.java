package org.aloft.topology.file;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Verification;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * The block {@code verify}, and the budgets that follow from the rest where it says none.
 *
 * <pre>{@code
 * verify:
 *   from: client                     # a host, or here
 *   probe: {http: /}                 # or tcp
 *   budget: {failover: 4s, handover: 500ms, ejection: 12s}
 * }</pre>
 */
record VerifyBlock(
        Optional<String> from,
        Optional<String> httpPath,
        Optional<Duration> failover,
        Optional<Duration> handover,
        Optional<Duration> ejection) {

    /** For detection, gratuitous ARP and the probe itself. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final Duration BUDGET_LEAST = Duration.ofMillis(1);
    private static final Duration BUDGET_MOST = Duration.ofHours(1);

    static VerifyBlock none() {
        return new VerifyBlock(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static VerifyBlock read(Block block, HostNames hosts) {
        block.allow(List.of("from", "probe", "budget"));
        Optional<String> from = block.text("from")
                .filter(text -> !text.value().equals("here"))
                .filter(text -> hosts.isHost(text.value(), text.at(), text.key()))
                .map(Located::value);
        Optional<Block> budget = block.block("budget");
        budget.ifPresent(written -> written.allow(List.of("failover", "handover", "ejection")));
        return new VerifyBlock(
                from,
                httpPath(block),
                budget(budget, "failover"),
                budget(budget, "handover"),
                budget(budget, "ejection"));
    }

    private static Optional<Duration> budget(Optional<Block> budget, String key) {
        return budget.flatMap(
                        written -> written.parsed(key, Values.duration(key, BUDGET_LEAST, BUDGET_MOST), "Write 4s."))
                .map(Located::value);
    }

    private static Optional<String> httpPath(Block block) {
        if (block.value("probe").filter(YamlValue.Scalar.class::isInstance).isPresent()) {
            block.choice("probe", java.util.Map.of("tcp", "tcp"));
            return Optional.empty();
        }
        Optional<Block> probe = block.block("probe");
        probe.ifPresent(written -> {
            written.allow(List.of("http", "tcp"));
            if (written.has("http") == written.has("tcp")) {
                block.problems()
                        .add(
                                written.at(),
                                written.path(),
                                "conflict",
                                "a probe must be either http or tcp",
                                "Write `probe: {http: /}` or `probe: tcp`.");
            }
        });
        return probe.filter(written -> written.has("http"))
                .flatMap(written -> written.parsed("http", NameRule.HTTP_PATH::check, "Write /."))
                .map(Located::value);
    }

    /** Once there are no problems. */
    Verification build(List<VrrpInstance> instances, List<VirtualService> services) {
        Duration longestSkew = longest(instances.stream().map(VerifyBlock::skew).toList());
        Duration longestDown = longest(instances.stream()
                .map(instance -> instance.advertInterval().multipliedBy(3).plus(skew(instance)))
                .toList());
        Duration longestCheck = longest(services.stream()
                .flatMap(service -> service.check().stream())
                .map(VerifyBlock::timeToEjection)
                .toList());
        return new Verification(
                from,
                httpPath,
                failover.orElse(longestDown.plus(MARGIN)),
                handover.orElse(longestSkew.plus(MARGIN)),
                ejection.orElse(longestCheck.plus(MARGIN)));
    }

    private static Duration longest(Collection<Duration> durations) {
        return durations.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Skew_Time of the slowest backup: RFC 3768 §6.1; RFC 9568 §6.1 scales it with the advert interval. */
    private static Duration skew(VrrpInstance instance) {
        int lowest = instance.members().values().stream()
                .mapToInt(Priority::value)
                .min()
                .orElse(255);
        Duration whole = instance.version() == 2 ? Duration.ofSeconds(1) : instance.advertInterval();
        return Duration.ofMillis((whole.toMillis() * (256 - lowest) + 255) / 256);
    }

    /** A server that falls silent just after a check: the pause, then every try with its timeout. */
    private static Duration timeToEjection(VirtualService.TcpCheck check) {
        return check.delay()
                .plus(check.connectTimeout().multipliedBy(check.retries() + 1L))
                .plus(check.delayBeforeRetry().multipliedBy(check.retries()));
    }
}
