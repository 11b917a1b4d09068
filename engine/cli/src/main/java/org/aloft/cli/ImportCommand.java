package org.aloft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aloft.cli.keepalived.Adoption;
import org.aloft.cli.keepalived.AgentProgram;
import org.aloft.cli.keepalived.Finding;
import org.aloft.cli.keepalived.HostNames;
import org.aloft.cli.keepalived.RemoteFiles;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.ScriptResult;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.inventory.HostAccess;
import org.aloft.topology.model.Host;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code aloft import}: makes a topology of files in the language of keepalived.conf. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Write topology.yml, and hosts.ini where there is none, of what keepalived.conf says on each host.",
            "What the topology has no word for goes over as lines of keepalived.conf; what cannot go over, and what a"
                    + " plan would change, is told with its place."
        },
        footer = {
            "",
            "Examples:  aloft import --host lvs1=a/keepalived.conf --host lvs2=b/keepalived.conf -o mine",
            "           aloft import --from lvs1,lvs2 -o mine",
            "",
            "Exit codes: 0 a plan of it changes nothing of what the files say, 2 it would; what, is told."
        })
final class ImportCommand implements Callable<Integer> {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration ONE_SCRIPT = Duration.ofSeconds(20);

    @ParentCommand
    Aloft aloft;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "One host's keepalived.conf. The host is called by its router_id where these differ, else by"
                    + " the file's or folder's name.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--host", paramLabel = "NAME=FILE", description = "The same, with the host's name. Once for each.")
    Map<String, Path> named = new LinkedHashMap<>();

    @Option(
            names = "--from",
            paramLabel = "HOST",
            split = ",",
            description = "Read /etc/keepalived over SSH from this host: a name as ssh(1) knows it, or of the hosts.ini"
                    + " in FOLDER. Several with commas between them.")
    List<String> from = new ArrayList<>();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "With --from: connect as this user.")
    String user;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where the two files go; made if it is not there. Default: this folder.")
    Path folder;

    @Override
    public Integer call() throws Failure, InterruptedException {
        Path topology = folder.resolve(NewCluster.TOPOLOGY_FILE);
        Path inventory = folder.resolve(NewCluster.INVENTORY_FILE);
        if (files.isEmpty() && named.isEmpty() && from.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there is nothing to import",
                    "aloft import /etc/keepalived/keepalived.conf -o mine");
        }
        if (Files.exists(topology)) {
            throw new Failure(
                    ExitCode.USAGE,
                    topology + " is there already; nothing was written",
                    "name another folder: aloft import FILE… -o NEW");
        }
        boolean hasInventory = Files.exists(inventory);
        Adoption.Outcome outcome = outcome(hasInventory ? Optional.of(inventory) : Optional.empty());
        write(outcome, topology, hasInventory ? Optional.empty() : Optional.of(inventory));
        tell(outcome, topology);
        return (outcome.changesNothing() ? ExitCode.DONE : ExitCode.CHANGES_PENDING).status();
    }

    private Adoption.Outcome outcome(Optional<Path> inventory) throws Failure, InterruptedException {
        Installation installation = aloft.surroundings.installation();
        AgentBundle bundle = installation.bundle();
        try (AgentProgram agent = AgentProgram.unpack(bundle.file())) {
            Map<String, Path> hosts = new LinkedHashMap<>(named);
            hosts.putAll(HostNames.of(agent, files, named.keySet()));
            hosts.putAll(fetched(agent, inventory));
            Adoption.Outcome outcome = new Adoption(
                            agent, bundle, installation.templates(folder.resolve(NewCluster.TOPOLOGY_FILE)))
                    .run(hosts, inventory, !from.isEmpty());
            return outcome.with(message -> RemoteFiles.shown(message, agent));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), "aloft import --help", e);
        }
    }

    private Map<String, Path> fetched(AgentProgram agent, Optional<Path> inventory)
            throws Failure, InterruptedException, IOException {
        Map<String, Path> fetched = new LinkedHashMap<>();
        if (from.isEmpty()) {
            return fetched;
        }
        List<Host> hosts = hosts(inventory);
        aloft.surroundings.keys().unlock(hosts, aloft.terminal::askSecret);
        try (Fleet fleet = new Fleet(aloft.surroundings.dialer(), hosts.size(), CONNECTING)) {
            Map<String, Fleet.Outcome<ScriptResult>> answers =
                    fleet.onEach(hosts, connection -> connection.run(RemoteFiles.script(), ONE_SCRIPT));
            for (Host host : hosts) {
                Fleet.Outcome<ScriptResult> answer = answers.get(host.name());
                if (answer instanceof Fleet.Outcome.Failed<ScriptResult> failed) {
                    throw new Failure(
                            ExitCode.UNREACHABLE,
                            failed.reason().getMessage(),
                            failed.reason().fix(),
                            failed.reason());
                } else if (answer instanceof Fleet.Outcome.Done<ScriptResult> done) {
                    fetched.put(
                            host.name(),
                            RemoteFiles.unpack(host.name(), done.value().output(), agent.folder()));
                }
            }
        }
        return fetched;
    }

    private List<Host> hosts(Optional<Path> inventory) throws Failure {
        // With a comma behind the last one, as Ansible tells a list of hosts from a file.
        List<Path> inventories = inventory.map(List::of).orElse(List.of(Path.of(String.join(",", from) + ",")));
        Map<String, String> settings = user == null ? Map.of() : Map.of("ansible_user", user);
        try {
            List<HostAccess> known = new TopologyReader(aloft.surroundings.sshConfig())
                    .readInventory(Optional.empty(), inventories, settings, List.of(), Vault.closed())
                    .hosts();
            List<Host> hosts = new ArrayList<>();
            for (String name : from) {
                HostAccess access = known.stream()
                        .filter(each -> each.host().name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new Failure(
                                ExitCode.USAGE,
                                inventories.get(0) + " has no host " + name,
                                "add it there, or name another folder"));
                if (!access.mistakes().isEmpty()) {
                    throw Failure.ofMistakes(access.mistakes(), null);
                }
                hosts.add(access.host());
            }
            return hosts;
        } catch (TopologyException e) {
            throw Failure.ofMistakes(e.problems(), e);
        }
    }

    private void write(Adoption.Outcome outcome, Path topology, Optional<Path> inventory) throws Failure {
        try {
            Files.createDirectories(folder);
            OwnFiles.create(topology, outcome.topology());
            if (inventory.isPresent()) {
                OwnFiles.create(inventory.get(), outcome.inventory());
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "cannot write to " + folder + ": " + e.getClass().getSimpleName() + " " + e.getMessage(),
                    "name a folder that you may write to: aloft import FILE… -o FOLDER",
                    e);
        }
    }

    private void tell(Adoption.Outcome outcome, Path topology) {
        outcome.findings().stream()
                .filter(finding -> !finding.changes())
                .forEach(finding -> aloft.terminal.note(finding.toString()));
        outcome.findings().stream()
                .filter(Finding::changes)
                .forEach(finding -> aloft.terminal.note("CHANGES  " + finding));
        outcome.mistakes().forEach(mistake -> aloft.terminal.note(mistake.toString()));
        aloft.terminal.note("Written: " + topology + ", which only you can read, for it may hold passwords.");
        aloft.terminal.note(
                outcome.changesNothing()
                        ? "A plan of it changes nothing: aloftd reads what it would write as it reads these files."
                        : "Its plan would change what is told above.");
        aloft.terminal.note("Next:  aloft plan " + folder);
    }
}
