package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;
import org.aloft.lab.Packages;

/**
 * How much longer a playbook with {@code aloft.ha.cluster} takes than the command that it runs, when a director in a lab
 * is as wanted. Ansible's own start is part of it. Both take turns, round by round.
 */
record AnsibleOverhead() implements Measurement {
    private static final String HOST = "director";
    private static final double LIMIT = 1500;

    private static final String TOPOLOGY = """
            inventory: %s
            instances:
              VI_1:
                virtual_router_id: 10
                interface: ens33
                members: {director: 100}
                vips: [192.168.100.10]
            """;

    private static final String PLAYBOOK = """
            - hosts: localhost
              connection: local
              gather_facts: false
              tasks:
                - aloft.ha.cluster:
                    topology: topology.yml
                    aloft: %s
                    connect_timeout: 60
            """;

    @Override
    public String name() {
        return "ansible";
    }

    @Override
    public List<Row> run(Stage stage) {
        Packages.provide("ansible-core", "/usr/bin/ansible-playbook");
        LabSpec spec = LabSpec.of(List.of(new LabHost(HOST, "192.168.100.100"))).withName("aloft-bench");
        try (Lab lab = Lab.up(spec, line -> {})) {
            return run(stage, lab);
        } finally {
            LabSpec.defaultHome().resolve(spec.name() + ".lock").toFile().delete();
        }
    }

    private static List<Row> run(Stage stage, Lab lab) {
        Path aloft = Path.of("aloft").toAbsolutePath();
        Path topology = write(stage, "topology.yml", TOPOLOGY.formatted(lab.inventory()));
        List<String> apply =
                List.of(aloft.toString(), "apply", "--yes", "--json", "--timeout", "60", topology.toString());
        List<String> play = playing(stage, write(stage, "play.yml", PLAYBOOK.formatted(aloft)));
        milliseconds(apply); // the director becomes as wanted
        milliseconds(play);
        List<Double> applied = new ArrayList<>();
        List<Double> played = new ArrayList<>();
        List<Double> over = new ArrayList<>();
        for (int round = 0; round < stage.rounds(); round++) {
            applied.add(milliseconds(apply));
            played.add(milliseconds(play));
            over.add(played.get(round) - applied.get(round));
        }
        return List.of(
                row(
                        "aloft by Ansible, nothing to do: more than by itself",
                        over,
                        "≤ 1500 ms",
                        Verdict.of(Row.median(over) <= LIMIT)),
                row("  ansible-playbook", played, "", Verdict.NONE),
                row("  aloft apply", applied, "", Verdict.NONE));
    }

    private static Row row(String what, List<Double> samples, String target, Verdict verdict) {
        return new Row(
                Fleet.ANSIBLE, what, "ms", Row.median(samples), Optional.empty(), target, verdict, List.of(samples));
    }

    /** With Ansible's own settings, whatever this user's are. */
    private static List<String> playing(Stage stage, Path playbook) {
        return List.of(
                "env",
                "-i",
                "PATH=" + System.getenv("PATH"),
                "HOME=" + stage.folder(),
                "LC_ALL=C.UTF-8",
                "ANSIBLE_CONFIG=" + write(stage, "ansible.cfg", ""),
                "ANSIBLE_COLLECTIONS_PATH=" + Path.of("playbooks/collections").toAbsolutePath(),
                "/usr/bin/ansible-playbook",
                playbook.toString());
    }

    private static double milliseconds(List<String> command) {
        long before = System.nanoTime();
        Shell.run(command.toArray(String[]::new));
        return (System.nanoTime() - before) / 1e6;
    }

    private static Path write(Stage stage, String name, String text) {
        try {
            return Files.writeString(stage.folder().resolve(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
