package org.aloft.ssh;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.aloft.topology.model.Host;

/**
 * Which agent is asked for the keys of a host: the one that {@code IdentityAgent} names (ssh_config(5)), else that of
 * {@code SSH_AUTH_SOCK}. Immutable.
 *
 * @param environment variable → its value, or null
 */
record AgentSocket(UnaryOperator<String> environment) {
    private static final String USUAL = "SSH_AUTH_SOCK";

    /** Of this process. */
    static AgentSocket ofProcess() {
        return new AgentSocket(System::getenv);
    }

    /** As if the environment named this one, or none. */
    static AgentSocket at(Optional<Path> socket) {
        return new AgentSocket(
                name -> name.equals(USUAL) ? socket.map(Path::toString).orElse(null) : null);
    }

    Optional<Path> of(Host host) {
        String named = host.connection().sshOptions().identityAgent().orElse(USUAL);
        if (named.equals("none")) {
            return Optional.empty();
        }
        boolean variable = named.equals(USUAL) || named.startsWith("$");
        return (variable ? variable(named) : Optional.of(named)).map(Path::of);
    }

    private Optional<String> variable(String written) {
        String name = written.startsWith("$") ? written.substring(1) : written;
        return Optional.ofNullable(environment.apply(name)).filter(path -> !path.isEmpty());
    }
}
