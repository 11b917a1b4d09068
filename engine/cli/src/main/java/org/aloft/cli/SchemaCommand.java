package org.aloft.cli;

import java.util.concurrent.Callable;
import org.aloft.topology.file.PublishedSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code aloft schema}: the JSON Schemas of what Aloft reads and writes. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Print the JSON Schema of topology.yml, so that editors complete and check it.",
        footer = {
            "",
            "Example:  aloft schema >mine/topology.schema.json",
            "and on top of mine/topology.yml, for editors with the YAML language server:",
            "          # yaml-language-server: $schema=topology.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    private static final String TOPOLOGY = "topology";

    @ParentCommand
    Aloft aloft;

    @Parameters(
            arity = "0..1",
            paramLabel = "DOCUMENT",
            defaultValue = TOPOLOGY,
            description = "topology, or what a command writes with --json: inventory, plan, apply, verify, status,"
                    + " history, validate, error. Default: ${DEFAULT-VALUE}.")
    String document;

    @Override
    public Integer call() throws Failure {
        aloft.terminal.print(
                document.equals(TOPOLOGY)
                        ? PublishedSchema.text()
                        : aloft.surroundings.installation().schema(document));
        return ExitCode.DONE.status();
    }
}
