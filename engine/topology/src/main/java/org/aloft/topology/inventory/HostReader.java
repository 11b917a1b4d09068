package org.aloft.topology.inventory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** Hosts of the inventory, with how each is reached. What the topology does not touch may be as odd as it likes. */
public final class HostReader {
    /** Host names stand in shell scripts and unit files: nothing that means something there gets through. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._-]{0,252}");

    private final Inventory inventory;
    private final Problems problems;

    /** A reader of this inventory. */
    public HostReader(Inventory inventory, Problems problems) {
        this.inventory = inventory;
        this.problems = problems;
    }

    /** Those that are touched, by name, in the inventory's order. */
    public Map<String, Host> read(Set<String> touched) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        inventory.hostNames().stream().filter(touched::contains).forEach(name -> hosts.put(name, read(name)));
        return hosts;
    }

    /** Those that are not touched and can be read without a problem; nothing is told of the rest. */
    public Map<String, Host> readOthers(Set<String> touched) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        for (String name : inventory.hostNames()) {
            if (!touched.contains(name)) {
                Problems unreported = new Problems();
                Host host = new HostReader(inventory, unreported).read(name);
                if (unreported.count() == 0) {
                    hosts.put(name, host);
                }
            }
        }
        return hosts;
    }

    private Host read(String name) {
        Template template = Template.forHost(name, inventory, problems);
        Map<String, Variable> variables = inventory.variablesOf(name);
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    inventory.placeOf(name),
                    name,
                    "bad-name",
                    "a host name must be letters, digits, dots, - and _, not begin with -: " + name,
                    "Choose another name.");
        }
        ConnectionReader connection = new ConnectionReader(variables, template, problems);
        ConnectionSettings settings = connection.read();
        return new Host(name, connection.address().map(this::sound).orElse(name), settings, template.variables());
    }

    private String sound(Located<String> address) {
        String text = address.value();
        if (!NAME.matcher(text).matches() && IpPrefix.address(text).isEmpty()) {
            problems.add(
                    address.at(),
                    address.key(),
                    "bad-address",
                    "must be an IP address or a host name: " + text,
                    "Write it without blanks, quotes and a leading dash.");
        }
        return text;
    }
}
