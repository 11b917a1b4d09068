package org.aloft.agent.lvs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.QuorumBlock;
import org.aloft.agent.config.RealServerNotices;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.event.ServiceName;
import org.aloft.agent.notify.NotificationSettings.CheckerNotification;
import org.aloft.agent.notify.NotificationSettings.ServerOfService;

/**
 * Who is notified of virtual services and real servers, by the names in events: joins the configuration's blocks with
 * the balancer's names. Blocks that notify nobody are in it as well, because a reload must end earlier notifications.
 *
 * @param services {@code quorum_up}, {@code quorum_down}, {@code smtp_alert} of virtual services
 * @param servers {@code notify_up}, {@code notify_down}, {@code smtp_alert} of real servers
 */
public record CheckerNotices(
        Map<ServiceName, CheckerNotification> services, Map<ServerOfService, CheckerNotification> servers) {
    /**
     * Those of a configuration.
     *
     * @param services what it asks of the balancer, in the order of its blocks
     */
    public static CheckerNotices of(Configuration configuration, List<VirtualService> services) {
        CheckerNotices notices = new CheckerNotices(new HashMap<>(), new HashMap<>());
        for (int index = 0; index < services.size(); index++) {
            notices.add(configuration.virtualServers().get(index), services.get(index));
        }
        return notices;
    }

    private void add(VirtualServerBlock block, VirtualService service) {
        ServiceName name = BalancingNews.name(service.key());
        QuorumBlock quorum = block.quorum();
        services.put(name, notification(quorum.up(), quorum.down(), quorum.smtpAlert()));
        for (int index = 0; index < block.realServers().size(); index++) {
            RealServerNotices told = block.realServers().get(index).notices();
            ServiceName server =
                    BalancingNews.name(service.realServers().get(index).key(service.key()));
            servers.put(new ServerOfService(name, server), notification(told.up(), told.down(), told.smtpAlert()));
        }
    }

    private static CheckerNotification notification(
            Optional<ScriptLine> up, Optional<ScriptLine> down, Optional<Boolean> mail) {
        return up.isEmpty() && down.isEmpty() && mail.isEmpty()
                ? CheckerNotification.NOBODY
                : new CheckerNotification(up, down, mail);
    }
}
