package org.aloft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;

/**
 * {@code aloft plan} of very many hosts, each a round trip of 50 ms away, beside OpenSSH that does nothing there. One host of
 * a lab stands for all of them: a plan changes nothing, so that they are not in each other's way. {@code delay.py} makes
 * the way long, and has an address for each.
 */
record Far() implements Measurement {
    private static final Contest NOTHING = new Contest("aloft", "ssh");
    private static final LabHost HOST = new LabHost("far", "192.168.100.100");
    private static final int PORT = 2200;
    private static final double ONE_WAY = 0.025;
    private static final List<Integer> COUNTS = List.of(100, 300, 1000);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "far";
    }

    @Override
    public List<Row> run(Stage stage) {
        LabSpec spec = LabSpec.of(List.of(HOST)).withName("aloft-bench").withKernel(LabKernel.NATIVE);
        try (Lab lab = Lab.up(spec, line -> {})) {
            // All hosts together let in as many strangers as one does.
            lab.run(
                    HOST.name(),
                    LONG,
                    "echo MaxStartups 1000 >/etc/ssh/sshd_config.d/many.conf && systemctl reload ssh");
            Workstation workstation = Workstation.ofFar(stage.folder(), lab, group());
            Process delay = delay(workstation);
            try {
                return rows(workstation);
            } finally {
                delay.destroy();
            }
        } finally {
            LabSpec.defaultHome().resolve(spec.name() + ".lock").toFile().delete();
        }
    }

    private static Process delay(Workstation workstation) {
        Process delay = Shell.start(
                workstation.within(),
                List.of(
                        "python3",
                        workstation.at("delay.py"),
                        Integer.toString(PORT),
                        HOST.address(),
                        Double.toString(ONE_WAY)),
                ProcessBuilder.Redirect.PIPE);
        try {
            BufferedReader reader = delay.inputReader();
            String said = reader.readLine();
            if (!"listening".equals(said)) {
                delay.destroy();
                throw new IllegalStateException("delay.py: " + said);
            }
            return delay;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Row> rows(Workstation workstation) {
        List<Row> rows = new ArrayList<>();
        for (int count : COUNTS) {
            Cost ours = plan(workstation, count);
            Cost theirs = workstation.parallel(addresses(count), "ssh -p " + PORT + " %s root@{} true");
            List<List<Cost>> costs = List.of(List.of(ours), List.of(theirs));
            String what = count + " hosts, 50 ms away, plan";
            rows.add(new Row(
                    NOTHING,
                    what,
                    "s",
                    ours.wall(),
                    Optional.of(theirs.wall()),
                    "",
                    Verdict.NONE,
                    Row.each(costs, Cost::wall)));
            rows.add(new Row(
                    NOTHING,
                    "  memory of one process",
                    "MB",
                    ours.memory(),
                    Optional.of(theirs.memory()),
                    "",
                    Verdict.NONE,
                    Row.each(costs, Cost::memory)));
        }
        return rows;
    }

    private static Cost plan(Workstation workstation, int count) {
        Cost cost = workstation.aloftAlone(
                "plan", "--timeout", "60", "--limit", "far[0:" + (count - 1) + "]", workstation.at("topology.yml"));
        if (!cost.said().contains(nameOf(count)) || cost.said().contains("unreachable")) {
            throw new IllegalStateException("not all were asked: " + cost.said().strip());
        }
        return cost;
    }

    private static String group() {
        StringBuilder group = new StringBuilder("[far]\n");
        int most = COUNTS.get(COUNTS.size() - 1);
        List<String> addresses = addresses(most);
        for (int number = 1; number <= most; number++) {
            group.append(
                    nameOf(number) + " ansible_host=" + addresses.get(number - 1) + " ansible_port=" + PORT + "\n");
        }
        return group.toString();
    }

    private static String nameOf(int number) {
        return "far%04d".formatted(number);
    }

    private static List<String> addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "127.1." + index / 250 + "." + (1 + index % 250))
                .toList();
    }
}
