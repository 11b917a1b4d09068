package org.aloft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.plan.cluster.UnusedTemplates;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.aloft.topology.vault.PasswordSource;
import org.aloft.topology.vault.Vault;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which cluster a command works on, and how to connect to its hosts: Ansible's own flags. */
final class ClusterOptions {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TOPOLOGY",
            description =
                    "The topology file, or the folder it lies in. Default: ./topology.yml, and where there is none,"
                            + " the lab that is up.")
    private Path topologyPath;

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "Another inventory; it wins over the topology's own. May be repeated.")
    private List<Path> inventories = new ArrayList<>();

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "VARS",
            description =
                    "Variables that win over every inventory's: key=value, @FILE of YAML or JSON, or a map in JSON. May be"
                            + " repeated.")
    private List<String> extraVariables = new ArrayList<>();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "Connect as this user (ansible_user).")
    private String user;

    @Option(
            names = {"-b", "--become"},
            description =
                    "Become root by sudo, or by ansible_become_method (ansible_become). The default unless the user is root.")
    private boolean become;

    @Option(
            names = {"-k", "--ask-pass"},
            description = "Ask for the connection password.")
    private boolean askPassword;

    @Option(
            names = {"-K", "--ask-become-pass"},
            description = "Ask for the password of sudo or su.")
    private boolean askBecomePassword;

    @Option(
            names = {"--private-key", "--key-file"},
            paramLabel = "FILE",
            description = "Log in with this key (ansible_ssh_private_key_file).")
    private Path privateKey;

    @Option(
            names = {"--vault-password-file", "--vault-pass-file"},
            paramLabel = "FILE",
            description =
                    "Open with this file's password what ansible-vault encrypted; an executable file prints it. May be"
                            + " repeated. Also: ANSIBLE_VAULT_PASSWORD_FILE.")
    private List<String> vaultPasswordFiles = new ArrayList<>();

    @Option(
            names = "--vault-id",
            paramLabel = "[LABEL@]FILE",
            description = "As --vault-password-file, for one vault id; prompt in place of FILE asks. May be repeated.")
    private List<String> vaultIds = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** The file that was read, as the user would name it; valid after {@link #topology}. */
    private Path file;

    /** Where the topology was found; a command that asks twice is told once. */
    private Path located;

    private List<Problem> warnings = List.of();

    /** Reads and checks the topology; all mistakes are reported at once. */
    Topology topology(Terminal terminal) throws Failure {
        file = located(terminal);
        try {
            TopologyReader.Reading reading = new TopologyReader(sshConfig())
                    .read(
                            file,
                            List.copyOf(inventories),
                            settings(terminal),
                            List.copyOf(extraVariables),
                            vault(terminal));
            warnings = Stream.concat(
                            reading.warnings().stream(), UnusedTemplates.beside(file, reading.topology()).stream())
                    .toList();
            warnings.forEach(warning -> terminal.note(warning.toString()));
            return reading.topology();
        } catch (TopologyException e) {
            throw Failure.ofMistakes(e.problems(), e);
        }
    }

    /** What the command line names as the topology: it may be a kept plan. */
    Optional<Path> named() {
        return Optional.ofNullable(topologyPath);
    }

    /** Works on a topology that a kept plan names, with its inventories unless others are given. */
    void use(Path topology, List<Path> others) {
        topologyPath = topology;
        located = null;
        if (inventories.isEmpty()) {
            inventories.addAll(others);
        }
    }

    /** Those that win over the topology's own; valid after {@link #topology}. */
    List<Path> inventories() {
        return List.copyOf(inventories);
    }

    /** Every host of the inventories and how it is reached; a topology is needed only to name one. */
    TopologyReader.Inventoried inventory(Terminal terminal) throws Failure {
        boolean named = topologyPath == null && !inventories.isEmpty() && !Files.exists(Path.of("topology.yml"));
        Optional<Path> topology = named ? Optional.empty() : Optional.of(located(terminal));
        try {
            return new TopologyReader(sshConfig())
                    .readInventory(
                            topology,
                            List.copyOf(inventories),
                            settings(terminal),
                            List.copyOf(extraVariables),
                            vault(terminal));
        } catch (TopologyException e) {
            throw Failure.ofMistakes(e.problems(), e);
        }
    }

    /** Whatever the command is, the world outside is that of the whole command line. */
    private SshConfigFiles sshConfig() {
        return command.root().userObject() instanceof Aloft aloft
                ? aloft.surroundings.sshConfig()
                : SshConfigFiles.none();
    }

    /** The file that was read. */
    Path file() {
        return file;
    }

    /** What is hardly meant, and does not stop; valid after {@link #topology}. */
    List<Problem> warnings() {
        return warnings;
    }

    private Path located(Terminal terminal) throws Failure {
        if (located == null) {
            located = locate(terminal);
        }
        return located;
    }

    private Path locate(Terminal terminal) throws Failure {
        if (topologyPath != null) {
            return Files.isDirectory(topologyPath) ? topologyPath.resolve("topology.yml") : topologyPath;
        }
        Path here = Path.of("topology.yml");
        if (Files.exists(here)) {
            return here;
        }
        LabCluster lab = LabCluster.running()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "no topology: there is no topology.yml in this folder, and no lab is up",
                        "name one (aloft plan inventories/lvs-dr), or try it in a lab: sudo aloft demo"));
        terminal.note("On the lab that is up, " + lab.topology() + ":");
        inventories.add(0, lab.inventory());
        return lab.topology();
    }

    private Map<String, String> settings(Terminal terminal) throws Failure {
        Map<String, String> settings = new LinkedHashMap<>();
        if (user != null) {
            settings.put("ansible_user", user);
        }
        if (become) {
            settings.put("ansible_become", "true");
        }
        if (privateKey != null) {
            settings.put(
                    "ansible_ssh_private_key_file", privateKey.toAbsolutePath().toString());
        }
        if (askPassword) {
            settings.put("ansible_password", ask(terminal, "SSH password: "));
        }
        if (askBecomePassword) {
            settings.put("ansible_become_password", ask(terminal, "sudo or su password: "));
        }
        return settings;
    }

    /** In Ansible's order. Nothing is read or asked before something encrypted is needed. */
    private Vault vault(Terminal terminal) {
        List<PasswordSource> sources = new ArrayList<>();
        vaultIds.forEach(written -> sources.add(PasswordSource.of(written, terminal::askSecret)));
        vaultPasswordFiles.forEach(name -> sources.add(PasswordSource.file(name)));
        Optional.ofNullable(System.getenv("ANSIBLE_VAULT_PASSWORD_FILE"))
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> sources.add(PasswordSource.file(name)));
        return new Vault(sources);
    }

    private static String ask(Terminal terminal, String prompt) throws Failure {
        return terminal.askSecret(prompt)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "cannot ask for a password: there is no terminal",
                        "use a key, or put ansible_password into a vars file that only you can read"));
    }
}
