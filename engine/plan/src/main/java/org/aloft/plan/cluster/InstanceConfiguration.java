package org.aloft.plan.cluster;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.topology.model.Holding;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Notices;
import org.aloft.topology.model.Tracking;
import org.aloft.topology.model.VirtualAddress;
import org.aloft.topology.model.VrrpInstance;

/** What the template of the agent's configuration is given of one VRRP instance, as one member has it. */
final class InstanceConfiguration {
    /** aloftd's fast detection waits for this many packets; the reader of the topology knows it too. */
    private static final int PACKETS = 3;

    private InstanceConfiguration() {}

    static Map<String, Object> values(VrrpInstance instance, String host) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", instance.name());
        values.put("interface", instance.networkInterface(host));
        values.put("version", instance.version());
        values.put("virtual_router_id", instance.virtualRouterId().value());
        values.put("priority", instance.members().get(host).value());
        values.put("advert_int", DirectorText.seconds(instance.advertInterval()));
        values.put("preempt", instance.preempt());
        if (!instance.preemptDelay().isZero()) {
            values.put("preempt_delay", DirectorText.seconds(instance.preemptDelay()));
        }
        putAdvertPath(values, instance, host);
        values.put("vips", addresses(instance, host, false));
        values.put("excluded_vips", addresses(instance, host, true));
        instance.password().ifPresent(secret -> values.put("password", secret));
        values.put("track", track(instance.tracking(), host));
        putNotices(values, instance.notices());
        putHolding(values, instance, host);
        instance.detect().ifPresent(time -> values.put("fast_detection", time.toMillis() / PACKETS + " " + PACKETS));
        Optional.ofNullable(instance.keepalived().get(host))
                .ifPresent(text -> values.put("keepalived", indented(text)));
        return values;
    }

    private static void putAdvertPath(Map<String, Object> values, VrrpInstance instance, String host) {
        Map<String, InetAddress> unicast = instance.advertPath().unicast();
        List<String> peers = unicast.entrySet().stream()
                .filter(member -> !member.getKey().equals(host))
                .map(member -> IpPrefix.inShort(member.getValue()))
                .toList();
        if (!peers.isEmpty()) {
            values.put("unicast", Map.of("source", IpPrefix.inShort(unicast.get(host)), "peers", peers));
        }
        Optional.ofNullable(instance.advertPath().sources().get(host))
                .ifPresent(source -> values.put("source_address", IpPrefix.inShort(source)));
    }

    private static List<String> addresses(VrrpInstance instance, String host, boolean excluded) {
        return instance.addresses().stream()
                .filter(vip -> vip.excluded() == excluded)
                .map(vip -> line(vip, host))
                .toList();
    }

    private static String line(VirtualAddress vip, String host) {
        List<String> words = new ArrayList<>(List.of(vip.prefix().toString()));
        add(words, "dev", Optional.ofNullable(vip.interfaces().get(host)));
        add(words, "scope", vip.scope());
        add(words, "label", vip.label());
        return String.join(" ", words);
    }

    private static void add(List<String> words, String word, Optional<?> value) {
        value.ifPresent(known -> {
            words.add(word);
            words.add(known.toString());
        });
    }

    /** keepalived's block → its lines on this host; those that are empty are left out. */
    static Map<String, List<String>> track(Tracking tracking, String host) {
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        blocks.put("track_interface", lines(tracking.interfacesOf(host)));
        List<String> scripts = new ArrayList<>(lines(tracking.scripts()));
        scripts.addAll(lines(tracking.ports().entrySet().stream()
                .collect(Collectors.toMap(
                        port -> AgentDefinitions.portScript(port.getKey()),
                        Map.Entry::getValue,
                        (one, other) -> one,
                        LinkedHashMap::new))));
        blocks.put("track_script", scripts);
        blocks.put("track_process", lines(tracking.processes()));
        blocks.put("track_file", lines(tracking.files()));
        blocks.values().removeIf(List::isEmpty);
        return blocks;
    }

    private static List<String> lines(Map<String, Optional<Integer>> tracked) {
        return tracked.entrySet().stream()
                .map(entry -> entry.getKey()
                        + entry.getValue().map(weight -> " weight " + weight).orElse(""))
                .toList();
    }

    /** {@code notify} with its keywords, {@code mail} and {@code webhooks}, also of a sync group. */
    static void putNotices(Map<String, Object> values, Notices notices) {
        Map<String, String> programs = new LinkedHashMap<>();
        notices.programs().forEach((occasion, command) -> programs.put(keyword(occasion), command));
        values.put("notify", programs);
        values.put("mail", notices.mail());
        values.put("webhooks", notices.webhooks());
    }

    private static String keyword(Notices.Occasion occasion) {
        return switch (occasion) {
            case ACTIVE -> "notify_master";
            case BACKUP -> "notify_backup";
            case FAULT -> "notify_fault";
            case STOP -> "notify_stop";
            case ANY -> "notify";
        };
    }

    private static void putHolding(Map<String, Object> values, VrrpInstance instance, String host) {
        Holding holding = instance.holding();
        values.put(
                "routes",
                holding.routes().stream()
                        .map(route -> route(route, instance.networkInterface(host)))
                        .toList());
        values.put(
                "rules",
                holding.rules().stream().map(InstanceConfiguration::rule).toList());
        values.put("virtual_mac", holding.virtualMac());
        holding.accept().ifPresent(accept -> values.put("accept", accept));
    }

    /** keepalived watches a route by its interface, and takes one without for a mistake. */
    private static String route(Holding.VirtualRoute route, String otherwise) {
        List<String> words =
                new ArrayList<>(List.of(route.to().map(IpPrefix::toString).orElse("default")));
        add(words, "via", route.via().map(IpPrefix::inShort));
        add(words, "dev", Optional.of(route.networkInterface().orElse(otherwise)));
        add(words, "src", route.source().map(IpPrefix::inShort));
        add(words, "table", route.table());
        add(words, "metric", route.metric());
        return String.join(" ", words);
    }

    private static String rule(Holding.VirtualRule rule) {
        List<String> words = new ArrayList<>();
        add(words, "from", rule.from());
        add(words, "to", rule.to());
        add(words, "iif", rule.networkInterface());
        add(words, "fwmark", rule.mark());
        add(words, "table", Optional.of(rule.table()));
        add(words, "priority", Optional.of(rule.priority()));
        return String.join(" ", words);
    }

    /** Four blanks before each line, none behind the last one. */
    private static MaskedText indented(MaskedText text) {
        return new MaskedText(indented(text.reveal()), indented(text.shown()));
    }

    private static String indented(String text) {
        return text.strip()
                .lines()
                .map(line -> line.isBlank() ? "" : "    " + line)
                .collect(Collectors.joining("\n"));
    }
}
