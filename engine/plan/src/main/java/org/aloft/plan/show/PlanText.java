package org.aloft.plan.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.aloft.plan.resource.Action;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.HostPlan;
import org.aloft.plan.rollout.Impact;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.Proof;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.rollout.Wave;

/**
 * A plan for a person to read: the impact on the service on top, then wave by wave the steps. Hosts whose steps are the
 * same are shown once. One object a rendering; for one thread.
 */
public final class PlanText {
    private static final int NARROWEST = 40;
    /** Of a wave's proofs and hosts, as many are named. */
    private static final int MOST_NAMED = 12;

    private final Plan plan;
    private final ShowOptions options;
    private final Style style;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, List<String>> shownDiffs = new LinkedHashMap<>();

    private PlanText(Plan plan, ShowOptions options) {
        this.plan = plan;
        this.options = options;
        this.style = options.style();
    }

    /** The whole text, each line ended by a newline. */
    public static String render(Plan plan, ShowOptions options) {
        return new PlanText(plan, options).render();
    }

    private String render() {
        if (plan.hasChanges()) {
            impact();
            plan.waves().forEach(this::wave);
        }
        if (options.explain()) {
            untouched();
        }
        notes();
        footer();
        return text.toString();
    }

    private void impact() {
        if (plan.impact().vips().isEmpty() && plan.impact().services().isEmpty()) {
            return;
        }
        line(style.bold("Impact on the service"));
        for (Impact.VipImpact vip : plan.impact().vips()) {
            line("  " + vip.vip().host() + "  " + outcome(vip));
            wrapped("      ", vip.reasoning(), style::faint);
        }
        for (Impact.ServiceImpact service : plan.impact().services()) {
            String groups = service.groups().stream().map(PlanText::named).collect(Collectors.joining(", then "));
            wrapped(
                    "  ",
                    service.unit() + " " + service.verb() + " on " + groups + drained(service) + noticed(service),
                    UnaryOperator.identity());
        }
        line("");
    }

    private static String drained(Impact.ServiceImpact service) {
        List<String> drained = service.drained();
        if (drained.isEmpty()) {
            return "";
        }
        boolean all = service.groups().stream().allMatch(drained::containsAll);
        boolean one = drained.size() == 1;
        return "; " + (all ? (one ? "it is" : "each is") : named(drained) + (one ? " is" : " are"))
                + " drained before, and taken back afterwards";
    }

    private static String noticed(Impact.ServiceImpact service) {
        return service.notDrained()
                .map(why -> "; clients notice " + (service.drained().isEmpty() ? "it" : "the others") + ", as " + why)
                .orElse("");
    }

    private static String outcome(Impact.VipImpact vip) {
        List<String> holders = vip.holders();
        if (vip.goesAway()) {
            return "goes away for good" + (holders.isEmpty() ? "" : "; " + holders.get(0) + " holds it now");
        }
        if (holders.isEmpty()) {
            return "is held by no one, before and after";
        }
        if (!vip.heldBefore()) {
            String end = holders.size() == 1
                    ? ""
                    : ", then moves to " + String.join(" → ", holders.subList(1, holders.size()));
            return "comes up on " + holders.get(0) + end;
        }
        String gap = vip.longestGap().isZero() ? "no gap expected" : "longest gap " + DurationText.of(vip.longestGap());
        if (vip.moves() == 0) {
            return "stays on " + holders.get(0) + ", " + gap;
        }
        String moves = vip.moves() == 1 ? "moves once" : "moves " + vip.moves() + " times";
        return moves + ", " + String.join(" → ", holders) + ", " + gap;
    }

    private void wave(Wave wave) {
        line(style.bold("Wave " + wave.number() + ": " + wave.title()));
        Map<List<String>, List<Batch>> alike = new LinkedHashMap<>();
        for (Batch batch : wave.batches()) {
            alike.computeIfAbsent(shape(batch), shape -> new ArrayList<>()).add(batch);
        }
        alike.values().forEach(this::batches);
        List<String> proofs = wave.proofs().stream().map(Proof::text).toList();
        if (!proofs.isEmpty()) {
            String opening = wave.number() == plan.waves().size() ? "Done when " : "Goes on when ";
            wrapped("  ", opening + some(proofs, "; ") + ".", style::faint);
        }
        line("");
    }

    /** What makes two hosts' steps the same to a reader; what differs in their files is shown beside. */
    private static List<String> shape(Batch batch) {
        return batch.steps().stream()
                .map(step -> step.change().verb() + step.summary())
                .toList();
    }

    private static String named(List<String> hosts) {
        return some(hosts, ", ");
    }

    private static String some(List<String> all, String separator) {
        if (all.size() <= MOST_NAMED) {
            return String.join(separator, all);
        }
        int rest = all.size() - MOST_NAMED + 1;
        return String.join(separator, all.subList(0, MOST_NAMED - 1)) + separator + "and " + rest + " more";
    }

    private void batches(List<Batch> alike) {
        wrapped("  ", alike.stream().map(Batch::host).collect(Collectors.joining(", ")), style::bold);
        List<Step> steps = alike.get(0).steps();
        for (int i = 0; i < steps.size(); i++) {
            step(steps.get(i), i, alike);
        }
    }

    private void step(Step step, int index, List<Batch> alike) {
        Action action = step.change().action();
        line("    " + colour(action).apply(action.mark()) + " "
                + padded(step.change().verb()) + clean(step.summary()));
        if (options.explain()) {
            wrapped("                ", step.why(), style::faint);
        }
        if (options.diff()) {
            Map<String, List<String>> diffs = new LinkedHashMap<>();
            for (Batch batch : alike) {
                batch.steps().get(index).change().diff().ifPresent(diff -> diffs.computeIfAbsent(
                                diff.text(), each -> new ArrayList<>())
                        .add(batch.host()));
            }
            diffs.forEach((diff, hosts) -> diff(step, diff, hosts, diffs.size() > 1));
        }
    }

    private void diff(Step step, String diff, List<String> hosts, boolean several) {
        String key = step.resource() + "\n" + diff;
        List<String> earlier = shownDiffs.putIfAbsent(key, hosts);
        if (earlier != null) {
            line(style.faint("        as on " + named(earlier)));
            return;
        }
        if (several) {
            line(style.faint("        on " + named(hosts) + ":"));
        }
        diff.lines().forEach(this::diffLine);
    }

    private void diffLine(String raw) {
        String shown = clean(raw.replace("\t", "    "));
        UnaryOperator<String> colour =
                switch (shown.isEmpty() ? ' ' : shown.charAt(0)) {
                    case '+' -> style::green;
                    case '-' -> style::red;
                    default -> style::faint;
                };
        line("        " + colour.apply(shown));
    }

    /**
     * Control characters of a file or a host must not reach the terminal, nor those that turn the direction of text.
     */
    private static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x80-\\x9f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }

    private static String padded(String verb) {
        return String.format(java.util.Locale.ROOT, "%-8s ", verb);
    }

    private UnaryOperator<String> colour(Action action) {
        return switch (action) {
            case CREATE -> style::green;
            case UPDATE -> style::yellow;
            case REMOVE -> style::red;
        };
    }

    private void untouched() {
        for (HostPlan host : plan.hosts()) {
            if (!host.untouched().isEmpty()) {
                line(style.bold(host.host()) + ": left alone");
                host.untouched()
                        .forEach(each -> line("    = " + each.resource() + "  " + style.faint(clean(each.reason()))));
                line("");
            }
        }
    }

    private void notes() {
        for (HostPlan host : plan.hosts()) {
            for (String warning : host.warnings()) {
                wrapped("", "! " + host.host() + ": " + clean(warning), style::yellow);
                line("");
            }
        }
        plan.unreachable().forEach(host -> problem(host.host() + " cannot be reached: " + host.reason(), host.fix()));
        plan.refusals()
                .forEach(refusal -> problem(refusal.host() + " cannot be planned: " + refusal.reason(), refusal.fix()));
    }

    private void problem(String message, String fix) {
        wrapped("", "! " + clean(message), style::red);
        wrapped("    ", clean(fix), UnaryOperator.identity());
        line("");
    }

    private void footer() {
        int out = plan.unreachable().size() + plan.refusals().size();
        String others = out == 0 ? "" : "; " + out + (out == 1 ? " host is" : " hosts are") + " left out";
        if (plan.hasChanges()) {
            String counts = "%d to create, %d to change, %d to remove"
                    .formatted(count(Action.CREATE), count(Action.UPDATE), count(Action.REMOVE));
            line(style.bold(counts) + others + ".");
            return;
        }
        List<String> hosts = plan.hosts().stream().map(HostPlan::host).toList();
        if (hosts.isEmpty()) {
            line("Nothing could be planned" + others + ".");
        } else {
            line("Nothing to do: " + named(hosts) + (hosts.size() == 1 ? " is" : " are") + " as wanted" + others + ".");
        }
    }

    private long count(Action action) {
        return plan.steps().filter(step -> step.change().action() == action).count();
    }

    private void wrapped(String indent, String words, UnaryOperator<String> colour) {
        int width = Math.max(NARROWEST, options.width()) - indent.length();
        StringBuilder current = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (current.length() > 0 && current.length() + 1 + word.length() > width) {
                line(indent + colour.apply(current.toString()));
                current.setLength(0);
            }
            current.append(current.length() == 0 ? "" : " ").append(word);
        }
        line(indent + colour.apply(current.toString()));
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}
