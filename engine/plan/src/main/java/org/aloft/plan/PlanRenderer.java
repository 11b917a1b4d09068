package org.aloft.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A plan for a person to read: the impact on the service on top, then wave by wave the steps. Hosts whose steps are the same
 * are shown once. One object a rendering; for one thread.
 */
public final class PlanRenderer {
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String FAINT = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final int NARROWEST = 40;

    private final Plan plan;
    private final RenderOptions options;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, List<String>> shownDiffs = new LinkedHashMap<>();

    private PlanRenderer(Plan plan, RenderOptions options) {
        this.plan = plan;
        this.options = options;
    }

    /** The whole text, each line ended by a newline. */
    public static String render(Plan plan, RenderOptions options) {
        return new PlanRenderer(plan, options).render();
    }

    private String render() {
        if (plan.hasChanges()) {
            impact();
            plan.waves().forEach(this::wave);
        }
        if (options.explain()) {
            explainUntouched();
        }
        left();
        footer();
        return text.toString();
    }

    private void impact() {
        if (plan.impact().vips().isEmpty()) {
            return;
        }
        line(style(BOLD, "Impact on the service"));
        for (Impact.VipImpact vip : plan.impact().vips()) {
            line("  " + vip.vip().host() + "  " + what(vip));
            wrapped("      ", vip.reasoning(), FAINT);
        }
        line("");
    }

    private static String what(Impact.VipImpact vip) {
        List<String> holders = vip.holders();
        if (holders.isEmpty()) {
            return "is held by no one, before and after";
        }
        if (!vip.heldBefore()) {
            String end = holders.size() == 1
                    ? ""
                    : ", then moves to " + String.join(" → ", holders.subList(1, holders.size()));
            return "comes up on " + holders.get(0) + end;
        }
        String gap = vip.longestGap().isZero() ? "no gap expected" : "longest gap " + humanly(vip.longestGap());
        if (vip.moves() == 0) {
            return "stays on " + holders.get(0) + ", " + gap;
        }
        String moves = vip.moves() == 1 ? "moves once" : "moves " + vip.moves() + " times";
        return moves + ", " + String.join(" → ", holders) + ", " + gap;
    }

    private static String humanly(Duration duration) {
        return duration.toMillis() < 1000
                ? duration.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private void wave(Wave wave) {
        line(style(BOLD, "Wave " + wave.number() + ": " + wave.title()));
        Map<List<String>, List<HostPlan>> alike = new LinkedHashMap<>();
        wave.hosts().stream().flatMap(host -> plan.host(host).stream()).forEach(host -> alike.computeIfAbsent(
                        shape(host), shape -> new ArrayList<>())
                .add(host));
        alike.values().forEach(this::hosts);
        String proof = wave.proof().stream().map(Proof::text).collect(Collectors.joining("; "));
        if (!proof.isEmpty()) {
            String opening = wave.number() == plan.waves().size() ? "Done when " : "Goes on when ";
            wrapped("  ", opening + proof + ".", FAINT);
        }
        line("");
    }

    /** What makes two hosts' steps the same to a reader; what differs in their files is shown beside. */
    private static List<String> shape(HostPlan host) {
        return host.steps().stream().map(step -> step.kind() + step.summary()).toList();
    }

    private void hosts(List<HostPlan> alike) {
        line("  " + style(BOLD, alike.stream().map(HostPlan::host).collect(Collectors.joining(", "))));
        List<Step> steps = alike.get(0).steps();
        for (int i = 0; i < steps.size(); i++) {
            step(steps.get(i), i, alike);
        }
    }

    private void step(Step step, int index, List<HostPlan> alike) {
        line("    " + style(color(step.kind()), step.kind().mark()) + " " + pad(verb(step.kind())) + step.summary());
        if (options.explain()) {
            wrapped("                ", step.why(), FAINT);
        }
        if (options.diff()) {
            Map<String, List<String>> diffs = new LinkedHashMap<>();
            for (HostPlan host : alike) {
                host.steps().get(index).diff().ifPresent(diff -> diffs.computeIfAbsent(
                                diff.text(), each -> new ArrayList<>())
                        .add(host.host()));
            }
            diffs.forEach((diff, hosts) -> diff(step, diff, hosts, diffs.size() > 1));
        }
    }

    private void diff(Step step, String diff, List<String> hosts, boolean several) {
        String key = step.resourceId() + "\n" + diff;
        List<String> earlier = shownDiffs.putIfAbsent(key, hosts);
        if (earlier != null) {
            line(style(FAINT, "        as on " + String.join(", ", earlier)));
            return;
        }
        if (several) {
            line(style(FAINT, "        on " + String.join(", ", hosts) + ":"));
        }
        diff.lines().forEach(this::diffLine);
    }

    private void diffLine(String raw) {
        // A file's own control characters must not reach the terminal.
        String shown = raw.replace("\t", "    ").replaceAll("\\p{Cntrl}", "?");
        String style =
                switch (shown.isEmpty() ? ' ' : shown.charAt(0)) {
                    case '+' -> GREEN;
                    case '-' -> RED;
                    default -> FAINT;
                };
        line("        " + style(style, shown));
    }

    private static String verb(StepKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String pad(String verb) {
        return String.format(Locale.ROOT, "%-8s ", verb);
    }

    private static String color(StepKind kind) {
        return switch (kind.mark()) {
            case "+" -> GREEN;
            case "-" -> RED;
            default -> YELLOW;
        };
    }

    private void explainUntouched() {
        for (HostPlan host : plan.hosts()) {
            if (!host.untouched().isEmpty()) {
                line(style(BOLD, host.host()) + ": left alone");
                host.untouched()
                        .forEach(each -> line("    = " + each.resourceId() + "  " + style(FAINT, each.reason())));
                line("");
            }
        }
    }

    private void left() {
        plan.unreachable().forEach(host -> trouble(host.host() + " cannot be reached: " + host.reason(), host.fix()));
        plan.refusals()
                .forEach(refusal -> trouble(refusal.host() + " cannot be planned: " + refusal.reason(), refusal.fix()));
    }

    private void trouble(String what, String fix) {
        wrapped("", "! " + what, RED);
        wrapped("    ", fix, "");
        line("");
    }

    private void footer() {
        int out = plan.unreachable().size() + plan.refusals().size();
        String others = out == 0 ? "" : "; " + out + (out == 1 ? " host is" : " hosts are") + " left out";
        if (!plan.hasChanges()) {
            String hosts = plan.hosts().stream().map(HostPlan::host).collect(Collectors.joining(", "));
            if (hosts.isEmpty()) {
                line("Nothing could be planned" + others + ".");
            } else {
                boolean one = plan.hosts().size() == 1;
                line("Nothing to do: " + hosts + (one ? " is" : " are") + " as wanted" + others + ".");
            }
            return;
        }
        line(style(BOLD, "%d to create, %d to change, %d to remove".formatted(count("+"), count("~"), count("-")))
                + others + ".");
    }

    private long count(String mark) {
        return plan.hosts().stream()
                .flatMap(host -> host.steps().stream())
                .filter(step -> step.kind().mark().equals(mark))
                .count();
    }

    private void wrapped(String indent, String words, String style) {
        int width = Math.max(NARROWEST, options.width()) - indent.length();
        StringBuilder current = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (current.length() > 0 && current.length() + 1 + word.length() > width) {
                line(indent + style(style, current.toString()));
                current.setLength(0);
            }
            current.append(current.length() == 0 ? "" : " ").append(word);
        }
        line(indent + style(style, current.toString()));
    }

    private String style(String style, String shown) {
        return options.color() && !style.isEmpty() ? style + shown + RESET : shown;
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}
