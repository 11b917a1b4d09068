package org.aloft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.aloft.ssh.SshException;
import org.aloft.verify.VerifyRun;
import org.aloft.verify.drill.DrillKind;
import org.aloft.verify.report.Report;
import org.aloft.verify.report.ReportText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft verify}: checks the cluster, makes it fail over, measures, and puts everything back. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Check the cluster, make it fail over, measure the gap from a client's side, put everything back.",
        footer = {
            "",
            "Examples:  aloft verify inventories/lvs-dr",
            "           aloft verify --checks              (only look; cause nothing)",
            "           aloft verify --drill crash"
        })
final class VerifyCommand implements Callable<Integer> {
    static final List<DrillKind> ALL_DRILLS = DrillKind.all();

    @ParentCommand
    Aloft aloft;

    @Mixin
    SessionOptions options;

    @Option(names = "--checks", description = "Only look; cause no failure.")
    boolean checksOnly;

    @Option(
            names = "--drill",
            split = ",",
            paramLabel = "NAME",
            completionCandidates = DrillIds.class,
            description = "Only these drills: ${COMPLETION-CANDIDATES}. May be repeated. Default: all.")
    List<String> drills;

    /** What may follow {@code --drill}. */
    static final class DrillIds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DrillKind.all().stream().map(DrillKind::id).iterator();
        }
    }

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            defaultValue = "report",
            description = "Folder for report.html and report.json. Default: ${DEFAULT-VALUE}.")
    Path folder;

    @Option(names = "--json", description = "The report as JSON on standard output.")
    boolean json;

    @Override
    public Integer call() throws Failure, InterruptedException {
        try (Session session = options.open(aloft)) {
            return verify(session, name(), chosen(), aloft.terminal, folder, json)
                    .status();
        }
    }

    private String name() {
        Path parent = options.cluster.file().toAbsolutePath().getParent();
        return parent == null ? options.cluster.file().toString() : String.valueOf(parent.getFileName());
    }

    /** A name that no drill has is a mistake with {@code --checks} too: so it is found before a drill is run. */
    private List<DrillKind> chosen() throws Failure {
        if (drills == null) {
            return checksOnly ? List.of() : ALL_DRILLS;
        }
        List<DrillKind> kinds = new ArrayList<>();
        for (String drill : drills) {
            kinds.add(DrillKind.of(drill)
                    .orElseThrow(() -> new Failure(
                            ExitCode.USAGE, "there is no drill called " + drill, "they are " + DrillKind.ids())));
        }
        return checksOnly ? List.of() : kinds;
    }

    /** Verifies, shows the report and writes it. */
    static ExitCode verify(
            Session session, String name, List<DrillKind> drills, Terminal terminal, Path folder, boolean json)
            throws Failure, InterruptedException {
        ReportFolder kept = ReportFolder.make(folder);
        Report report = run(session, name, drills, terminal);
        if (json) {
            kept.write(report);
            terminal.print(kept.document(report));
        } else {
            terminal.print(new ReportText(terminal.colour()).render(report));
            kept.write(report);
        }
        terminal.note("Report: " + folder.resolve("report.html") + " and report.json");
        return report.passed() ? ExitCode.DONE : ExitCode.VERIFICATION_FAILED;
    }

    private static Report run(Session session, String name, List<DrillKind> drills, Terminal terminal)
            throws Failure, InterruptedException {
        VerifyProgress progress = new VerifyProgress(terminal);
        try {
            return new VerifyRun(
                            session.topology(),
                            session.fleet(),
                            new VerifyRun.Options(name, drills, Aloft.VERSION, session.identity("verify")),
                            progress::show,
                            session.surroundings().clock(),
                            session.surroundings().nanoTime())
                    .run();
        } catch (SshException e) {
            throw new Failure(ExitCode.UNREACHABLE, e.getMessage(), e.fix(), e);
        }
    }
}
