package org.aloft.topology.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to get to a host, from the inventory's {@code ansible_*} variables.
 *
 * @param way {@code ansible_connection}
 * @param port {@code ansible_port}, 1..65535, 22 unless said
 * @param user {@code ansible_user}; empty means the user who runs Aloft
 * @param privateKeyFile {@code ansible_ssh_private_key_file}, {@code ~} resolved
 * @param password {@code ansible_password}
 * @param become {@code ansible_become}: whether the user must become root; when empty, unless the user is root
 * @param becomeMethod {@code ansible_become_method}
 * @param becomePassword {@code ansible_become_password}
 * @param proxyCommand {@code -o ProxyCommand=…} in {@code ansible_ssh_common_args}, with {@code %h}, {@code %p} and
 *     {@code %r} not yet replaced
 * @param knownHostsFiles {@code -o UserKnownHostsFile=…} there, and {@code GlobalKnownHostsFile}; empty means OpenSSH's
 *     own
 * @param hostKeyChecking {@code -o StrictHostKeyChecking=…} there, or {@code ansible_host_key_checking}
 * @param sshOptions what no variable says
 */
public record ConnectionSettings(
        Way way,
        int port,
        Optional<String> user,
        Optional<Path> privateKeyFile,
        Optional<Secret> password,
        Optional<Boolean> become,
        BecomeMethod becomeMethod,
        Optional<Secret> becomePassword,
        Optional<String> proxyCommand,
        List<Path> knownHostsFiles,
        HostKeyChecking hostKeyChecking,
        SshOptions sshOptions) {

    /** OpenSSH's own files of all users. */
    public static final List<Path> GLOBAL_KNOWN_HOSTS_FILES =
            List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2"));

    /** Takes a copy of the list. */
    public ConnectionSettings {
        knownHostsFiles = List.copyOf(knownHostsFiles);
    }

    /** By SSH, with sudo, and with no option of ssh_config. */
    public ConnectionSettings(
            int port,
            Optional<String> user,
            Optional<Path> privateKeyFile,
            Optional<Secret> password,
            Optional<Boolean> become,
            Optional<Secret> becomePassword,
            Optional<String> proxyCommand,
            List<Path> knownHostsFiles,
            HostKeyChecking hostKeyChecking) {
        this(
                Way.SSH,
                port,
                user,
                privateKeyFile,
                password,
                become,
                BecomeMethod.SUDO,
                becomePassword,
                proxyCommand,
                knownHostsFiles,
                hostKeyChecking,
                SshOptions.none());
    }

    /**
     * What only options of ssh(1) and ssh_config(5) say.
     *
     * @param hostName {@code HostName}: what to connect to in place of the host's address
     * @param hostKeyAlias {@code HostKeyAlias}: the host's name in known_hosts
     * @param keyFiles {@code IdentityFile} of ssh_config, in order; those that are not there are passed over
     * @param identitiesOnly {@code IdentitiesOnly}: of the agent's keys only those that a file names are offered
     * @param identityAgent {@code IdentityAgent}: the agent's socket, {@code ~} resolved; {@code none}; or the variable
     *     of the environment that names it, as {@code SSH_AUTH_SOCK} or {@code $NAME}
     * @param certificateFiles {@code CertificateFile}, in order; those that are not there are passed over
     */
    public record SshOptions(
            Optional<String> hostName,
            Optional<String> hostKeyAlias,
            List<Path> keyFiles,
            boolean identitiesOnly,
            Optional<String> identityAgent,
            List<Path> certificateFiles) {
        /** Takes copies of the lists. */
        public SshOptions {
            keyFiles = List.copyOf(keyFiles);
            certificateFiles = List.copyOf(certificateFiles);
        }

        /** Those keys, and nothing else. */
        public static SshOptions ofKeys(List<Path> files, boolean only) {
            return new SshOptions(Optional.empty(), Optional.empty(), files, only, Optional.empty(), List.of());
        }

        /** None is given. */
        public static SshOptions none() {
            return ofKeys(List.of(), false);
        }
    }

    /** OpenSSH's own files of the user with this home folder. */
    public static List<Path> userKnownHostsFiles(Path home) {
        return List.of(home.resolve(".ssh/known_hosts"), home.resolve(".ssh/known_hosts2"));
    }

    /** How commands get to the host. */
    public enum Way {
        /** By SSH. */
        SSH,
        /** The host is this machine. */
        LOCAL
    }

    /** What happens when a host's key is not in known_hosts (ssh_config(5), StrictHostKeyChecking). */
    public enum HostKeyChecking {
        /** Refuse. The default. */
        STRICT,
        /** Accept and remember an unknown key, refuse a changed one. */
        ACCEPT_NEW,
        /** Accept anything. The user asked for it. */
        OFF
    }
}
