package org.aloft.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;

/**
 * How long after SIGHUP the kernel's table of 2,000 virtual servers matches the file, and whether an advert is late
 * meanwhile. On a host of a lab, whose kernel has IPVS: this machine's own, or that of a guest with one processor,
 * slower than any director.
 */
record Reload() implements Measurement {
    private static final String HOST = "director";
    private static final int MOST_ROUNDS = 5;
    private static final double LIMIT = 1.0;
    private static final Duration LONG = Duration.ofMinutes(15);

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public List<Row> run(Stage stage) {
        LabSpec spec = LabSpec.of(List.of(new LabHost(HOST, "192.168.100.100")))
                .withName("aloft-bench")
                .withGuestMegabytes(2048);
        try (Lab lab = Lab.up(spec, line -> {})) {
            lab.unpack(HOST, stage.bundle(), "/opt/aloft");
            run(lab, "/opt/aloft/bin/aloftd --make-archive");
            run(lab, "cat >/root/reload.py <<'END'\n" + Beat.script("reload.py") + "END");
            run(lab, "cat >/root/beat.py <<'END'\n" + Beat.script("beat.py") + "END");
            int rounds = Math.min(stage.rounds(), MOST_ROUNDS);
            Map<String, List<Double>> aloftd = measure(
                    lab, rounds, "/opt/aloft/bin/aloftd -f /root/reload.conf --http off --run-directory /run/aloft");
            Map<String, List<Double>> keepalived = measure(
                    lab,
                    rounds,
                    "keepalived -n -l -f /root/reload.conf -p /run/parent.pid -c /run/checkers.pid -r /run/vrrp.pid");
            String where = " (kernel: " + lab.spec().kernel().name().toLowerCase(Locale.ROOT) + ")";
            return rows(where, aloftd, keepalived);
        } finally {
            LabSpec.defaultHome().resolve(spec.name() + ".lock").toFile().delete();
        }
    }

    private static List<Row> rows(
            String where, Map<String, List<Double>> aloftd, Map<String, List<Double>> keepalived) {
        return List.of(
                time(
                        "the first reload after the start, 30 of 2,000 virtual servers differ" + where,
                        aloftd.get("some").subList(0, 1),
                        keepalived.get("some").subList(0, 1)),
                time("reload, 30 of 2,000 virtual servers differ" + where, aloftd.get("some"), keepalived.get("some")),
                time("reload, all 2,000 virtual servers differ" + where, aloftd.get("all"), keepalived.get("all")),
                new Row(
                        "reloads of 2,000 virtual servers: adverts more than 0.1 s late" + where,
                        "adverts",
                        aloftd.get("late").get(0),
                        Optional.of(keepalived.get("late").get(0)),
                        "0",
                        Verdict.of(aloftd.get("late").get(0) == 0),
                        List.of(aloftd.get("late"), keepalived.get("late"))),
                beside("  the longest time between two", "longest", aloftd, keepalived),
                beside("  longest stall of the host, seen by a real-time process", "host", aloftd, keepalived));
    }

    private static Row beside(
            String what, String member, Map<String, List<Double>> aloftd, Map<String, List<Double>> keepalived) {
        List<List<Double>> seconds = List.of(aloftd.get(member), keepalived.get(member));
        return Row.beside(what, "ms", Row.each(seconds, one -> one * 1000));
    }

    private static Row time(String what, List<Double> aloftd, List<Double> keepalived) {
        return Row.judged(what, "s", List.of(aloftd, keepalived), "≤ 1 s", (ours, theirs) -> ours <= LIMIT);
    }

    private static Map<String, List<Double>> measure(Lab lab, int rounds, String command) {
        return numbers(run(lab, "python3 /root/reload.py " + rounds + " " + command));
    }

    private static String run(Lab lab, String script) {
        Lab.HostOutput output = lab.run(HOST, LONG, script);
        if (output.exitCode() != 0) {
            throw new IllegalStateException(script.lines().findFirst().orElse("") + " failed: " + output.output());
        }
        return output.output();
    }

    /** The members of an object, each a number or a list of them. */
    private static Map<String, List<Double>> numbers(String json) {
        Map<String, List<Double>> members = new HashMap<>();
        String name = "";
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    name = parser.currentName();
                    members.put(name, new ArrayList<>());
                } else if (token.isNumeric()) {
                    members.get(name).add(parser.getDoubleValue());
                }
            }
            return members;
        } catch (IOException failure) {
            throw new UncheckedIOException("not understood: " + json, failure);
        }
    }
}
