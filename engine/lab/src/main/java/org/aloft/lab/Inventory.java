package org.aloft.lab;

import java.util.stream.Collectors;

/**
 * How the hosts of a lab are reached: by SSH alone, through a process that stands in the lab's network namespace. So no
 * address of the lab is ever seen by the rest of this machine, which may use the same network for something real.
 *
 * @param spec the lab
 * @param folder its folder
 */
record Inventory(LabSpec spec, LabFolder folder) {
    /** An Ansible inventory in INI format: the hosts, and how to log in. */
    String ini() {
        String hosts = spec.hosts().stream()
                .map(host -> host.name() + " ansible_host=" + host.address())
                .collect(Collectors.joining("\n"));
        return """
                # The lab "%s". Give it beside an inventory of your own to reach that one's hosts here:
                #   aloft plan -i hosts.ini -i %s
                # A tool that runs without root cannot: the way in leads through a network namespace.
                %s

                [all:vars]
                ansible_user=root
                ansible_ssh_private_key_file=%s
                ansible_ssh_common_args='-o ProxyCommand="%s" -o UserKnownHostsFile=%s -o StrictHostKeyChecking=yes'
                """.formatted(spec.name(), folder.inventory(), hosts, folder.key(), proxyCommand(), folder.knownHosts());
    }

    /** For {@code ssh -F}: the hosts by name. */
    String sshConfig() {
        StringBuilder config = new StringBuilder("# The lab \"" + spec.name() + "\"\n");
        spec.hosts().forEach(host -> config.append("Host " + host.name() + "\n    HostName " + host.address() + "\n"));
        return config + """
                Host *
                    User root
                    IdentityFile %s
                    IdentitiesOnly yes
                    ProxyCommand %s
                    UserKnownHostsFile %s
                    GlobalKnownHostsFile /dev/null
                    StrictHostKeyChecking yes
                    KexAlgorithms curve25519-sha256
                    GSSAPIAuthentication no
                    ConnectTimeout 60
                    # A host that lost its power says no good-bye.
                    ServerAliveInterval 5
                    ServerAliveCountMax 12
                    LogLevel ERROR
                """.formatted(folder.key(), proxyCommand(), folder.knownHosts());
    }

    private String proxyCommand() {
        return "nsenter --net=/run/netns/" + spec.name() + " socat - TCP:%h:%p,nodelay";
    }
}
