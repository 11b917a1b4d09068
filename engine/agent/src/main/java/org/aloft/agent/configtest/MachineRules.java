package org.aloft.agent.configtest;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.HoldingBlock;
import org.aloft.agent.config.InterfacesBlock;
import org.aloft.agent.config.IpPrefix;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.Tracked;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.difference.ConfigurationContents;
import org.aloft.agent.config.difference.ConfigurationContents.Found;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.script.Admission;

/** What a configuration needs and a machine lacks. Pure. Confined to one thread. */
public final class MachineRules {
    private final Reading reading;
    private final Configuration configuration;
    private final Machine machine;
    private final List<Problem> found = new ArrayList<>();

    private MachineRules(Reading reading, Machine machine) {
        this.reading = reading;
        this.configuration = reading.configuration();
        this.machine = machine;
    }

    /** An error where a part cannot work as it is, a warning where it may be meant; each with the way out. */
    public static List<Problem> check(Reading reading, Machine machine) {
        MachineRules rules = new MachineRules(reading, machine);
        PathRules paths = new PathRules(reading, machine, rules.found);
        rules.configuration.instances().forEach(instance -> {
            rules.instance(instance);
            rules.trackedInterfaces(instance);
            paths.check(instance);
        });
        rules.scripts();
        rules.accounts();
        rules.ssl();
        rules.ipvs();
        return List.copyOf(rules.found);
    }

    private void error(Position position, String message) {
        found.add(new Problem(position, Problem.Severity.ERROR, message));
    }

    private void warning(Position position, String message) {
        found.add(new Problem(position, Problem.Severity.WARNING, message));
    }

    private void instance(VrrpInstanceBlock instance) {
        String block = "vrrp_instance " + instance.name();
        mustWork(block, reading.places().find(block, "interface"), instance.networkInterface());
        instance.holding().trackedInterfaces().stream()
                .filter(name -> !name.equals(instance.networkInterface()) && !isMade(name))
                .forEach(name -> mustWork(block, placeOf(instance, name), name));
        ConfigurationContents.everywhere(configuration, VirtualAddress.class).stream()
                .filter(vip -> vip.block().equals(block))
                .forEach(vip -> virtualAddress(block, vip.value()));
    }

    /** An interface without which an instance does not take part. */
    private void mustWork(String block, Position line, String name) {
        Optional<NetworkInterface> device = machine.interfaceNamed(name);
        if (device.isEmpty()) {
            missingInterface(line, name);
        } else if (!device.get().up()) {
            warning(
                    line,
                    "interface " + name + " is down, so " + block + " waits in FAULT; type: ip link set " + name
                            + " up");
        } else if (!device.get().running()) {
            warning(
                    line,
                    "interface " + name + " has no carrier, so " + block
                            + " waits in FAULT; check the cable or the switch");
        }
    }

    /** The block in which a VIP or a route names an interface. */
    private Position placeOf(VrrpInstanceBlock instance, String device) {
        HoldingBlock held = instance.holding();
        String keyword = "virtual_routes";
        if (held.virtualAddresses().stream().anyMatch(vip -> vip.device().equals(device))) {
            keyword = "virtual_ipaddress";
        } else if (held.excluded().stream().anyMatch(vip -> vip.device().equals(device))) {
            keyword = "virtual_ipaddress_excluded";
        }
        return reading.places().find("vrrp_instance " + instance.name(), keyword);
    }

    private void trackedInterfaces(VrrpInstanceBlock instance) {
        configuration.tracking().byInstance().getOrDefault(instance.name(), List.of()).stream()
                .filter(tracked -> tracked.kind() == TrackerKind.INTERFACE)
                .map(Tracked::name)
                .filter(name -> machine.interfaceNamed(name).isEmpty() && !isMade(name))
                .forEach(name -> missingInterface(
                        reading.places().find("vrrp_instance " + instance.name(), "track_interface"), name));
    }

    /** Interfaces with a virtual MAC come with aloftd. */
    private boolean isMade(String name) {
        return configuration.instances().stream()
                .flatMap(instance -> instance.holding().virtualMacs().stream())
                .anyMatch(mac -> mac.name().equals(name));
    }

    private void missingInterface(Position line, String name) {
        String message = "there is no interface " + name + "; this machine has " + names();
        if (configuration.global().interfaces().dynamicInterfaces() == InterfacesBlock.Dynamic.REFUSED) {
            error(line, message + "; write one of them, or dynamic_interfaces in global_defs if it comes later");
        } else {
            warning(line, message);
        }
    }

    private String names() {
        return String.join(
                ", ",
                machine.interfaces().stream()
                        .map(NetworkInterface::name)
                        .sorted()
                        .toList());
    }

    private void virtualAddress(String block, VirtualAddress vip) {
        String text = vip.address().getHostAddress();
        Position line = reading.places().find(block, "virtual_ipaddress");
        machine.interfacesWith(vip.address()).stream()
                .filter(name -> !name.equals(vip.device()))
                .forEach(name -> warning(
                        line,
                        "the VIP " + text + " is on " + name + " already, and not on " + vip.device()
                                + "; if no aloftd put it there, type: ip address del " + text + " dev " + name));
        Optional<NetworkInterface> device = machine.interfaceNamed(vip.device());
        if (device.isPresent() && alone(vip) && !reachable(vip.address(), device.get())) {
            warning(
                    line,
                    "the VIP " + text + " is in none of the networks of " + vip.device()
                            + ", so its neighbours do not look for it there; give it a prefix length, or route it to this machine");
        }
    }

    /** A VIP with a shorter prefix brings its network along. */
    private static boolean alone(VirtualAddress vip) {
        return vip.prefixLength() == IpPrefix.longest(vip.address())
                && !vip.address().isLinkLocalAddress();
    }

    private boolean reachable(InetAddress vip, NetworkInterface device) {
        return machine.addressesOf(device).stream()
                .filter(own -> !own.address().equals(vip))
                .map(MachineRules::network)
                .anyMatch(network -> network.contains(vip));
    }

    private static IpPrefix network(InterfaceAddress address) {
        return new IpPrefix(address.address(), address.prefixLength());
    }

    private void scripts() {
        Set<String> said = new LinkedHashSet<>();
        for (Found<ScriptLine> script : ConfigurationContents.everywhere(configuration, ScriptLine.class)) {
            Position line = script.value().position();
            Admission admission = machine.scripts().get(script.value());
            if (admission instanceof Admission.Refused refused) {
                if (!lacksScriptUser(script.value())) {
                    error(line, refused.reason());
                }
            } else if (admission instanceof Admission.Admitted admitted) {
                admitted.concerns().stream()
                        .filter(said::add)
                        .forEach(concern -> warning(
                                line,
                                "runs as root, but " + concern + "; enable_script_security would refuse to run it"));
            }
        }
    }

    /** That is told once, where script_user stands, and not at each script. */
    private boolean lacksScriptUser(ScriptLine script) {
        Optional<AccountName> scriptUser = configuration.global().scripts().scriptUser();
        return script.account().isEmpty()
                && scriptUser.filter(machine.unknownAccounts()::contains).isPresent();
    }

    private void accounts() {
        Set<AccountName> said = new LinkedHashSet<>();
        ConfigurationContents.everywhere(configuration, ScriptLine.class)
                .forEach(script -> script.value().account().ifPresent(said::add)); // told at the script's own line
        for (Found<AccountName> account : ConfigurationContents.everywhere(configuration, AccountName.class)) {
            AccountName name = account.value();
            if (machine.unknownAccounts().contains(name) && said.add(name)) {
                error(
                        reading.places().find(account.block(), account.keyword()),
                        "this machine has no user or group " + name + "; create it, or name another");
            }
        }
    }

    private void ssl() {
        machine.sslTroubles()
                .forEach(trouble -> found.add(new Problem(
                        reading.places().find("SSL", trouble.keyword()), trouble.severity(), trouble.sentence())));
    }

    private void ipvs() {
        machine.ipvsRefusal()
                .ifPresent(refusal -> error(
                        reading.places().find("virtual_server"),
                        "virtual_server needs IPVS, which this kernel does not offer: " + refusal));
    }
}
