package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.aloft.topology.model.BecomeMethod;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.aloft.topology.sshconfig.SshConfigReader;
import org.aloft.topology.sshconfig.SshDestination;
import org.aloft.topology.sshconfig.SshTokens;
import org.aloft.topology.yaml.HomeFolder;

/** {@code ansible_*} variables of one host, and what ssh_config has for it → {@link ConnectionSettings}. */
final class ConnectionReader {
    // As Ansible's plugins ssh and sudo list them: of several names for one thing the last one wins.
    private static final List<String> HOST = List.of("ansible_host", "ansible_ssh_host");
    private static final List<String> PORT = List.of("ansible_port", "ansible_ssh_port");
    private static final List<String> USER = List.of("ansible_user", "ansible_ssh_user");
    private static final List<String> PRIVATE_KEY_FILE =
            List.of("ansible_private_key_file", "ansible_ssh_private_key_file");
    private static final List<String> PASSWORD =
            List.of("ansible_password", "ansible_ssh_pass", "ansible_ssh_password");
    private static final List<String> HOST_KEY_CHECKING =
            List.of("ansible_host_key_checking", "ansible_ssh_host_key_checking");
    private static final List<String> CONNECTION = List.of("ansible_connection");
    private static final List<String> BECOME_METHOD = List.of("ansible_become_method");
    /** Those of every method; a method's own name for it is stronger. */
    private static final List<String> BECOME_PASSWORD = List.of("ansible_become_password", "ansible_become_pass");

    /** With those of each method. */
    private static final List<String> BECOME_PASSWORDS = List.of(
            "ansible_become_password",
            "ansible_become_pass",
            "ansible_sudo_pass",
            "ansible_su_pass",
            "ansible_doas_pass");

    private static final List<List<String>> ALIASES =
            List.of(HOST, PORT, USER, PRIVATE_KEY_FILE, PASSWORD, HOST_KEY_CHECKING, BECOME_PASSWORDS);

    private static final Map<String, ConnectionSettings.Way> WAYS = Map.of(
            "ssh", ConnectionSettings.Way.SSH,
            "smart", ConnectionSettings.Way.SSH,
            "ansible.builtin.ssh", ConnectionSettings.Way.SSH,
            "paramiko", ConnectionSettings.Way.SSH,
            "paramiko_ssh", ConnectionSettings.Way.SSH,
            "ansible.builtin.paramiko_ssh", ConnectionSettings.Way.SSH,
            "local", ConnectionSettings.Way.LOCAL,
            "ansible.builtin.local", ConnectionSettings.Way.LOCAL);
    private static final Map<String, BecomeMethod> METHODS = Map.of(
            "sudo", BecomeMethod.SUDO,
            "ansible.builtin.sudo", BecomeMethod.SUDO,
            "su", BecomeMethod.SU,
            "ansible.builtin.su", BecomeMethod.SU,
            "doas", BecomeMethod.DOAS,
            "community.general.doas", BecomeMethod.DOAS);

    private static final int DEFAULT_PORT = 22;

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "1", "y", "t");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "0", "n", "f");

    private final Map<String, Variable> variables;
    private final Template template;
    private final SshConfigReader sshConfig;
    private final Problems problems;

    ConnectionReader(Map<String, Variable> variables, Template template, SshConfigReader sshConfig, Problems problems) {
        this.variables = variables;
        this.template = template.asAnsibleReads();
        this.sshConfig = sshConfig;
        this.problems = problems;
    }

    /** All names of what the variable sets, weakest first: itself alone if it has no others. */
    static List<String> aliasesOf(String name) {
        return ALIASES.stream()
                .filter(aliases -> aliases.contains(name))
                .findFirst()
                .orElse(List.of(name));
    }

    /** @param address what ssh(1) would be told to connect to */
    ConnectionSettings read(String address) {
        ConnectionSettings.Way way =
                choice(CONNECTION, WAYS, "Aloft reaches hosts by SSH, or runs on them (local)", "ssh");
        return switch (way) {
            case SSH -> bySsh(address);
            case LOCAL -> local();
        };
    }

    /** Whoever runs Aloft runs its scripts, and no option of SSH counts. */
    private ConnectionSettings local() {
        Become become = become(Optional.of(sshConfig.files().user()));
        return new ConnectionSettings(
                ConnectionSettings.Way.LOCAL,
                DEFAULT_PORT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                become.wanted(),
                become.method(),
                become.password(),
                Optional.empty(),
                List.of(),
                ConnectionSettings.HostKeyChecking.STRICT,
                ConnectionSettings.SshOptions.none());
    }

    private ConnectionSettings bySsh(String address) {
        Optional<String> said = text(USER).filter(name -> !name.isEmpty());
        SshArguments arguments = arguments(address, said);
        Optional<String> user = said.or(() -> arguments.user().map(Located::value));
        Become become = become(user);
        int port = port(arguments);
        Optional<String> hostName = hostName(arguments, address);
        SshConfigFiles local = sshConfig.files();
        SshTokens tokens = new SshTokens(
                hostName.orElse(address), address, port, user.orElse(local.user()), local.user(), local.home());
        return new ConnectionSettings(
                ConnectionSettings.Way.SSH,
                port,
                user,
                located(PRIVATE_KEY_FILE)
                        .filter(written -> !written.value().isEmpty())
                        .flatMap(written -> file(written, HomeFolder::resolve))
                        .or(() -> arguments.identityFile().flatMap(file -> file(file, tokens::file))),
                text(PASSWORD).map(Secret::new),
                become.wanted(),
                become.method(),
                become.password(),
                arguments.proxyCommand().map(Located::value),
                knownHostsFiles(arguments, tokens),
                hostKeyChecking(arguments),
                new ConnectionSettings.SshOptions(
                        hostName,
                        arguments.hostKeyAlias().map(Located::value),
                        files(arguments.keyFilesOfConfig(), tokens),
                        arguments.identitiesOnly(),
                        arguments.identityAgent().flatMap(agent -> agent(agent, tokens)),
                        files(arguments.certificateFiles(), tokens)));
    }

    /** A socket; the words for none and for variables of the environment stay as they are (ssh_config(5)). */
    private Optional<String> agent(Located<String> written, SshTokens tokens) {
        String text = written.value();
        boolean word = text.equals("none") || text.equals("SSH_AUTH_SOCK") || text.startsWith("$");
        return word ? Optional.of(text) : file(written, tokens::file).map(Path::toString);
    }

    /** How the user becomes root. */
    private record Become(Optional<Boolean> wanted, BecomeMethod method, Optional<Secret> password) {}

    private Become become(Optional<String> user) {
        Optional<Boolean> wanted = truth(List.of("ansible_become"));
        BecomeMethod method = choice(BECOME_METHOD, METHODS, "Aloft becomes root by sudo, su or doas", "sudo");
        String word = method.name().toLowerCase(Locale.ROOT);
        refuseOtherUser(List.of("ansible_become_user", "ansible_" + word + "_user"));
        boolean becomes = wanted.orElse(!user.equals(Optional.of("root")));
        List<String> passwords = new ArrayList<>(BECOME_PASSWORD);
        passwords.add("ansible_" + word + "_pass");
        // A password that nobody asks for need not be opened, and may be whatever Ansible would make something of.
        return new Become(wanted, method, becomes ? text(passwords).map(Secret::new) : Optional.empty());
    }

    /** What was written about how the host is reached; the same is read once more, for those who ask. */
    List<Reason> reasons(String address) {
        List<Reason> reasons = new ArrayList<>();
        add(reasons, "connection", located(CONNECTION));
        boolean local = located(CONNECTION)
                .map(written -> WAYS.get(written.value()))
                .equals(Optional.of(ConnectionSettings.Way.LOCAL));
        add(reasons, "address", located(HOST));
        if (!local) {
            addThoseOfSsh(reasons, arguments(address, text(USER).filter(name -> !name.isEmpty())));
        }
        add(reasons, "become", located(List.of("ansible_become")));
        add(reasons, "become_method", located(BECOME_METHOD));
        add(reasons, "become_password", hidden(BECOME_PASSWORDS));
        return reasons;
    }

    private void addThoseOfSsh(List<Reason> reasons, SshArguments arguments) {
        add(reasons, "host_name", arguments.hostName());
        add(reasons, "port", located(PORT).or(arguments::port));
        add(reasons, "user", located(USER).or(arguments::user));
        add(reasons, "key", located(PRIVATE_KEY_FILE).or(arguments::identityFile));
        arguments.keyFilesOfConfig().forEach(file -> add(reasons, "key", Optional.of(file)));
        arguments.certificateFiles().forEach(file -> add(reasons, "certificate", Optional.of(file)));
        add(reasons, "agent", arguments.identityAgent());
        add(reasons, "password", hidden(PASSWORD));
        add(reasons, "through", arguments.proxyAsWritten());
        List<Located<String>> knownHosts =
                new ArrayList<>(arguments.userKnownHostsFiles().orElse(List.of()));
        knownHosts.addAll(arguments.globalKnownHostsFiles().orElse(List.of()));
        knownHosts.forEach(file -> add(reasons, "known_hosts", Optional.of(file)));
        add(reasons, "host_key_checking", located(HOST_KEY_CHECKING).or(arguments::hostKeyCheckingAsWritten));
        add(reasons, "host_key_alias", arguments.hostKeyAlias());
    }

    private void add(List<Reason> reasons, String what, Optional<Located<String>> from) {
        from.ifPresent(written ->
                reasons.add(new Reason(what, problems.withoutSecrets(written.value()), written.at(), written.key())));
    }

    private Optional<Located<String>> located(List<String> names) {
        return text(names).map(text -> new Located<>(text, strongest(names).at(), strongestName(names)));
    }

    /** Of a secret only where it stands; it is not opened. */
    private Optional<Located<String>> hidden(List<String> names) {
        return strongestName(names).isEmpty()
                ? Optional.empty()
                : Optional.of(new Located<>("given", strongest(names).at(), strongestName(names)));
    }

    /** Ansible gives ssh(1) its variables as options, and so they win over the arguments, and these over ssh_config. */
    private SshArguments arguments(String address, Optional<String> user) {
        SshArguments arguments = new SshArguments(problems);
        for (String name : List.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")) {
            text(List.of(name))
                    .ifPresent(text -> arguments.read(
                            name, new Variable(text, variables.get(name).at())));
        }
        SshDestination destination = new SshDestination(
                address,
                user.or(() -> arguments.user().map(Located::value)),
                arguments.hostName().map(Located::value));
        arguments.readConfig(arguments
                .configFile()
                .map(file -> sshConfig.optionsFor(destination, file, problems))
                .orElseGet(() -> sshConfig.optionsFor(destination, problems)));
        return arguments;
    }

    private Optional<String> hostName(SshArguments arguments, String address) {
        return arguments
                .hostName()
                .map(written -> written.with(written.value().replace("%h", address)))
                .map(written -> AddressRule.sound(written, problems))
                .filter(name -> !name.equals(address));
    }

    /** None if neither kind is named: then they are OpenSSH's own. */
    private List<Path> knownHostsFiles(SshArguments arguments, SshTokens tokens) {
        Optional<List<Located<String>>> ofUser = arguments.userKnownHostsFiles();
        Optional<List<Located<String>>> global = arguments.globalKnownHostsFiles();
        if (ofUser.isEmpty() && global.isEmpty()) {
            return List.of();
        }
        Path home = sshConfig.files().home();
        List<Path> files = new ArrayList<>(ofUser.map(named -> files(named, tokens))
                .orElseGet(() -> ConnectionSettings.userKnownHostsFiles(home)));
        files.addAll(global.map(named -> files(named, tokens)).orElse(ConnectionSettings.GLOBAL_KNOWN_HOSTS_FILES));
        return files;
    }

    private List<Path> files(List<Located<String>> written, SshTokens tokens) {
        return written.stream()
                .flatMap(file -> file(file, tokens::file).stream())
                .toList();
    }

    private Optional<Path> file(Located<String> written, Function<String, Path> name) {
        try {
            return Optional.of(name.apply(written.value()));
        } catch (IllegalArgumentException e) {
            problems.add(
                    written.at(),
                    written.key(),
                    "bad-value",
                    "the name of a file is not understood: " + e.getMessage(),
                    "Write the whole path.");
            return Optional.empty();
        }
    }

    /** What to connect to; empty: the inventory's name. */
    Optional<Located<String>> address() {
        return located(HOST);
    }

    /** ssh(1) takes the first of two options, and Ansible puts its own first: a plain "no" therefore wins. */
    private ConnectionSettings.HostKeyChecking hostKeyChecking(SshArguments arguments) {
        Optional<Boolean> wanted = truth(HOST_KEY_CHECKING);
        if (wanted.isPresent() && !wanted.get()) {
            return ConnectionSettings.HostKeyChecking.OFF;
        }
        return arguments.hostKeyChecking().orElse(ConnectionSettings.HostKeyChecking.STRICT);
    }

    /** What the word stands for; a problem, and the first thing that Ansible would use, if it is none of them. */
    private <T> T choice(List<String> names, Map<String, T> known, String reason, String usual) {
        String written = text(names).orElse(usual);
        if (!known.containsKey(written)) {
            refuse(names, written, reason, usual);
            return known.get(usual);
        }
        return known.get(written);
    }

    private void refuseOtherUser(List<String> names) {
        text(names)
                .filter(user -> !user.equals("root"))
                .ifPresent(user -> refuse(names, user, "Aloft's work needs root", "root"));
    }

    private void refuse(List<String> names, String written, String reason, String wayOut) {
        String name = strongestName(names);
        problems.add(
                variables.get(name).at(),
                name,
                "unsupported",
                reason + ": " + name + "=" + written,
                "Remove it, or write " + name + "=" + wayOut + ".");
    }

    private int port(SshArguments arguments) {
        return located(PORT).or(arguments::port).map(this::portOf).orElse(DEFAULT_PORT);
    }

    private int portOf(Located<String> written) {
        int port = written.value().matches("[0-9]{1,5}") ? Integer.parseInt(written.value()) : 0;
        if (port < 1 || port > 65535) {
            problems.add(
                    written.at(),
                    written.key(),
                    "out-of-range",
                    "must be 1..65535: " + written.key() + "=" + written.value(),
                    "Write the port of the host's sshd, or remove it for 22.");
            return DEFAULT_PORT;
        }
        return port;
    }

    private Optional<Boolean> truth(List<String> names) {
        Optional<String> written = text(names).map(text -> text.toLowerCase(Locale.ROOT));
        if (written.isPresent() && !TRUE.contains(written.get()) && !FALSE.contains(written.get())) {
            problems.add(
                    strongest(names).at(),
                    strongestName(names),
                    "bad-value",
                    "must be true or false: " + written.get(),
                    "Write true or false.");
            return Optional.empty();
        }
        return written.map(TRUE::contains);
    }

    /** The value of the strongest of the names that is set, rendered. */
    private Optional<String> text(List<String> names) {
        String name = strongestName(names);
        return name.isEmpty() ? Optional.empty() : template.render(variables.get(name), name);
    }

    private Variable strongest(List<String> names) {
        return variables.get(strongestName(names));
    }

    /** Empty when none is set. */
    private String strongestName(List<String> names) {
        String strongest = "";
        for (String name : names) {
            if (variables.get(name) != null && variables.get(name).value() != null) {
                strongest = name;
            }
        }
        return strongest;
    }
}
