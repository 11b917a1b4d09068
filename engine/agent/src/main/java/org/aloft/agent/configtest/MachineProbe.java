package org.aloft.agent.configtest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.ConfigurationContents;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.kernel.Ipvs;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Rtnetlink;
import org.aloft.agent.script.Accounts;
import org.aloft.agent.script.Admission;

/** Looks at this machine, in the network namespace of the calling thread. Changes nothing. */
public final class MachineProbe {
    private MachineProbe() {}

    /**
     * What the configuration depends on.
     *
     * @throws KernelException the kernel says nothing about interfaces
     */
    public static Machine look(Configuration configuration) {
        try (Rtnetlink kernel = Rtnetlink.open()) {
            return new Machine(
                    kernel.interfaces(),
                    kernel.addresses(),
                    scripts(configuration),
                    unknownAccounts(configuration),
                    configuration.virtualServers().isEmpty() ? Optional.empty() : ipvsRefusal());
        }
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
