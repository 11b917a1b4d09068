package org.aloft.agent.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.RouterStatus;
import org.aloft.agent.vrrp.wire.DropReason;

/**
 * Why an instance is in its state, for people:
 *
 * <pre>
 * VI_1 is BACKUP since 2026-01-01T10:00:03Z (4 min 3 s), on eth0, virtual_router_id 10, VRRP version 2
 *   because   192.0.2.2 with priority 100 is active
 *   priority  80 = 100 configured - 20 of vrrp_script chk_proxy (down)
 *   VIPs      192.0.2.10/32
 *   active    192.0.2.2: priority 100, adverts each 1 s, the last one 0.41 s ago
 *   timers    takes over in 3.20 s unless an advert comes
 *   dropped   3: it has another password; make auth_pass the same on all members
 * </pre>
 *
 * <p>A pure function of what the VRRP thread says and the moment at which it was asked. Stateless.
 */
public final class ExplanationText {
    private static final int HEADING = 10;

    private ExplanationText() {}

    /** The text of one instance, with line ends. */
    public static String of(RouterExplanation explanation, Instant asOf) {
        RouterStatus status = explanation.status();
        StringBuilder text = new StringBuilder();
        text.append(status.name()).append(" is ").append(status.state());
        text.append(" since ").append(status.since().truncatedTo(ChronoUnit.SECONDS));
        text.append(" (")
                .append(longTime(Duration.between(status.since(), asOf)))
                .append("), on ");
        text.append(status.group().networkInterface())
                .append(", virtual_router_id ")
                .append(status.group().virtualRouterId());
        text.append(", VRRP version ").append(explanation.manner().version()).append('\n');
        line(text, "because", status.reason());
        explanation.faults().forEach(fault -> line(text, "fault", fault));
        line(text, "priority", priority(explanation));
        line(text, "VIPs", String.join(", ", status.group().vips()));
        explanation.syncGroup().ifPresent(group -> line(text, "group", group(group)));
        explanation.heard().forEach(router -> line(text, "heard", heard(router, status)));
        line(text, "adverts", adverts(explanation));
        line(text, "timers", timers(explanation));
        line(text, "preempts", preempts(explanation));
        explanation.clashes().current().ifPresent(clash -> line(text, "CLASH", clash(clash, status.adverts())));
        status.adverts().dropped().forEach((reason, count) -> line(text, "dropped", count + ": " + dropped(reason)));
        return text.toString();
    }

    private static void line(StringBuilder text, String heading, String words) {
        text.append("  ").append(heading).append(" ".repeat(Math.max(1, HEADING - heading.length())));
        text.append(words).append('\n');
    }

    private static String priority(RouterExplanation explanation) {
        int effective = explanation.status().group().priority();
        List<String> terms = new ArrayList<>(List.of(explanation.priority().configured() + " configured"));
        for (TrackedPriority.Contribution one : explanation.priority().contributions()) {
            String sign = one.weight() < 0 ? "- " : "+ ";
            terms.add(
                    sign + Math.abs(one.weight()) + " of " + one.kind() + " " + one.name() + " (" + one.state() + ")");
        }
        int sum = explanation.priority().configured()
                + explanation.priority().contributions().stream()
                        .mapToInt(TrackedPriority.Contribution::weight)
                        .sum();
        String limited = sum == effective ? "" : ", kept within what VRRP allows";
        return effective + " = " + String.join(" ", terms) + limited;
    }

    private static String group(RouterExplanation.SyncGroup group) {
        return group.name()
                + (group.isWaitedFor() ? "; would be active, but waits for the other members of the group" : "");
    }

    private static String heard(RouterExplanation.HeardRouter router, RouterStatus status) {
        String role = status.active().address().filter(router.address()::equals).isPresent() ? " (active)" : "";
        String says = router.priority() == 0 ? "said that it stops (priority 0)" : "priority " + router.priority();
        return router.address() + role + ": " + says + ", adverts each " + seconds(router.interval()) + ", "
                + router.adverts() + " of them, the last one " + seconds(router.age()) + " ago";
    }

    private static String adverts(RouterExplanation explanation) {
        RouterStatus status = explanation.status();
        return "each " + seconds(explanation.manner().advertInterval()) + " while active; "
                + status.adverts().sent() + " sent, " + status.adverts().received() + " received";
    }

    private static String timers(RouterExplanation explanation) {
        List<String> timers = new ArrayList<>();
        explanation.timers().nextAdvertIn().ifPresent(time -> timers.add("next advert in " + seconds(time)));
        explanation
                .timers()
                .activeDownIn()
                .ifPresent(time -> timers.add("takes over in " + seconds(time) + " unless an advert comes"));
        explanation
                .timers()
                .preemptIn()
                .ifPresent(time -> timers.add("pushes a lower active router aside in " + seconds(time)));
        return timers.isEmpty() ? "none runs" : String.join("; ", timers);
    }

    private static String preempts(RouterExplanation explanation) {
        return switch (explanation.handover()) {
            case WAITING -> "handing over: serves on until another router takes over";
            case STANDS_BACK ->
                "no: it handed over on command; end that with: aloftd handover --back "
                        + explanation.status().name();
            case NONE -> explanation.manner().preempt() ? "yes, a router of lower priority" : "no (nopreempt)";
        };
    }

    /** A host that hears no advert at all is itself the deaf one, and the other one is right to hold the VIPs. */
    private static String clash(RouterExplanation.ClashStatus clash, RouterStatus.Adverts adverts) {
        boolean deaf = adverts.received() == 0 && adverts.dropped().isEmpty();
        String since = clash.other() + " holds the VIPs as well, for " + longTime(clash.lasting()) + ", heard "
                + clash.times() + " times; ";
        return since
                + switch (clash.heard()) {
                    case ADVERT ->
                        "it is active with priority " + clash.priority()
                                + ": can the two hear each other? Look for a filter of IP protocol 112 or of multicast";
                    case ARP ->
                        "by ARP or neighbour advertisements: "
                                + (deaf
                                        ? "no advert came in here since the start, so look first for a filter of this host's"
                                                + " own that drops IP protocol 112, with: nft list ruleset; if there is none,"
                                                + " find the host with this MAC"
                                        : "find the host with this MAC, and take the VIP from it");
                };
    }

    private static String dropped(String key) {
        return DropReason.named(key).map(DropReason::explanation).orElse(key);
    }

    /** For timers: {@code 0.41 s}, {@code 1 s}. */
    static String seconds(Duration time) {
        double seconds = time.toNanos() / 1e9;
        return (seconds == Math.rint(seconds)
                        ? String.format(Locale.ROOT, "%.0f", seconds)
                        : String.format(Locale.ROOT, "%.2f", seconds))
                + " s";
    }

    /** For how long something has lasted: the two largest units, {@code 4 min 3 s}. */
    static String longTime(Duration time) {
        Duration positive = time.isNegative() ? Duration.ZERO : time;
        String text = List.of(
                        unit(positive.toDays(), "d"),
                        unit(positive.toHoursPart(), "h"),
                        unit(positive.toMinutesPart(), "min"),
                        unit(positive.toSecondsPart(), "s"))
                .stream()
                .flatMap(Optional::stream)
                .limit(2)
                .collect(Collectors.joining(" "));
        return text.isEmpty() ? "0 s" : text;
    }

    private static Optional<String> unit(long amount, String name) {
        return amount == 0 ? Optional.empty() : Optional.of(amount + " " + name);
    }
}
