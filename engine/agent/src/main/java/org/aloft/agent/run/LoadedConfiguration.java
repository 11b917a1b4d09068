package org.aloft.agent.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aloft.agent.balance.BalancingPlan;
import org.aloft.agent.check.TlsIdentity;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.NamespaceBlock;
import org.aloft.agent.config.difference.ConfigurationDifference;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.lvs.CheckerNotices;
import org.aloft.agent.lvs.WantedServices;
import org.aloft.agent.notify.NotificationSettings;

/**
 * A configuration, and what is derived from it.
 *
 * @param plan what its {@code virtual_server}s ask
 * @param identity what its block {@code SSL} comes to
 */
record LoadedConfiguration(Configuration configuration, BalancingPlan plan, TlsIdentity identity) {
    private LoadedConfiguration(Configuration configuration, TlsIdentity identity) {
        this(configuration, WantedServices.of(configuration), identity);
    }

    /** The first one. Certificates that cannot be used are no reason not to start. */
    static LoadedConfiguration atStart(Reading reading) {
        return new LoadedConfiguration(reading.configuration(), SslFiles.readAtStart(reading));
    }

    /**
     * One that can be put in force in place of another.
     *
     * @throws ConfigurationException it asks for other namespaces, which a running process cannot enter, or for a
     *     certificate that cannot be used
     */
    static LoadedConfiguration again(Reading reading, LoadedConfiguration inForce) throws ConfigurationException {
        NamespaceBlock ours = inForce.configuration.global().process().namespaces();
        NamespaceBlock wanted = reading.configuration().global().process().namespaces();
        if (!wanted.equals(ours)) {
            String word = wanted.own().equals(ours.own()) ? "net_namespace_ipvs" : "net_namespace";
            throw new ConfigurationException(List.of(new Problem(
                    reading.places().find(word),
                    Problem.Severity.ERROR,
                    "a reload cannot change " + word + "; put it back, or restart: systemctl restart aloftd")));
        }
        return new LoadedConfiguration(reading.configuration(), SslFiles.read(reading));
    }

    NotificationSettings notificationSettings() {
        CheckerNotices checkers = CheckerNotices.of(configuration, plan.services());
        return NotificationSettings.of(configuration, checkers.services(), checkers.servers());
    }

    /** What instances are called in another configuration, where that differs. */
    Map<String, String> renamedBy(LoadedConfiguration next) {
        return ConfigurationDifference.renamed(configuration, next.configuration);
    }

    /** What would change, one line each. */
    List<String> changesTo(LoadedConfiguration next) {
        List<String> changes = new ArrayList<>(ConfigurationDifference.between(configuration, next.configuration));
        if (configuration.ssl().equals(next.configuration.ssl()) && !identity.isSame(next.identity)) {
            changes.add("SSL: its files have changed");
        }
        return changes;
    }
}
