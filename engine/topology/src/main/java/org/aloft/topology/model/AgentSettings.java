package org.aloft.topology.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent is told beside instances and services.
 *
 * @param trackers what can be tracked
 * @param syncGroups instances that move together
 * @param mail where mail goes, and by whom
 * @param webhooks URLs that get every event
 * @param scriptUser as whom programs run that name no user; root unless said
 * @param strict whether instances keep to the letter of the RFCs (keepalived's {@code vrrp_strict})
 * @param keepalived director → whole blocks in the language of keepalived.conf(5), taken as they are; those that have
 *     some
 */
public record AgentSettings(
        Trackers trackers,
        List<SyncGroup> syncGroups,
        Optional<Mail> mail,
        List<Secret> webhooks,
        Optional<String> scriptUser,
        boolean strict,
        Map<String, MaskedText> keepalived) {
    /** Nothing beside instances and services. */
    public static final AgentSettings NONE =
            new AgentSettings(Trackers.NONE, List.of(), Optional.empty(), List.of(), Optional.empty(), false, Map.of());

    public AgentSettings {
        syncGroups = List.copyOf(syncGroups);
        webhooks = List.copyOf(webhooks);
        keepalived = Map.copyOf(keepalived);
    }

    /**
     * Mail about changes, by SMTP without a password.
     *
     * @param from the sender; empty: keepalived@ and the host's name
     * @param to at least one address
     * @param server name or address
     * @param port of the server
     * @param timeout for the connection
     */
    public record Mail(Optional<String> from, List<String> to, String server, int port, Duration timeout) {
        public Mail {
            to = List.copyOf(to);
        }
    }
}
