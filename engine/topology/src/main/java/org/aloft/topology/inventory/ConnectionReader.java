package org.aloft.topology.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.HomeFolder;

/** {@code ansible_*} variables of one host → {@link ConnectionSettings}. */
final class ConnectionReader {
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

    ConnectionSettings read() {
        refuseOtherWays();
        SshArguments arguments = new SshArguments(problems);
        for (String name : List.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")) {
            text(name)
                    .ifPresent(text -> arguments.read(
                            name, new Variable(text, variables.get(name).at())));
        }
        return new ConnectionSettings(
                port(),
                text("ansible_user", "ansible_ssh_user"),
                text("ansible_ssh_private_key_file", "ansible_private_key_file").map(HomeFolder::resolve),
                text("ansible_password", "ansible_ssh_pass", "ansible_ssh_password")
                        .map(Secret::new),
                truth("ansible_become"),
                text("ansible_become_password", "ansible_become_pass").map(Secret::new),
                arguments.proxyCommand(),
                arguments.knownHostsFiles(),
                hostKeyChecking(arguments));
    }

    /** ssh(1) takes the first of two options, and Ansible puts its own first: a plain "no" therefore wins. */
    private ConnectionSettings.HostKeyChecking hostKeyChecking(SshArguments arguments) {
        Optional<Boolean> wanted = truth("ansible_host_key_checking", "ansible_ssh_host_key_checking");
        if (wanted.isPresent() && !wanted.get()) {
            return ConnectionSettings.HostKeyChecking.OFF;
        }
        return arguments.hostKeyChecking().orElse(ConnectionSettings.HostKeyChecking.STRICT);
    }

    private void refuseOtherWays() {
        refuseUnless("ansible_connection", Set.of("ssh", "smart"), "Aloft reaches hosts by SSH", "ssh");
        refuseUnless("ansible_become_method", Set.of("sudo"), "Aloft becomes root by sudo", "sudo");
        refuseUnless("ansible_become_user", Set.of("root"), "Aloft's work needs root", "root");
    }

    private void refuseUnless(String name, Set<String> allowed, String reason, String wayOut) {
        text(name)
                .filter(value -> !allowed.contains(value))
                .ifPresent(value -> problems.add(
                        variables.get(name).at(),
                        name,
                        "unsupported",
                        reason + ": " + name + "=" + value,
                        "Remove it, or write " + name + "=" + wayOut + "."));
    }

    private int port() {
        Optional<String> written = text("ansible_port", "ansible_ssh_port");
        if (written.isEmpty()) {
            return 22;
        }
        int port = written.get().matches("[0-9]{1,5}") ? Integer.parseInt(written.get()) : 0;
        if (port < 1 || port > 65535) {
            problems.add(
                    atOf("ansible_port", "ansible_ssh_port"),
                    "ansible_port",
                    "out-of-range",
                    "must be 1..65535: ansible_port=" + written.get(),
                    "Write the port of the host's sshd, or remove it for 22.");
            return 22;
        }
        return port;
    }

    private Optional<Boolean> truth(String... names) {
        Optional<String> written = text(names).map(text -> text.toLowerCase(Locale.ROOT));
        if (written.isPresent() && !TRUE.contains(written.get()) && !FALSE.contains(written.get())) {
            problems.add(
                    atOf(names),
                    names[0],
                    "bad-value",
                    "must be true or false: " + written.get(),
                    "Write true or false.");
            return Optional.empty();
        }
        return written.map(TRUE::contains);
    }

    /** The first of the names that is set, rendered. */
    private Optional<String> text(String... names) {
        for (String name : names) {
            Variable variable = variables.get(name);
            if (variable != null && variable.value() != null) {
                return template.render(variable.text(), variable.at(), name);
            }
        }
        return Optional.empty();
    }

    private Position atOf(String... names) {
        for (String name : names) {
            if (variables.get(name) != null) {
                return variables.get(name).at();
            }
        }
        throw new IllegalStateException("asked for the place of a variable that is not set");
    }
}
