package org.aloft.agent.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.aloft.agent.bfd.PeerStatus;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.RouterStatus;

/**
 * The status as Prometheus reads it (text format 0.0.4). Where exporters for keepalived have a metric, name, labels and
 * values are theirs, so that dashboards and alerts made for them go on working; what they lack begins with {@code
 * aloft_}.
 *
 * <p>A pure function. Stateless.
 */
public final class Metrics {
    /** What exporters for keepalived call a dropped advert, by our name for the reason. */
    private static final Map<String, String> DROPPED = dropped();

    private static final Map<String, Integer> STATES = Map.of("INITIALIZE", 0, "BACKUP", 1, "ACTIVE", 2, "FAULT", 3);

    private final StringBuilder text = new StringBuilder();

    private Metrics() {}

    private static Map<String, String> dropped() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("length", "keepalived_packet_length_errors_total");
        names.put("interval", "keepalived_advertisements_interval_errors_total");
        names.put("ttl", "keepalived_ip_ttl_errors_total");
        names.put("type", "keepalived_invalid_type_received_total");
        names.put("addresses", "keepalived_address_list_errors_total");
        names.put("authenticationType", "keepalived_authentication_mismatch_total");
        names.put("authenticationData", "keepalived_authentication_failure_total");
        return names;
    }

    /** All of it, UTF-8 text with line ends. */
    public static String of(AgentStatus status) {
        Metrics metrics = new Metrics();
        metrics.agent(status);
        metrics.instances(status.instances(), status.asOf());
        metrics.peers(status.peers());
        metrics.services(status.virtualServices());
        metrics.balancing(status);
        return metrics.text.toString();
    }

    private void agent(AgentStatus status) {
        head("keepalived_up", "gauge", "Whether the daemon answers.");
        sample("keepalived_up", List.of(), 1);
        head("aloft_info", "gauge", "The agent and the configuration in force.");
        sample("aloft_info", List.of("agent", status.agent(), "config_sha256", status.configSha256()), 1);
        head("aloft_start_time_seconds", "gauge", "When the agent started, in seconds since 1970.");
        sample("aloft_start_time_seconds", List.of(), status.started().toEpochMilli() / 1000.0);
    }

    private void peers(List<PeerStatus> peers) {
        if (peers.isEmpty()) {
            return;
        }
        head("aloft_fast_detection_up", "gauge", "Whether the BFD session with a peer is up.");
        for (PeerStatus peer : peers) {
            sample("aloft_fast_detection_up", List.of("peer", peer.peer(), "own", peer.own()), peer.up() ? 1 : 0);
        }
    }

    private void instances(List<RouterExplanation> instances, Instant asOf) {
        head("keepalived_vrrp_state", "gauge", "0 initialize, 1 backup, 2 active, 3 fault; for each VIP.");
        for (RouterExplanation instance : instances) {
            RouterStatus status = instance.status();
            for (String vip : status.group().vips()) {
                List<String> labels = new ArrayList<>(labels(status));
                labels.addAll(List.of("ip_address", vip));
                sample("keepalived_vrrp_state", labels, STATES.getOrDefault(status.state(), 0));
            }
        }
        counter("keepalived_advertisements_sent_total", "Adverts sent.", instances, status -> status.adverts()
                .sent());
        counter("keepalived_advertisements_received_total", "Adverts used.", instances, status -> status.adverts()
                .received());
        counter("keepalived_become_master_total", "Times it became active.", instances, status -> status.changes()
                .becameActive());
        counter("keepalived_release_master_total", "Times it ceased to be.", instances, status -> status.changes()
                .releasedActive());
        DROPPED.forEach((reason, name) ->
                counter(name, "Adverts dropped: " + reason + ".", instances, status -> status.adverts()
                        .dropped()
                        .getOrDefault(reason, 0L)));
        counter("aloft_vrrp_adverts_dropped_total", "Adverts dropped, for any reason.", instances, Metrics::allDropped);
        counter("aloft_vrrp_transitions_total", "Changes of state.", instances, status -> status.changes()
                .all());
        gauge("aloft_vrrp_priority", "The priority that counts now.", instances, one -> one.status()
                .group()
                .priority());
        gauge("aloft_vrrp_configured_priority", "The priority in the file.", instances, instance -> instance.priority()
                .configured());
        gauge("aloft_vrrp_state_age_seconds", "Since the state began.", instances, one -> age(one.status(), asOf));
        gauge(
                "aloft_vrrp_holder_clash",
                "Whether another router holds the VIPs as well.",
                instances,
                one -> one.clashes().current().isPresent() ? 1 : 0);
        String clashes = "aloft_vrrp_holder_clashes_total";
        head(clashes, "counter", "Times that somebody else was found to hold the VIPs as well.");
        instances.forEach(instance -> sample(
                clashes, labels(instance.status()), (double) instance.clashes().seen()));
        lastAdvert(instances);
        tracked(instances);
    }

    private static long allDropped(RouterStatus status) {
        return status.adverts().dropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static double age(RouterStatus status, Instant asOf) {
        return Math.max(0, Duration.between(status.since(), asOf).toMillis()) / 1000.0;
    }

    private void lastAdvert(List<RouterExplanation> instances) {
        head(
                "aloft_vrrp_last_advert_age_seconds",
                "gauge",
                "Since the active router's last advert, own ones included.");
        for (RouterExplanation instance : instances) {
            instance.status()
                    .active()
                    .lastAdvertAge()
                    .ifPresent(age -> sample(
                            "aloft_vrrp_last_advert_age_seconds", labels(instance.status()), age.toNanos() / 1e9));
        }
        head(
                "aloft_vrrp_advert_jitter_seconds",
                "gauge",
                "How far adverts lie from their beat, smoothed (RFC 3550 §6.4.1).");
        for (RouterExplanation instance : instances) {
            sample(
                    "aloft_vrrp_advert_jitter_seconds",
                    labels(instance.status()),
                    instance.status().active().advertJitter().toNanos() / 1e9);
        }
    }

    private void tracked(List<RouterExplanation> instances) {
        head("aloft_vrrp_tracked_weight", "gauge", "What each tracked thing adds to the priority now.");
        for (RouterExplanation instance : instances) {
            instance.priority().contributions().forEach(one -> {
                List<String> labels = new ArrayList<>(labels(instance.status()));
                labels.addAll(List.of("kind", one.kind(), "name", one.name()));
                sample("aloft_vrrp_tracked_weight", labels, one.weight());
            });
        }
    }

    private void balancing(AgentStatus status) {
        head(
                "aloft_balancing_problem",
                "gauge",
                "Whether the kernel's table is other than wanted; status.json says why.");
        sample("aloft_balancing_problem", List.of(), status.balancingProblem().isPresent() ? 1 : 0);
    }

    private void services(List<ServiceStatus> services) {
        head("aloft_real_server_up", "gauge", "Whether a real server's checks pass.");
        each(services, "aloft_real_server_up", server -> server.up() ? 1 : 0);
        head("aloft_real_server_weight", "gauge", "Its weight in the kernel's table.");
        each(services, "aloft_real_server_weight", ServiceStatus.RealServer::weight);
        head("aloft_real_server_active_connections", "gauge", "Its open connections.");
        each(services, "aloft_real_server_active_connections", ServiceStatus.RealServer::activeConnections);
        head("aloft_real_server_inactive_connections", "gauge", "Its connections that are closing or unused.");
        each(services, "aloft_real_server_inactive_connections", ServiceStatus.RealServer::inactiveConnections);
        head("aloft_real_server_connections_total", "counter", "All connections that it was handed.");
        each(services, "aloft_real_server_connections_total", ServiceStatus.RealServer::connections);
    }

    private void each(List<ServiceStatus> services, String name, ToLongFunction<ServiceStatus.RealServer> value) {
        for (ServiceStatus service : services) {
            for (ServiceStatus.RealServer server : service.realServers()) {
                List<String> labels = List.of(
                        "vip", service.address(),
                        "port", Integer.toString(service.port()),
                        "protocol", service.protocol(),
                        "real_server", server.address(),
                        "real_port", Integer.toString(server.port()));
                sample(name, labels, (double) value.applyAsLong(server));
            }
        }
    }

    private interface Value {
        double of(RouterExplanation instance);
    }

    private void gauge(String name, String help, List<RouterExplanation> instances, Value value) {
        head(name, "gauge", help);
        instances.forEach(instance -> sample(name, labels(instance.status()), value.of(instance)));
    }

    private void counter(
            String name, String help, List<RouterExplanation> instances, ToLongFunction<RouterStatus> value) {
        head(name, "counter", help);
        instances.forEach(
                instance -> sample(name, labels(instance.status()), (double) value.applyAsLong(instance.status())));
    }

    private static List<String> labels(RouterStatus status) {
        return List.of(
                "iname", status.name(),
                "intf", status.group().networkInterface(),
                "vrid", Integer.toString(status.group().virtualRouterId()));
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, List<String> labels, double value) {
        text.append(name);
        for (int index = 0; index < labels.size(); index += 2) {
            text.append(index == 0 ? '{' : ',').append(labels.get(index)).append("=\"");
            text.append(escaped(labels.get(index + 1))).append('"');
        }
        text.append(labels.isEmpty() ? " " : "} ");
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        text.append(whole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.6f", value))
                .append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
