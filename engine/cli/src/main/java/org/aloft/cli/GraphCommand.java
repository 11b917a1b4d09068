package org.aloft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.aloft.topology.graph.GraphSvg;
import org.aloft.topology.graph.GraphText;
import org.aloft.topology.model.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code aloft graph}: draws what the topology says; contacts no host. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description = "Draw the topology: directors, VIPs, services, real servers; contact no host.",
        footer = {"", "Examples:  aloft graph inventories/lvs-dr", "           aloft graph mine -o mine.svg"})
final class GraphCommand implements Callable<Integer> {
    private static final String SVG = ".svg";

    @ParentCommand
    Aloft aloft;

    @Mixin
    ClusterOptions cluster;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.svg",
            description = "Write a picture (SVG, light and dark) in place of the text.")
    Path output;

    @Override
    public Integer call() throws Failure {
        if (output != null && !output.toString().endsWith(SVG)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the picture's name must end in " + SVG + ": " + output,
                    "-o " + output + SVG + ", or for the text: aloft graph >" + output);
        }
        Topology topology = cluster.topology(aloft.terminal);
        if (output == null) {
            aloft.terminal.print(GraphText.render(topology, aloft.terminal.width()));
            return ExitCode.DONE.status();
        }
        try {
            Files.writeString(output, GraphSvg.render(topology, cluster.file().toString()));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "cannot write " + output + ": " + e.getClass().getSimpleName() + " " + e.getMessage(),
                    "name a file in a folder that is there, and that you may write to",
                    e);
        }
        aloft.terminal.note("The picture is in " + output + ".");
        return ExitCode.DONE.status();
    }
}
