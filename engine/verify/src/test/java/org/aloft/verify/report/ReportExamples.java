package org.aloft.verify.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.aloft.verify.check.CheckResult;
import org.aloft.verify.check.CheckResult.Verdict;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Sample;
import org.aloft.verify.probe.Stall;
import org.aloft.verify.probe.Timeline;

/** Reports as they come from the classic cluster, made with a fixed seed. */
final class ReportExamples {
    private static final List<Stall> STALLS = List.of(
            new Stall("client", Duration.ofMillis(1500), Duration.ofMillis(1700)),
            new Stall(Stall.HERE, Duration.ofMillis(2100), Duration.ofMillis(2440)),
            new Stall("client", Duration.ofMillis(3000), Duration.ofMillis(3900)));

    private ReportExamples() {}

    static Report passed() {
        List<CheckResult> checks = List.of(
                check(
                        "exactly one director holds the VIP",
                        "192.168.100.10",
                        "held by lvs1 since 2026-03-14T09:12:01Z"),
                check(
                        "only the holder answers ARP for the VIP",
                        "192.168.100.10",
                        "lvs1's ens33 (02:00:00:00:00:64) answers (arping, broadcast)"),
                check(
                        "the IPVS table matches the topology",
                        "web on lvs1",
                        "rr with web1 Route weight 1, web2 Route weight 1"),
                check(
                        "the VIP is on lo and does not answer ARP",
                        "web on web1",
                        "192.168.100.10 on lo, arp_ignore 1, arp_announce 2"),
                check(
                        "the VIP is on lo and does not answer ARP",
                        "web on web2",
                        "192.168.100.10 on lo, arp_ignore 1, arp_announce 2"),
                check("the director is ready", "lvs1", "aloftd active, ip_forward 1, VI_1 ACTIVE"),
                check("the director is ready", "lvs2", "aloftd active, ip_forward 1, VI_1 BACKUP"),
                check(
                        "requests reach every real server",
                        "web",
                        "12 of 12 requests from client answered: web1 6, web2 6"));
        return report(checks, List.of(handover(), crash(3.64, Duration.ofSeconds(4), List.of()), realServer()), checks);
    }

    static Report failed() {
        CheckResult arp = new CheckResult(
                "arp",
                "only the holder answers ARP for the VIP",
                "192.168.100.10",
                Verdict.FAILED,
                "web1's eth0 (02:00:00:00:00:c8) answers (arping, broadcast)",
                "only lvs1 answers",
                "on web1: net.ipv4.conf.all.arp_ignore must be 1 and net.ipv4.conf.all.arp_announce 2; "
                        + "run `aloft apply`");
        CheckResult hostile = new CheckResult(
                "requests",
                "requests reach every real server",
                "<b>web & co</b>",
                Verdict.SKIPPED,
                "nothing was sent to it",
                "",
                "");
        return report(
                List.of(arp, hostile),
                List.of(
                        DrillResult.refused(
                                "handover",
                                "graceful handover of 192.168.100.10",
                                "lvs1",
                                "the cluster is not healthy: 192.168.100.10: web1's eth0 answers"),
                        crash(3.64, Duration.ofSeconds(3), STALLS)),
                List.of());
    }

    private static Report report(List<CheckResult> checks, List<DrillResult> drills, List<CheckResult> afterwards) {
        return new Report(
                "lvs-dr",
                Instant.parse("2026-03-14T09:26:53Z"),
                Duration.ofSeconds(124),
                "client",
                new java.util.TreeMap<>(Map.of("aloft", "0.1.0", "lvs1", "aloftd 0.1.0", "lvs2", "aloftd 0.1.0")),
                checks,
                drills,
                afterwards);
    }

    private static CheckResult check(String title, String subject, String seen) {
        return new CheckResult("id", title, subject, Verdict.PASSED, seen, "", "");
    }

    private static DrillResult handover() {
        return drill(
                "handover",
                "graceful handover of 192.168.100.10",
                "lvs1",
                List.of(
                        new Measurement(
                                "handover to the standby",
                                Duration.ofMillis(120),
                                Optional.of(Duration.ofMillis(500)),
                                true,
                                "3 probes failed, the first after 60 ms; lvs2 took over (192.168.100.100 said that it is "
                                        + "stopping (priority 0), and lvs2 has the next priority)",
                                List.of()),
                        new Measurement(
                                "return of the old active",
                                Duration.ZERO,
                                Optional.of(Duration.ofMillis(500)),
                                true,
                                "no probe failed: any gap was shorter than 40 ms",
                                List.of())),
                new Timeline(
                        Duration.ofMillis(40),
                        samples(12, new double[][] {{1.05, 1.13}}, -1, -1),
                        List.of(
                                new Timeline.Mark(Duration.ofMillis(1010), "aloftd stopped on lvs1"),
                                new Timeline.Mark(Duration.ofMillis(5230), "aloftd started on lvs1")),
                        List.of(),
                        0));
    }

    private static DrillResult crash(double gap, Duration budget, List<Stall> stalls) {
        return drill(
                "crash",
                "crash of the director that holds 192.168.100.10",
                "lvs1",
                List.of(
                        new Measurement(
                                "failover to the standby",
                                Duration.ofMillis(Math.round(gap * 1000)),
                                Optional.of(budget),
                                true,
                                "90 probes failed, the first after 1.1 s; lvs2 took over (no advert for 3.648 s)",
                                stalls),
                        new Measurement(
                                "return of the old active",
                                Duration.ofMillis(80),
                                Optional.of(Duration.ofMillis(500)),
                                true,
                                "1 probe failed, the first after 18.2 s",
                                List.of())),
                new Timeline(
                        Duration.ofMillis(40),
                        samples(34, new double[][] {{1.27, 1.27 + gap - 0.06}, {26.0, 26.03}}, -1, -1),
                        List.of(
                                new Timeline.Mark(Duration.ofMillis(1010), "power cut on lvs1"),
                                new Timeline.Mark(Duration.ofMillis(19_400), "lvs1 back")),
                        untilAfterTheEnd(stalls),
                        0));
    }

    /** The machine is watched for a little longer than requests are sent. */
    private static List<Stall> untilAfterTheEnd(List<Stall> stalls) {
        Stall last = new Stall("client", Duration.ofMillis(33_500), Duration.ofMillis(36_000));
        Stall later = new Stall("client", Duration.ofMillis(37_000), Duration.ofMillis(37_300));
        return stalls.isEmpty()
                ? stalls
                : Stream.of(stalls, List.of(last, later)).flatMap(List::stream).toList();
    }

    private static DrillResult realServer() {
        return drill(
                "real-server",
                "real server of web down and back",
                "web1",
                List.of(
                        new Measurement(
                                "requests fail until ejected",
                                Duration.ofMillis(6240),
                                Optional.of(Duration.ofSeconds(12)),
                                true,
                                "78 requests failed before it was removed from the table",
                                List.of()),
                        new Measurement(
                                "gets requests again",
                                Duration.ofMillis(3120),
                                Optional.empty(),
                                true,
                                "after nginx was started",
                                List.of()),
                        new Measurement(
                                "failures at its return",
                                Duration.ZERO,
                                Optional.of(Duration.ofMillis(500)),
                                true,
                                "no probe failed: any gap was shorter than 40 ms",
                                List.of())),
                new Timeline(
                        Duration.ofMillis(40),
                        samples(17, new double[0][], 1.0, 7.3),
                        List.of(
                                new Timeline.Mark(Duration.ofMillis(1010), "nginx stopped on web1"),
                                new Timeline.Mark(Duration.ofMillis(10_300), "nginx started on web1")),
                        List.of(),
                        0));
    }

    private static DrillResult drill(
            String id, String title, String target, List<Measurement> measurements, Timeline timeline) {
        return new DrillResult(id, title, target, DrillResult.State.RAN, "", measurements, timeline, List.of());
    }

    /** A probe every 40 ms; half fail between {@code halfFrom} and {@code halfTo}, and web1 is out for 6 s after. */
    private static List<Sample> samples(int seconds, double[][] outages, double halfFrom, double halfTo) {
        Random random = new Random(7);
        List<Sample> samples = new ArrayList<>();
        for (int index = 0; index < seconds * 25; index++) {
            double at = index * 0.04;
            boolean web1 = index % 2 == 0;
            Outcome outcome = new Outcome.Answered(web1 ? "web1" : "web2");
            for (double[] outage : outages) {
                if (at >= outage[0] && at <= outage[1]) {
                    outcome = new Outcome.Failed("no answer");
                }
            }
            if (halfFrom >= 0 && at >= halfFrom && at < halfTo && web1) {
                outcome = new Outcome.Failed("refused");
            } else if (halfFrom >= 0 && at >= halfTo && at < halfTo + 6) {
                outcome = new Outcome.Answered("web2");
            }
            long sent = Math.round(at * 1000);
            long took = outcome.succeeded() ? 3 + random.nextInt(5) : 900;
            samples.add(new Sample(Duration.ofMillis(sent), Duration.ofMillis(sent + took), outcome));
        }
        return samples;
    }
}
