package org.aloft.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.PlanOptions;
import org.aloft.plan.show.Style;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.TopologyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft demo}: the whole job on hosts of its own, from nothing to a proven cluster. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start five hosts on this machine, roll the example cluster out, make it fail over, report.",
        footer = {"", "Example:  sudo aloft demo --keep"})
final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Option(names = "--keep", description = "Leave the lab up afterwards.")
    boolean keep;

    @Option(
            names = "--kernel",
            defaultValue = "AUTO",
            description =
                    "AUTO (this machine's if it has IPVS, else a guest's for each host that needs that), NATIVE or UML.")
    LabKernel kernel;

    @Option(
            names = "--lab",
            defaultValue = LabSpec.DEFAULT_NAME,
            description = "Name of the lab. Default: ${DEFAULT-VALUE}.")
    String name;

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            defaultValue = "report",
            description = "Folder for report.html and report.json. Default: ${DEFAULT-VALUE}.")
    Path folder;

    @Override
    public Integer call() throws Failure, InterruptedException {
        Path file = aloft.surroundings.installation().home().resolve("inventories/lvs-dr/topology.yml");
        headline("1. Hosts: two directors, two web servers and a client, all on this machine");
        LabCluster cluster =
                LabCluster.up(name, kernel, file, read(file, List.of()), line -> aloft.terminal.note("  " + line));
        try {
            return demonstrate(cluster, file).status();
        } finally {
            if (!keep) {
                cluster.lab().down();
            }
        }
    }

    private ExitCode demonstrate(LabCluster cluster, Path file) throws Failure, InterruptedException {
        Topology topology = read(file, List.of(cluster.inventory()));
        try (Session session =
                new Session(topology, file, aloft.terminal, aloft.surroundings, 5, Duration.ofSeconds(60))) {
            headline("2. aloft plan: the changes, and what they do to the service");
            Plan plan = session.plan(PlanOptions.DEFAULT);
            show(plan, false);
            headline("3. aloft apply: wave after wave, over SSH");
            ExitCode applied = new PlanRun(session, plan, "apply", aloft.terminal, ConfirmOptions.DEFAULT).forPeople();
            if (applied != ExitCode.DONE) {
                return applied;
            }
            headline("4. aloft plan --explain: no changes are left, and why");
            Plan again = session.plan(PlanOptions.DEFAULT);
            show(again, true);
            if (again.hasChanges()) {
                throw new Failure(ExitCode.FAILED, "changes are still pending after apply", "see above");
            }
            headline("5. aloft verify: make it fail over, and measure");
            ExitCode verified =
                    VerifyCommand.verify(session, "lvs-dr", VerifyCommand.ALL_DRILLS, aloft.terminal, folder, false);
            if (keep) {
                sayWhatNext();
            }
            return verified;
        }
    }

    private void show(Plan plan, boolean explain) {
        aloft.terminal.print(PlanCommand.text(plan, aloft.terminal, explain, true));
    }

    private void headline(String text) {
        aloft.terminal.note("");
        aloft.terminal.note(new Style(aloft.terminal.colour()).bold(text));
        aloft.terminal.note("");
    }

    private void sayWhatNext() {
        String sudo = System.getenv("SUDO_USER") == null ? "" : "sudo ";
        aloft.terminal.note("\nThe lab is up. Try:");
        for (String line : List.of(
                "./aloft status              who holds the VIP, who answers behind it",
                "./aloft lab ssh client      then: curl 192.168.100.10",
                "./aloft lab off lvs1        pull the active director's plug; then: ./aloft status",
                "./aloft lab on lvs1         and it takes the VIP back",
                "./aloft verify --drill crash",
                "./aloft lab down            when you are done")) {
            aloft.terminal.note("  " + sudo + line);
        }
    }

    private static Topology read(Path file, List<Path> inventories) throws Failure {
        try {
            return new TopologyReader().read(file, inventories);
        } catch (TopologyException e) {
            throw Failure.ofMistakes(e.problems(), e);
        }
    }
}
