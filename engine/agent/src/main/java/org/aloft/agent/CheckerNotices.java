package org.aloft.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.QuorumBlock;
import org.aloft.agent.config.RealServerNotices;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.event.ServiceName;
import org.aloft.agent.notify.NotificationSettings.CheckerNotification;
import org.aloft.agent.notify.NotificationSettings.ServerOfService;

/**
 * Who is told of virtual services and real servers, by the names that events bear: joins what the configuration says with how the
 * balancer names things.
 */
final class CheckerNotices {
    private CheckerNotices() {}

    /** Of virtual services: {@code quorum_up}, {@code quorum_down}, {@code smtp_alert}. */
    static Map<ServiceName, CheckerNotification> ofServices(Configuration configuration) {
        Map<ServiceName, CheckerNotification> notices = new HashMap<>();
        each(configuration, (block, service) -> {
            QuorumBlock quorum = block.quorum();
            notices.put(
                    BalancingNews.name(service.key()),
                    new CheckerNotification(quorum.up(), quorum.down(), quorum.smtpAlert()));
        });
        return notices;
    }

    /** Of real servers: {@code notify_up}, {@code notify_down}, {@code smtp_alert}. */
    static Map<ServerOfService, CheckerNotification> ofServers(Configuration configuration) {
        Map<ServerOfService, CheckerNotification> notices = new HashMap<>();
        each(configuration, (block, service) -> {
            for (int index = 0; index < block.realServers().size(); index++) {
                RealServerNotices told = block.realServers().get(index).notices();
                ServiceName server =
                        BalancingNews.name(service.realServers().get(index).key(service.key()));
                notices.put(
                        new ServerOfService(BalancingNews.name(service.key()), server),
                        new CheckerNotification(told.up(), told.down(), told.smtpAlert()));
            }
        });
        return notices;
    }

    private static void each(Configuration configuration, BiConsumer<VirtualServerBlock, VirtualService> use) {
        List<VirtualService> services = WantedServices.of(configuration).services();
        for (int index = 0; index < services.size(); index++) {
            use.accept(configuration.virtualServers().get(index), services.get(index));
        }
    }
}
