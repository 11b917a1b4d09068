package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.aloft.topology.sshconfig.SshConfigReader;
import org.aloft.topology.vault.Vault;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The distribution's own {@code ssh -G} reads the same files, and what both make of them for a host is compared. A case
 * is a folder of {@code src/test/resources/sshconfig}: {@code config}, what it includes ({@code @FOLDER@} is the
 * folder), and {@code destinations}, a host a line with the user that the command line names.
 */
class SshConfigIT {
    private static final Path CASES = Path.of("src/test/resources/sshconfig");
    private static final SshConfigFiles LOCAL = SshConfigFiles.none();
    private static final List<String> COMPARED = List.of(
            "hostname",
            "user",
            "port",
            "identityfile",
            "identitiesonly",
            "identityagent",
            "certificatefile",
            "proxyjump",
            "proxycommand",
            "userknownhostsfile",
            "globalknownhostsfile",
            "stricthostkeychecking",
            "hostkeyalias");

    @TempDir
    private Path folder;

    @BeforeAll
    static void ssh() {
        Packages.provide("openssh-client", "/usr/bin/ssh");
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldReadSshConfigAsSshDoes(Path written) throws Exception {
        Path config = copy(written).resolve("config");
        List<String> destinations = Files.readAllLines(written.resolve("destinations"));
        assertThat(destinations).isNotEmpty();
        for (String destination : destinations) {
            String[] words = destination.split(" ", 2);
            Optional<String> user = words.length > 1 ? Optional.of(words[1]) : Optional.empty();
            Map<String, String> theirs = theirs(config, words[0], user);
            assertThat(ours(config, words[0], user, theirs)).as(destination).isEqualTo(theirs);
        }
    }

    private Path copy(Path written) throws IOException {
        try (Stream<Path> files = Files.walk(written)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(written.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file).replace("@FOLDER@", folder.toString()));
            }
        }
        return folder;
    }

    private Map<String, String> theirs(Path config, String name, Optional<String> user) throws Exception {
        List<String> command = new ArrayList<>(List.of("ssh", "-T", "-G", "-F", config.toString()));
        user.ifPresent(login -> command.addAll(List.of("-l", login)));
        command.add(name);
        Path out = folder.resolve("out");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(errors, StandardCharsets.UTF_8))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(out).stream()
                .map(line -> line.split(" ", 2))
                .filter(words -> COMPARED.contains(words[0]))
                .collect(Collectors.toMap(
                        words -> words[0], words -> words[1], (one, next) -> one + "\n" + next, TreeMap::new));
    }

    /** In their words; of key files and what has no default of ours, theirs stands where ours says nothing. */
    private static Map<String, String> ours(Path config, String name, Optional<String> user, Map<String, String> theirs)
            throws Exception {
        Host host = host(config, name, user);
        ConnectionSettings settings = host.connection();
        ConnectionSettings.SshOptions options = settings.sshOptions();
        Map<String, String> all = new TreeMap<>();
        all.put("hostname", host.sshAddress().toLowerCase(Locale.ROOT));
        all.put("user", settings.user().orElse(LOCAL.user()));
        all.put("port", Integer.toString(settings.port()));
        all.put("identitiesonly", options.identitiesOnly() ? "yes" : "no");
        options.identityAgent().ifPresent(agent -> all.put("identityagent", agent));
        if (!options.certificateFiles().isEmpty()) {
            all.put("certificatefile", lines(options.certificateFiles()));
        }
        options.hostKeyAlias().ifPresent(alias -> all.put("hostkeyalias", alias.toLowerCase(Locale.ROOT)));
        all.put("identityfile", options.keyFiles().isEmpty() ? defaultKeys(theirs) : lines(options.keyFiles()));
        all.put(
                "stricthostkeychecking",
                switch (settings.hostKeyChecking()) {
                    case STRICT -> "ask";
                    case ACCEPT_NEW -> "accept-new";
                    case OFF -> "false";
                });
        List<Path> files = new ArrayList<>(settings.knownHostsFiles());
        if (files.isEmpty()) {
            files.addAll(ConnectionSettings.userKnownHostsFiles(LOCAL.home()));
            files.addAll(ConnectionSettings.GLOBAL_KNOWN_HOSTS_FILES);
        }
        String joined = files.stream().map(Path::toString).collect(Collectors.joining(" "));
        String global = theirs.get("globalknownhostsfile");
        assertThat(joined).endsWith(" " + global);
        all.put("globalknownhostsfile", global);
        all.put("userknownhostsfile", joined.substring(0, joined.length() - global.length() - 1));
        settings.proxyCommand()
                .ifPresent(command -> all.put(proxy(command, config, theirs), proxyValue(command, config, theirs)));
        return all;
    }

    private static String lines(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining("\n"));
    }

    private static String defaultKeys(Map<String, String> theirs) {
        assertThat(theirs.get("identityfile")).startsWith("~/.ssh/id_rsa\n");
        return theirs.get("identityfile");
    }

    private static String proxy(String command, Path config, Map<String, String> theirs) {
        return jumps(command, config, theirs) ? "proxyjump" : "proxycommand";
    }

    private static String proxyValue(String command, Path config, Map<String, String> theirs) {
        return jumps(command, config, theirs) ? theirs.get("proxyjump") : command;
    }

    /** Whether the command is what is made of their ProxyJump. */
    private static boolean jumps(String command, Path config, Map<String, String> theirs) {
        return Optional.ofNullable(theirs.get("proxyjump"))
                .flatMap(jump -> ProxyJump.command(jump, Optional.of(config.toString())))
                .equals(Optional.of(command));
    }

    private static Host host(Path config, String name, Optional<String> user) throws Exception {
        Problems problems = new Problems();
        Path source = Path.of(name + ",");
        Map<String, String> settings = new TreeMap<>(Map.of("ansible_ssh_common_args", "-F '" + config + "'"));
        user.ifPresent(login -> settings.put("ansible_user", login));
        Inventory inventory = new InventoryReader(problems, Vault.closed())
                .read(
                        List.of(new Located<>(source, Position.wholeFile(source), "")),
                        Optional.empty(),
                        settings,
                        List.of());
        Host host = new HostReader(inventory, new SshConfigReader(LOCAL), problems)
                .read(Set.of(name))
                .get(name);
        problems.throwIfAny();
        return host;
    }
}
