package org.aloft.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;

/** The hosts that the topology touches, from the inventory. Others may be as odd as they like. */
final class HostReader {
    private final Inventory inventory;
    private final Problems problems;

    HostReader(Inventory inventory, Problems problems) {
        this.inventory = inventory;
        this.problems = problems;
    }

    /** By name, in the inventory's order. */
    Map<String, Host> read(Set<String> touched) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        inventory.hostNames().stream().filter(touched::contains).forEach(name -> hosts.put(name, read(name)));
        return hosts;
    }

    private Host read(String name) {
        Template template = Template.forHost(name, inventory, problems);
        Map<String, Variable> variables = inventory.variablesOf(name);
        NameRules.check(new Located<>(name, inventory.placeOf(name), name), NameRule.HOST, problems);
        ConnectionSettings connection = new ConnectionReader(variables, template, problems).read();
        return new Host(name, address(name, variables, template), connection, template.variables());
    }

    private String address(String name, Map<String, Variable> variables, Template template) {
        Variable written = variables.getOrDefault("ansible_host", variables.get("ansible_ssh_host"));
        if (written == null || written.value() == null) {
            return name;
        }
        Optional<String> address = template.render(written.text(), written.at(), "ansible_host");
        boolean sound = address.filter(text -> NameRule.HOST.allows(text) || Values.isAddress(text))
                .isPresent();
        if (address.isPresent() && !sound) {
            problems.add(
                    written.at(),
                    "ansible_host",
                    "bad-address",
                    "must be an IP address or a host name: " + NameRule.visible(address.get()),
                    "Write it without blanks, quotes and a leading dash.");
        }
        return address.orElse(name);
    }
}
