package org.aloft.agent.configtest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.ConfigurationContents;
import org.aloft.agent.config.NamespaceBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.kernel.InterfaceAddress;
import org.aloft.agent.kernel.Ipvs;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NetworkInterface;
import org.aloft.agent.kernel.NetworkNamespace;
import org.aloft.agent.kernel.Rtnetlink;
import org.aloft.agent.script.Accounts;
import org.aloft.agent.script.Admission;

/** Looks at this machine, in the network namespaces that the configuration names. Changes nothing. */
public final class MachineProbe {
    private MachineProbe() {}

    /**
     * What the configuration depends on.
     *
     * @throws KernelException the kernel says nothing about interfaces, or a namespace may not be entered or is missing
     */
    public static Machine look(Configuration configuration) {
        NamespaceBlock namespaces = configuration.global().process().namespaces();
        Network network = in(namespaces.own(), Network::look);
        Optional<String> ipvsIn =
                namespaces.ipvs().map(NamespaceBlock.Ipvs::name).orElse(namespaces.own());
        return new Machine(
                network.interfaces(),
                network.addresses(),
                scripts(configuration),
                unknownAccounts(configuration),
                configuration.virtualServers().isEmpty() ? Optional.empty() : in(ipvsIn, MachineProbe::ipvsRefusal));
    }

    /** What belongs to a network namespace. */
    private record Network(List<NetworkInterface> interfaces, List<InterfaceAddress> addresses) {
        private static Network look() {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                return new Network(kernel.interfaces(), kernel.addresses());
            }
        }
    }

    private static <T> T in(Optional<String> namespace, Supplier<T> look) {
        return namespace.isPresent() ? NetworkNamespace.named(namespace.get()).call(look) : look.get();
    }

    private static Map<ScriptLine, Admission> scripts(Configuration configuration) {
        Map<ScriptLine, Admission> admissions = new HashMap<>();
        ConfigurationContents.everywhere(configuration, ScriptLine.class)
                .forEach(found -> admissions.computeIfAbsent(
                        found.value(),
                        line -> Admission.of(line, configuration.global().scripts())));
        return admissions;
    }

    private static Set<AccountName> unknownAccounts(Configuration configuration) {
        return ConfigurationContents.everywhere(configuration, AccountName.class).stream()
                .map(ConfigurationContents.Found::value)
                .filter(name -> Accounts.find(name).isEmpty())
                .collect(Collectors.toSet());
    }

    private static Optional<String> ipvsRefusal() {
        try {
            Ipvs.open().close();
            return Optional.empty();
        } catch (KernelException refused) {
            return Optional.of(refused.getMessage());
        }
    }
}
