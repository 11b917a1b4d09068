package org.aloft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aloft.plan.apply.HistoryScript;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.SshException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code aloft history}: who changed what when, by the hosts' own records. Changes nothing. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Show who applied what when, by each host's own record of its last 200 runs.",
        footer = {
            "",
            "Examples:  aloft history inventories/lvs-dr",
            "           aloft history inventories/lvs-dr 'web*'",
            "           aloft history --json"
        })
final class HistoryCommand implements Callable<Integer> {
    private static final Duration ONE_SCRIPT = Duration.ofSeconds(20);
    private static final List<String> TITLES =
            List.of("WHEN", "HOST", "COMMAND", "WHO", "TOPOLOGY", "CHANGES", "RESULT", "RUN");

    @ParentCommand
    Aloft aloft;

    @Mixin
    SessionOptions options;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "HOST", description = ChosenHosts.DESCRIPTION)
    List<String> chosen = List.of();

    @Option(names = "--json", description = "The same as JSON on standard output.")
    boolean json;

    /** A line and whose it is. */
    private record Row(String host, HistoryScript.Line line) {
        List<String> cells() {
            return List.of(
                    line.at(),
                    host,
                    line.command(),
                    line.who(),
                    line.topology(),
                    "+%d ~%d -%d".formatted(line.created(), line.changed(), line.removed()),
                    line.result(),
                    line.run());
        }
    }

    @Override
    public Integer call() throws Failure, InterruptedException {
        try (Session session = options.open(aloft)) {
            Map<String, Fleet.Outcome<List<HistoryScript.Line>>> answers = session.fleet()
                    .onEach(
                            ChosenHosts.of(session, chosen),
                            connection -> HistoryScript.read(connection
                                    .run(HistoryScript.text(), ONE_SCRIPT)
                                    .output()));
            List<Row> rows = new ArrayList<>();
            List<SshException> silent = new ArrayList<>();
            answers.forEach((host, outcome) -> {
                if (outcome instanceof Fleet.Outcome.Done<List<HistoryScript.Line>> done) {
                    done.value().forEach(line -> rows.add(new Row(host, line)));
                } else if (outcome instanceof Fleet.Outcome.Failed<List<HistoryScript.Line>> failed) {
                    silent.add(failed.reason());
                }
            });
            rows.sort(Comparator.comparing((Row row) -> row.line().at()));
            aloft.terminal.print(json ? document(rows, silent) : table(rows));
            silent.forEach(reason -> aloft.terminal.note(reason.getMessage() + "\n    " + reason.fix()));
            return (silent.isEmpty() ? ExitCode.DONE : ExitCode.UNREACHABLE).status();
        }
    }

    private static String document(List<Row> rows, List<SshException> silent) {
        ObjectNode document = JsonDocument.begin();
        ArrayNode runs = document.putArray("runs");
        for (Row row : rows) {
            HistoryScript.Line line = row.line();
            runs.addObject()
                    .put("host", row.host())
                    .put("at", line.at())
                    .put("run", line.run())
                    .put("who", line.who())
                    .put("command", line.command())
                    .put("topology", line.topology())
                    .put("created", line.created())
                    .put("changed", line.changed())
                    .put("removed", line.removed())
                    .put("result", line.result());
        }
        ArrayNode unreachable = document.putArray("unreachable");
        silent.forEach(reason -> unreachable
                .addObject()
                .put("host", reason.host())
                .put("reason", reason.getMessage())
                .put("fix", reason.fix()));
        return document.toPrettyString() + "\n";
    }

    private static String table(List<Row> rows) {
        if (rows.isEmpty()) {
            return "No host has a record of a run.\n";
        }
        List<List<String>> all = new ArrayList<>(List.of(TITLES));
        rows.forEach(row -> all.add(row.cells()));
        int[] widths = new int[TITLES.size()];
        all.forEach(cells -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> cells : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(cells.get(i))
                        .append(" ".repeat(widths[i] - cells.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
