package org.aloft.topology.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.HomeFolder;

/** {@code ansible_*} variables of one host → {@link ConnectionSettings}. */
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
    private static final List<String> BECOME_USER = List.of("ansible_become_user", "ansible_sudo_user");
    private static final List<String> BECOME_PASSWORD =
            List.of("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass");
    private static final List<List<String>> ALIASES =
            List.of(HOST, PORT, USER, PRIVATE_KEY_FILE, PASSWORD, HOST_KEY_CHECKING, BECOME_USER, BECOME_PASSWORD);

    private static final int DEFAULT_PORT = 22;

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "1", "y", "t");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "0", "n", "f");

    private final Map<String, Variable> variables;
    private final Template template;
    private final Problems problems;

    ConnectionReader(Map<String, Variable> variables, Template template, Problems problems) {
        this.variables = variables;
        this.template = template;
        this.problems = problems;
    }

    /** All names of what the variable sets, weakest first: itself alone if it has no others. */
    static List<String> aliasesOf(String name) {
        return ALIASES.stream()
                .filter(aliases -> aliases.contains(name))
                .findFirst()
                .orElse(List.of(name));
    }

    ConnectionSettings read() {
        refuseOtherWays();
        SshArguments arguments = new SshArguments(problems);
        for (String name : List.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")) {
            text(List.of(name))
                    .ifPresent(text -> arguments.read(
                            name, new Variable(text, variables.get(name).at())));
        }
        Optional<String> user = text(USER).filter(name -> !name.isEmpty()).or(arguments::user);
        Optional<Boolean> become = truth(List.of("ansible_become"));
        boolean becomes = become.orElse(!user.equals(Optional.of("root")));
        return new ConnectionSettings(
                port(arguments),
                user,
                text(PRIVATE_KEY_FILE).or(arguments::identityFile).map(HomeFolder::resolve),
                text(PASSWORD).map(Secret::new),
                become,
                // One that nobody asks for need not be opened, and may be whatever Ansible would make something of.
                becomes ? text(BECOME_PASSWORD).map(Secret::new) : Optional.empty(),
                arguments.proxyCommand(),
                arguments.knownHostsFiles(),
                hostKeyChecking(arguments));
    }

    /** What to connect to; empty: the inventory's name. */
    Optional<Located<String>> address() {
        return text(HOST).map(address -> new Located<>(address, strongest(HOST).at(), strongestName(HOST)));
    }

    /** ssh(1) takes the first of two options, and Ansible puts its own first: a plain "no" therefore wins. */
    private ConnectionSettings.HostKeyChecking hostKeyChecking(SshArguments arguments) {
        Optional<Boolean> wanted = truth(HOST_KEY_CHECKING);
        if (wanted.isPresent() && !wanted.get()) {
            return ConnectionSettings.HostKeyChecking.OFF;
        }
        return arguments.hostKeyChecking().orElse(ConnectionSettings.HostKeyChecking.STRICT);
    }

    private void refuseOtherWays() {
        refuseUnless(
                List.of("ansible_connection"),
                Set.of("ssh", "smart", "ansible.builtin.ssh"),
                "Aloft reaches hosts by SSH",
                "ssh");
        refuseUnless(
                List.of("ansible_become_method"),
                Set.of("sudo", "ansible.builtin.sudo"),
                "Aloft becomes root by sudo",
                "sudo");
        refuseUnless(BECOME_USER, Set.of("root"), "Aloft's work needs root", "root");
    }

    private void refuseUnless(List<String> names, Set<String> allowed, String reason, String wayOut) {
        text(names).filter(value -> !allowed.contains(value)).ifPresent(value -> {
            String name = strongestName(names);
            problems.add(
                    variables.get(name).at(),
                    name,
                    "unsupported",
                    reason + ": " + name + "=" + value,
                    "Remove it, or write " + name + "=" + wayOut + ".");
        });
    }

    private int port(SshArguments arguments) {
        Optional<Located<String>> written = text(PORT)
                .map(text -> new Located<>(text, strongest(PORT).at(), strongestName(PORT)))
                .or(arguments::port);
        return written.map(this::portOf).orElse(DEFAULT_PORT);
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
