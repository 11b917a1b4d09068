package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aloft.agent.config.text.Position;

/** A {@link Report} for people. Stateless. */
final class TextReport {
    private static final int LONGEST_STORY = 24;

    private TextReport() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        report.cluster().groups().forEach(group -> text.append(group(group)));
        text.append("\nTimes are those of the shortest / middle / longest of ")
                .append(report.seeds())
                .append(report.seeds() == 1 ? " run.\n" : " runs.\n");
        for (TrialResult result : report.results()) {
            text.append('\n').append(result.trial().describe()).append('\n');
            text.append(moves(report, result));
        }
        text.append('\n');
        report.findings().forEach(finding -> text.append(finding(finding)));
        return text.append(last(report)).toString();
    }

    private static String group(List<Member> group) {
        Member first = group.get(0);
        String who = group.stream()
                .map(member -> "  " + member.describe() + ": priority "
                        + member.block().election().priority() + ", "
                        + member.block().networkInterface() + ", "
                        + member.address().getHostAddress()
                        + (member.isMadeUp() ? " (assumed)" : "") + "\n")
                .collect(Collectors.joining());
        return "virtual_router_id " + first.block().virtualRouterId() + ", "
                + first.block().wire().family() + ", taken to be on one link:\n" + who;
    }

    /** VIPs that go the same way, in one line. */
    private static String moves(Report report, TrialResult result) {
        Map<String, List<Integer>> ways = new LinkedHashMap<>();
        for (int vips = 0; vips < result.summaries().size(); vips++) {
            ways.computeIfAbsent(way(result.summaries().get(vips)), first -> new ArrayList<>())
                    .add(vips);
        }
        StringBuilder text = new StringBuilder();
        for (List<Integer> same : ways.values()) {
            List<InetAddress> addresses = same.stream()
                    .flatMap(vips -> report.cluster().vips().get(vips).addresses().stream())
                    .toList();
            List<TrialResult.Summary> summaries =
                    same.stream().map(result.summaries()::get).toList();
            text.append("  ").append(Vips.describe(addresses)).append(move(report, summaries));
        }
        return text.toString();
    }

    private static String way(TrialResult.Summary summary) {
        return summary.before() + " " + summary.takers().keySet()
                + summary.takers().values().stream()
                        .map(TrialResult.Taker::runs)
                        .toList()
                + summary.nobody().isNever() + summary.several().isNever();
    }

    private static String move(Report report, List<TrialResult.Summary> same) {
        TrialResult.Summary first = same.get(0);
        String takers = first.takers().keySet().stream()
                .map(host -> report.cluster().files().get(host).name() + " is active after "
                        + together(same, summary -> summary.takers().get(host).after())
                        + in(report, first.takers().get(host).runs()))
                .collect(Collectors.joining("; "));
        String before = String.join(" and ", report.cluster().names(first.before()));
        return " (" + (before.isEmpty() ? "nobody" : before) + "): " + (takers.isEmpty() ? "does not move" : takers)
                + (first.nobody().isNever() ? "" : "; nobody for " + together(same, TrialResult.Summary::nobody))
                + (first.several().isNever() ? "" : "; two for " + together(same, TrialResult.Summary::several))
                + "\n";
    }

    private static Spread together(List<TrialResult.Summary> some, Function<TrialResult.Summary, Spread> what) {
        return Spread.together(some.stream().map(what).toList());
    }

    private static String in(Report report, int runs) {
        return runs == report.seeds() ? "" : " (in " + runs + " of " + report.seeds() + " runs)";
    }

    private static String finding(Finding finding) {
        String more = finding.lines().stream().skip(1).map(Position::toString).collect(Collectors.joining(", "));
        return finding + "\n" + (more.isEmpty() ? "" : "  see also " + more + "\n") + story(finding.trace());
    }

    private static String story(List<String> lines) {
        String shown = lines.stream()
                .limit(LONGEST_STORY)
                .map(line -> "    " + line + "\n")
                .collect(Collectors.joining());
        int more = lines.size() - LONGEST_STORY;
        return more > 0 ? shown + "    and " + more + " lines more; --json has all\n" : shown;
    }

    private static String last(Report report) {
        long breaking = report.findings().stream().filter(Finding::breaks).count();
        long others = report.findings().size() - breaking;
        String routers = report.cluster().files().size() + " routers: ";
        if (breaking > 0) {
            return routers + "not fine; " + breaking + " broken, " + others + " to look at\n";
        }
        return routers + "fine" + (others == 0 ? "" : "; " + others + " to look at") + "\n";
    }
}
