package org.aloft.topology.inventory;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.OtherHosts;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** Hosts of the inventory, with how each is reached. What the topology does not touch may be as odd as it likes. */
public final class HostReader {
    /** Host names stand in shell scripts and unit files: nothing that means something there gets through. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._-]{0,252}");

    /** An address that is one only together with an interface. */
    private static final Pattern LINK_LOCAL = Pattern.compile("(?i)fe[89ab][0-9a-f]:[0-9a-f:]*%[a-z0-9._-]{1,15}");

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

    /** Those that are not touched, to be read when they are needed; nothing is told of what is wrong with them. */
    public OtherHosts others(Set<String> touched) {
        Set<String> names = new LinkedHashSet<>(inventory.hostNames());
        names.removeAll(touched);
        return new OtherHosts(names, name -> {
            Problems unreported = new Problems();
            Host host = new HostReader(inventory, unreported).read(name);
            return unreported.count() == 0 ? Optional.of(host) : Optional.empty();
        });
    }

    private Host read(String name) {
        inventory.filesOf(name).forEach(file -> file.tell(problems));
        Template template = Template.forHost(name, inventory, problems);
        Map<String, Variable> variables = inventory.variablesOf(name);
        if (!NAME.matcher(name).matches() && IpPrefix.address(name).isEmpty()) {
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
        String written = address.value();
        boolean bracketed = written.startsWith("[") && written.endsWith("]");
        String text = bracketed ? written.substring(1, written.length() - 1) : written;
        if (LINK_LOCAL.matcher(text).matches()
                && IpPrefix.address(text.split("%", 2)[0]).isPresent()) {
            return text;
        }
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
