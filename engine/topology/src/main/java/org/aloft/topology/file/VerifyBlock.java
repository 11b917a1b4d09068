package org.aloft.topology.file;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.Announcement;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Verification;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;
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
        Optional<Located<Duration>> failover,
        Optional<Located<Duration>> handover,
        Optional<Located<Duration>> ejection) {

    /** For detection, gratuitous ARP and the probe itself. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final Duration BUDGET_LEAST = Duration.ofMillis(1);
    private static final Duration BUDGET_MOST = Duration.ofHours(1);

    private static final Key<String> FROM =
            Key.text("from", text -> text, "").help("The host from whose side is measured, or here: this machine.");
    private static final Key<String> HTTP =
            Key.named("http", NameRule.HTTP_PATH, "Write /.").help("Path that is requested through each VIP.");
    private static final Key<Void> TCP =
            Key.structure("tcp", new Shape.Nothing()).help("A TCP connect through each VIP is the probe.");
    private static final Keys PROBE_KEYS = Keys.of(HTTP, TCP);
    private static final Key<String> PROBE_WORD = Key.choice("probe", List.of("tcp"));
    private static final Key<Void> PROBE = Key.structure(
                    "probe", new Shape.Either(List.of(PROBE_WORD.shape(), new Shape.Map(PROBE_KEYS))))
            .help("How it is seen that a VIP serves; a TCP connect unless said.");
    private static final Key<Duration> FAILOVER = Key.time("failover", BUDGET_LEAST, BUDGET_MOST, "Write 4s.")
            .help("Longest gap when a director is lost; from the instances and announce unless said.");
    private static final Key<Duration> HANDOVER = Key.time("handover", BUDGET_LEAST, BUDGET_MOST, "Write 4s.")
            .help("Longest gap when it hands over; worked out from the instances unless said.");
    private static final Key<Duration> EJECTION = Key.time("ejection", BUDGET_LEAST, BUDGET_MOST, "Write 4s.")
            .help("Longest time in which requests may fail after a real server stopped; from the checks unless said.");
    private static final Keys BUDGET_KEYS = Keys.of(FAILOVER, HANDOVER, EJECTION);
    private static final Key<Void> BUDGET =
            Key.structure("budget", new Shape.Map(BUDGET_KEYS)).help("How long it may hurt.");

    static final Keys KEYS = Keys.of(FROM, PROBE, BUDGET);

    static VerifyBlock none() {
        return new VerifyBlock(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static VerifyBlock read(Block block, HostNames hosts) {
        block.check(KEYS);
        Optional<String> from = block.read(FROM)
                .filter(text -> !text.value().equals("here"))
                .filter(text -> hosts.isHost(text.value(), text.at(), text.key()))
                .map(Located::value);
        Optional<Block> budget = block.block(BUDGET);
        budget.ifPresent(written -> written.check(BUDGET_KEYS));
        return new VerifyBlock(
                from, httpPath(block), budget(budget, FAILOVER), budget(budget, HANDOVER), budget(budget, EJECTION));
    }

    private static Optional<Located<Duration>> budget(Optional<Block> budget, Key<Duration> key) {
        return budget.flatMap(written -> written.read(key));
    }

    private static Optional<String> httpPath(Block block) {
        if (block.value("probe").filter(YamlValue.Scalar.class::isInstance).isPresent()) {
            block.read(PROBE_WORD);
            return Optional.empty();
        }
        Optional<Block> probe = block.block(PROBE);
        probe.ifPresent(written -> {
            written.check(PROBE_KEYS);
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
                .flatMap(written -> written.read(HTTP))
                .map(Located::value);
    }

    /** Once there are no problems. */
    Verification build(
            List<VrrpInstance> instances, Optional<Announcement> announcement, List<VirtualService> services) {
        Duration longestCheck = longest(services.stream()
                .flatMap(service -> service.allChecks().stream())
                .map(VerifyBlock::timeToEjection)
                .toList());
        return new Verification(
                from,
                httpPath,
                failover.map(Located::value)
                        .orElseGet(() -> longest(List.of(longestDown(instances), detection(announcement)))
                                .plus(MARGIN)),
                handover.map(Located::value)
                        .orElseGet(() -> longestSkew(instances).plus(MARGIN)),
                ejection.map(Located::value).orElseGet(() -> longestCheck.plus(MARGIN)));
    }

    /** Tells of budgets that cannot be kept, once there is a topology. */
    void checkBudgets(Topology topology, Problems problems) {
        failover.ifPresent(budget -> {
            tooShort(
                    budget,
                    longestDown(topology.instances()),
                    "backups wait for three adverts and the skew (RFC 9568 §6.1)",
                    ", or a shorter `advert_interval`",
                    problems);
            tooShort(
                    budget,
                    detection(topology.announcement()),
                    "routers wait before they take a silent director for gone",
                    sooner(topology.announcement()),
                    problems);
        });
        handover.ifPresent(budget -> tooShort(
                budget, longestSkew(topology.instances()), "backups wait for the skew (RFC 9568 §6.1)", "", problems));
        ejection.ifPresent(budget -> tooShort(
                budget,
                longest(topology.services().stream()
                        .flatMap(service -> service.allChecks().stream())
                        .map(VerifyBlock::timeToRefusal)
                        .toList()),
                "a server that refuses connects is seen at the next check and its retries",
                ", or a shorter `delay` of the check",
                problems));
    }

    private static void tooShort(
            Located<Duration> budget, Duration needed, String why, String orElse, Problems problems) {
        if (budget.value().compareTo(needed) < 0) {
            Lint.BUDGET_TOO_SHORT.tell(
                    problems,
                    budget,
                    why + ", which may take " + Values.inWords(needed) + ", but the budget is "
                            + Values.inWords(budget.value()),
                    "Write " + Values.inWords(needed.plus(MARGIN)) + orElse + ".");
        }
    }

    private static Duration longestSkew(List<VrrpInstance> instances) {
        return longest(instances.stream().map(VerifyBlock::skew).toList());
    }

    private static Duration longestDown(List<VrrpInstance> instances) {
        return longest(instances.stream().map(VerifyBlock::down).toList());
    }

    private static String sooner(Optional<Announcement> announcement) {
        return announcement.flatMap(Announcement::bfd).isPresent()
                ? ", or a shorter `bfd.interval` of `announce`"
                : ", or `bfd` in `announce`";
    }

    private static Duration detection(Optional<Announcement> announcement) {
        return announcement.map(Announcement::detection).orElse(Duration.ZERO);
    }

    /** Master_Down_Interval; with fast detection the backup with the highest priority waits for no skew. */
    private static Duration down(VrrpInstance instance) {
        return instance.detect()
                .orElseGet(() -> instance.advertInterval().multipliedBy(3).plus(skew(instance)));
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

    /** A server that refuses connects from just after a check: no try waits for its timeout. */
    private static Duration timeToRefusal(Check check) {
        Check.Pace pace = check.pace();
        return pace.delay().plus(pace.delayBeforeRetry().multipliedBy(pace.retries()));
    }

    /** A server that falls silent just after a check: the pause, then every try with its timeout. */
    private static Duration timeToEjection(Check check) {
        Check.Pace pace = check.pace();
        return timeToRefusal(check).plus(check.longestTry().orElse(pace.delay()).multipliedBy(pace.retries() + 1L));
    }
}
