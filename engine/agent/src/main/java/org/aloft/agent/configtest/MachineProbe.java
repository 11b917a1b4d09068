package org.aloft.agent.configtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aloft.agent.check.ClientCertificate;
import org.aloft.agent.check.UnusableCertificateException;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.NamespaceBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.SslBlock;
import org.aloft.agent.config.difference.ConfigurationContents;
import org.aloft.agent.config.text.Problem.Severity;
import org.aloft.agent.configtest.Machine.SslTrouble;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.ipvs.Ipvs;
import org.aloft.agent.kernel.process.NetworkNamespace;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
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
                sslTroubles(configuration.ssl(), Instant.now()),
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

    private static List<SslTrouble> sslTroubles(SslBlock block, Instant now) {
        List<SslTrouble> troubles = new ArrayList<>();
        try {
            ClientCertificate.read(block)
                    .filter(certificate -> certificate.expiry().isBefore(now))
                    .ifPresent(certificate -> troubles.add(new SslTrouble(
                            block.certificate().isPresent() ? "certificate" : "key",
                            Severity.WARNING,
                            certificate + " expired at " + certificate.expiry()
                                    + ", so real servers will refuse it; renew it")));
        } catch (UnusableCertificateException unusable) {
            troubles.add(new SslTrouble(unusable.keyword(), Severity.ERROR, unusable.getMessage()));
        }
        block.key()
                .filter(MachineProbe::isOpenToAll)
                .ifPresent(key -> troubles.add(new SslTrouble(
                        "key",
                        Severity.WARNING,
                        "every user of this machine may read key " + key + "; type: chmod o= " + key)));
        return troubles;
    }

    private static boolean isOpenToAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException missing) {
            return false;
        }
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
