package org.aloft.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.aloft.lab.Packages;

/**
 * {@code aloft apply} on thirty real servers in a lab, beside what one would use instead, which brings the same about:
 * one script a host over OpenSSH, less than which nothing can take; Ansible; Ansible with Mitogen. All are started within
 * the hosts' network, so that none pays for a way in, and take turns.
 */
record Fleet() implements Measurement {
    static final Contest ANSIBLE = new Contest("aloft", "ansible");
    private static final Contest MITOGEN = new Contest("aloft", "mitogen");
    private static final Contest SCRIPT = new Contest("aloft", "script");

    /** Real servers, the first of a lab's hosts. */
    static final int HOSTS = 30;

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public List<Row> run(Stage stage) {
        Packages.provide("ansible-core", "/usr/bin/ansible-playbook");
        Packages.provide("ansible-mitogen", "/usr/share/doc/ansible-mitogen");
        // The director is asked, too, and is not changed.
        Stream<LabHost> director = Stream.of(new LabHost("director", "192.168.100.100"));
        Stream<LabHost> web = IntStream.rangeClosed(1, HOSTS)
                .mapToObj(number -> new LabHost(nameOf(number), "192.168.100." + (100 + number)));
        LabSpec spec = LabSpec.of(Stream.concat(web, director).toList())
                .withName("aloft-bench")
                .withKernel(LabKernel.NATIVE);
        try (Lab lab = Lab.up(spec, line -> {})) {
            Workstation workstation = Workstation.ofFleet(stage.folder(), lab);
            List<Row> rows = new ArrayList<>(first(stage, lab, workstation));
            rows.addAll(again(stage, workstation));
            rows.addAll(alone(stage, workstation));
            return rows;
        } finally {
            LabSpec.defaultHome().resolve(spec.name() + ".lock").toFile().delete();
        }
    }

    private static String nameOf(int number) {
        return "web%02d".formatted(number);
    }

    /** Hosts with a fresh disk each time. */
    private static List<Row> first(Stage stage, Lab lab, Workstation workstation) {
        List<Cost> ours = new ArrayList<>();
        List<Cost> theirs = new ArrayList<>();
        for (int round = 0; round < stage.rounds(); round++) {
            reset(lab);
            ours.add(workstation.aloft("web"));
            reset(lab);
            theirs.add(workstation.script("web"));
        }
        return List.of(Row.ofCosts(SCRIPT, "30 hosts, first apply", ours, theirs, Cost::wall, 1.3));
    }

    private static void reset(Lab lab) {
        lab.spec().hosts().forEach(host -> lab.reset(host.name()));
    }

    /** Hosts that are as wanted. What the workstation write lies side by side. */
    private static List<Row> again(Stage stage, Workstation workstation) {
        Map<Contest, List<Cost>> costs = new LinkedHashMap<>();
        List<Cost> ours = new ArrayList<>();
        List<Cost> oneOfOurs = new ArrayList<>();
        List<Cost> oneOfTheirs = new ArrayList<>();
        for (int round = -1; round < stage.rounds(); round++) {
            Cost aloft = workstation.aloft("web");
            Cost script = workstation.script("web");
            Cost ansible = workstation.ansible();
            Cost mitogen = workstation.mitogen();
            if (round < 0) {
                continue; // each brings about what is its own
            }
            ours.add(aloft.nothing("Nothing to do"));
            costs.computeIfAbsent(SCRIPT, none -> new ArrayList<>()).add(script.nothing("changed=0"));
            costs.computeIfAbsent(ANSIBLE, none -> new ArrayList<>()).add(ansible.nothing("changed=0"));
            costs.computeIfAbsent(MITOGEN, none -> new ArrayList<>()).add(mitogen.nothing("changed=0"));
            oneOfOurs.add(workstation.aloft(nameOf(1)).nothing("Nothing to do"));
            oneOfTheirs.add(workstation.script(nameOf(1)).nothing("changed=0"));
        }
        String what = "30 hosts, nothing to change";
        return List.of(
                Row.ofCosts(SCRIPT, what, ours, costs.get(SCRIPT), Cost::wall, 1.0),
                Row.ofCosts(
                        SCRIPT, "  processor time of the workstation", ours, costs.get(SCRIPT), Cost::processor, 0.5),
                limited(SCRIPT, "1 host, nothing to change", seconds(oneOfOurs, oneOfTheirs), 0.6),
                Row.ofCosts(ANSIBLE, what, ours, costs.get(ANSIBLE), Cost::wall, 1.0 / 15),
                Row.ofCosts(MITOGEN, what, ours, costs.get(MITOGEN), Cost::wall, 1.0 / 6));
    }

    /** What needs no host. */
    private static List<Row> alone(Stage stage, Workstation workstation) {
        List<Double> version = new ArrayList<>();
        List<Double> validate = new ArrayList<>();
        for (int round = -1; round < stage.rounds(); round++) {
            double first = workstation.aloftAlone("--version").wall();
            double second = workstation
                    .aloftAlone("validate", "inventories/lvs-dr/topology.yml")
                    .wall();
            if (round >= 0) {
                version.add(first);
                validate.add(second);
            }
        }
        return List.of(
                limited(SCRIPT, "aloft --version", List.of(version), 0.15),
                limited(SCRIPT, "aloft validate inventories/lvs-dr", List.of(validate), 0.3));
    }

    private static List<List<Double>> seconds(List<Cost> ours, List<Cost> theirs) {
        return Row.each(List.of(ours, theirs), Cost::wall);
    }

    private static Row limited(Contest contest, String what, List<List<Double>> samples, double most) {
        double ours = Row.median(samples.get(0));
        Optional<Double> theirs = samples.size() > 1 ? Optional.of(Row.median(samples.get(1))) : Optional.empty();
        return new Row(contest, what, "s", ours, theirs, "≤ " + most + " s", Verdict.of(ours <= most), samples);
    }
}
