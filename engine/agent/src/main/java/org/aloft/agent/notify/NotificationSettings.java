package org.aloft.agent.notify;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.GlobalDefinitions;
import org.aloft.agent.config.NotificationBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.event.ServiceName;
import org.aloft.agent.log.Log;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.Script;

/**
 * Who is notified of what, as configured and as this host allows. Immutable.
 *
 * @param global {@code global_defs}
 * @param instances by name
 * @param groups sync groups, by name
 * @param services virtual services
 * @param servers real servers
 * @param scripts what may be run, by the line that names it
 */
public record NotificationSettings(
        GlobalDefinitions global,
        Map<String, NotificationBlock> instances,
        Map<String, NotificationBlock> groups,
        Map<ServiceName, CheckerNotification> services,
        Map<ServerOfService, CheckerNotification> servers,
        Map<ScriptLine, Script> scripts) {
    private static final Logger LOG = Log.of(NotificationSettings.class);

    /** A real server of one virtual service. */
    public record ServerOfService(ServiceName service, ServiceName server) {}

    /**
     * Who is told of a virtual service's quorum, or of a real server.
     *
     * @param up {@code quorum_up} or {@code notify_up}
     * @param down {@code quorum_down} or {@code notify_down}
     * @param mail {@code smtp_alert}; the global words when empty
     */
    public record CheckerNotification(Optional<ScriptLine> up, Optional<ScriptLine> down, Optional<Boolean> mail) {
        /** Nobody but by what {@code global_defs} says. */
        public static final CheckerNotification NOBODY =
                new CheckerNotification(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Takes copies. */
    public NotificationSettings {
        instances = Map.copyOf(instances);
        groups = Map.copyOf(groups);
        services = Map.copyOf(services);
        servers = Map.copyOf(servers);
        scripts = Map.copyOf(scripts);
    }

    /**
     * Looks up what may be run on this host, and says in the log what may not, and what anybody could change.
     *
     * @param services who is told of which virtual service
     * @param servers who is told of which real server
     */
    public static NotificationSettings of(
            Configuration configuration,
            Map<ServiceName, CheckerNotification> services,
            Map<ServerOfService, CheckerNotification> servers) {
        GlobalDefinitions global = configuration.global();
        Map<String, NotificationBlock> instances = configuration.instances().stream()
                .collect(Collectors.toMap(VrrpInstanceBlock::name, VrrpInstanceBlock::notification));
        Map<String, NotificationBlock> groups = configuration.syncGroups().stream()
                .collect(Collectors.toMap(VrrpSyncGroupBlock::name, VrrpSyncGroupBlock::notification));
        Set<ScriptLine> lines = new HashSet<>();
        Stream.of(instances, groups)
                .flatMap(blocks -> blocks.values().stream())
                .forEach(block -> lines.addAll(block.scripts()));
        Stream.of(services, servers)
                .flatMap(checkers -> checkers.values().stream())
                .forEach(checker -> {
                    checker.up().ifPresent(lines::add);
                    checker.down().ifPresent(lines::add);
                });
        Map<ScriptLine, Script> admitted = new HashMap<>();
        lines.forEach(line -> admit(line, global).ifPresent(script -> admitted.put(line, script)));
        return new NotificationSettings(global, instances, groups, services, servers, admitted);
    }

    /** Whether and as whom a line may be run; what speaks against it stands in the log. */
    static Optional<Script> admit(ScriptLine line, GlobalDefinitions global) {
        Admission admission = Admission.of(line, global.scripts());
        if (admission instanceof Admission.Admitted admitted) {
            if (!admitted.concerns().isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "{0}: {1} runs as root, but {2}",
                        line.position(),
                        line.program(),
                        String.join("; ", admitted.concerns()));
            }
            return Optional.of(admitted.script());
        }
        if (admission instanceof Admission.Refused refused) {
            LOG.log(Level.ERROR, "{0}: {1}", line.position(), refused.reason());
        }
        return Optional.empty();
    }

    /**
     * The settings that follow these: what is there no longer is told of as it was until it is gone.
     *
     * @param next as read from the file
     */
    NotificationSettings followedBy(NotificationSettings next) {
        return new NotificationSettings(
                next.global,
                merged(instances, next.instances),
                merged(groups, next.groups),
                merged(services, next.services),
                merged(servers, next.servers),
                merged(scripts, next.scripts));
    }

    private static <K, V> Map<K, V> merged(Map<K, V> earlier, Map<K, V> later) {
        Map<K, V> both = new HashMap<>(earlier);
        both.putAll(later);
        return both;
    }

    NotificationBlock instance(String name) {
        return instances.getOrDefault(name, NotificationBlock.NOBODY);
    }

    NotificationBlock group(String name) {
        return groups.getOrDefault(name, NotificationBlock.NOBODY);
    }

    CheckerNotification service(ServiceName name) {
        return services.getOrDefault(name, CheckerNotification.NOBODY);
    }

    CheckerNotification server(ServiceName service, ServiceName server) {
        return servers.getOrDefault(new ServerOfService(service, server), CheckerNotification.NOBODY);
    }

    /** {@code global_defs}' webhooks and these. */
    List<URI> webhooks(List<URI> own) {
        List<URI> all = new ArrayList<>(global.delivery().webhooks());
        all.addAll(own);
        return all;
    }
}
