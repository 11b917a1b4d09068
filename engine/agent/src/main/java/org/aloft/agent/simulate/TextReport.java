package org.aloft.agent.simulate;

import java.util.List;
import java.util.stream.Collectors;
import org.aloft.agent.config.text.Position;

/** A {@link Report} for people. Stateless. */
final class TextReport {
    private TextReport() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        report.cluster().groups().forEach(group -> text.append(group(group)));
        text.append("\nTimes are those of the shortest / middle / longest of ")
                .append(report.seeds())
                .append(report.seeds() == 1 ? " run.\n" : " runs.\n");
        for (TrialResult result : report.results()) {
            text.append('\n').append(result.trial().describe()).append('\n');
            for (int vips = 0; vips < report.cluster().vips().size(); vips++) {
                text.append(line(report, result, vips));
            }
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

    private static String line(Report report, TrialResult result, int vips) {
        Vips which = report.cluster().vips().get(vips);
        TrialResult.Summary summary = result.summary(vips);
        String takers = summary.takers().entrySet().stream()
                .map(taker -> report.cluster().files().get(taker.getKey()).name() + " is active after "
                        + taker.getValue() + in(report, summary.runs().get(taker.getKey())))
                .collect(Collectors.joining("; "));
        return "  " + which.describe() + ": " + (takers.isEmpty() ? "does not move" : takers)
                + (summary.nobody().isNever() ? "" : "; nobody for " + summary.nobody())
                + (summary.several().isNever() ? "" : "; two for " + summary.several()) + "\n";
    }

    private static String in(Report report, int runs) {
        return runs == report.seeds() ? "" : " (in " + runs + " of " + report.seeds() + " runs)";
    }

    private static String finding(Finding finding) {
        String more = finding.lines().stream().skip(1).map(Position::toString).collect(Collectors.joining(", "));
        String trace =
                finding.trace().stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
        return finding + "\n" + (more.isEmpty() ? "" : "  see also " + more + "\n") + trace;
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
