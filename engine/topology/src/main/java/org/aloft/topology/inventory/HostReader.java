package org.aloft.topology.inventory;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.OtherHosts;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.sshconfig.SshConfigReader;

/** Hosts of the inventory, with how each is reached. What the topology does not touch may be as odd as it likes. */
public final class HostReader {
    private final Inventory inventory;
    private final SshConfigReader sshConfig;
    private final Problems problems;

    /**
     * A reader of this inventory.
     *
     * @param sshConfig where ssh_config(5) is read, for what the inventory leaves open
     */
    public HostReader(Inventory inventory, SshConfigReader sshConfig, Problems problems) {
        this.inventory = inventory;
        this.sshConfig = sshConfig;
        this.problems = problems;
    }

    /** Those that are touched, by name, in the inventory's order. */
    public Map<String, Host> read(Set<String> touched) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        inventory.hostNames().stream().filter(touched::contains).forEach(name -> hosts.put(name, read(name)));
        return hosts;
    }

    /** Those that are not touched, to be read when they are needed; nothing is told of what is wrong with them. */
    public OtherHosts others(Set<String> touched) {
        Set<String> names = new LinkedHashSet<>(inventory.hostNames());
        names.removeAll(touched);
        return new OtherHosts(names, name -> {
            Problems unreported = new Problems();
            Host host = new HostReader(inventory, sshConfig, unreported).read(name);
            return unreported.count() == 0 ? Optional.of(host) : Optional.empty();
        });
    }

    /** Every host of the inventory, whatever is wrong with it, with why it is reached as it is. */
    public List<HostAccess> accessToAll() {
        return inventory.hostNames().stream().map(this::access).toList();
    }

    private HostAccess access(String name) {
        Problems own = new Problems();
        HostReader reader = new HostReader(inventory, sshConfig, own);
        Host host = reader.read(name);
        List<Reason> reasons = reader.connection(name).reasons(host.address());
        return new HostAccess(host, List.copyOf(inventory.groupsOf(name)), reasons, own.errors(), own.warnings());
    }

    private ConnectionReader connection(String name) {
        return new ConnectionReader(
                inventory.variablesOf(name), Template.forHost(name, inventory, problems), sshConfig, problems);
    }

    private Host read(String name) {
        inventory.filesOf(name).forEach(file -> file.tell(problems));
        Template template = Template.forHost(name, inventory, problems);
        Map<String, Variable> variables = inventory.variablesOf(name);
        if (!AddressRule.isNameOrAddress(name)) {
            problems.add(
                    inventory.placeOf(name),
                    name,
                    "bad-name",
                    "a host name must be letters, digits, dots, - and _, not begin with -: " + name,
                    "Choose another name.");
        }
        ConnectionReader connection = new ConnectionReader(variables, template, sshConfig, problems);
        String address = connection
                .address()
                .map(written -> AddressRule.sound(written, problems))
                .orElse(name);
        return new Host(name, address, connection.read(address), template.variables());
    }
}
