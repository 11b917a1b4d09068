package org.aloft.plan.resource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.aloft.topology.model.Secret;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/** The agent's configuration, in the language of keepalived.conf(5). */
final class AgentConfiguration {
    private static final String HIDDEN = "********";

    /**
     * What stands for itself in keepalived.conf(5). Quotes, braces, {@code #}, {@code !}, {@code $}, {@code ~}, {@code @},
     * backslash and blanks mean something there, and not the same in every version; so they are refused, not escaped.
     */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/%+=,;^*?&<>()\\[\\]|-]+");

    private AgentConfiguration() {}

    /**
     * The file's text.
     *
     * @param content as it lands on the host
     * @param shown with each secret replaced
     */
    record Text(String content, String shown) {
        @Override
        public String toString() {
            return shown;
        }
    }

    static Text of(Topology topology, String host, Templates templates) {
        String content = templates.render("aloftd.conf.ftl", values(topology, host, true));
        String shown = templates.render("aloftd.conf.ftl", values(topology, host, false));
        return new Text(content, shown);
    }

    private static Map<String, Object> values(Topology topology, String host, boolean reveal) {
        List<Map<String, Object>> instances = topology.instancesOf(host).stream()
                .map(instance -> instanceValues(instance, host, reveal))
                .toList();
        List<Map<String, Object>> servers = topology.services().stream()
                .filter(service -> topology.instanceOf(service)
                        .filter(instance -> instance.members().containsKey(host))
                        .isPresent())
                .map(AgentConfiguration::serverValues)
                .toList();
        return Map.of("host", host, "instances", instances, "virtual_servers", servers);
    }

    private static Map<String, Object> instanceValues(VrrpInstance instance, String host, boolean reveal) {
        String key = "instances." + instance.name();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", plain(key, instance.name()));
        values.put("interface", plain(key + ".interface", instance.networkInterface(host)));
        values.put("version", instance.version());
        values.put("virtual_router_id", instance.virtualRouterId().value());
        values.put("priority", instance.members().get(host).value());
        values.put("advert_int", seconds(instance.advertInterval()));
        values.put("preempt", instance.preempt());
        values.put("vips", instance.vips().stream().map(Object::toString).toList());
        instance.password().ifPresent(secret -> values.put("password", password(key, secret, reveal)));
        return values;
    }

    private static Map<String, Object> serverValues(VirtualService service) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", plain("services." + service.name(), service.name()));
        values.put("vip", service.vip().getHostAddress());
        values.put("port", service.port());
        values.put("scheduler", plain("services." + service.name() + ".scheduler", service.scheduler()));
        values.put("forwarding", service.forwarding().name());
        values.put("protocol", service.protocol().name());
        values.put(
                "delay_loop",
                seconds(service.check().map(VirtualService.TcpCheck::delay).orElse(Duration.ofMinutes(1))));
        service.persistence().ifPresent(time -> values.put("persistence_timeout", seconds(time)));
        service.check()
                .ifPresent(check -> values.put(
                        "tcp_check",
                        Map.of(
                                "connect_timeout", seconds(check.connectTimeout()),
                                "retries", check.retries(),
                                "delay_before_retry", seconds(check.delayBeforeRetry()))));
        values.put(
                "real_servers",
                service.realServers().stream()
                        .map(server -> Map.of(
                                "host", server.host(),
                                "address", server.address().getHostAddress(),
                                "port", server.port(),
                                "weight", server.weight()))
                        .toList());
        return values;
    }

    /** Seconds as keepalived.conf(5) takes them: {@code 1}, {@code 0.1}. */
    private static String seconds(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
        return seconds.toPlainString();
    }

    private static String password(String key, Secret secret, boolean reveal) {
        if (!PLAIN.matcher(secret.reveal()).matches()) {
            throw new PlanException(
                    key + ".authentication.password: holds a character that means something else in keepalived.conf",
                    "use letters, digits and any of _.:/%+=,;^*?&<>()[]|-");
        }
        return reveal ? secret.reveal() : HIDDEN;
    }

    private static String plain(String key, String value) {
        if (!PLAIN.matcher(value).matches()) {
            throw new PlanException(
                    key + ": holds a character that means something else in keepalived.conf: " + value,
                    "use letters, digits and any of _.:/%+=,;^*?&<>()[]|-");
        }
        return value;
    }
}
