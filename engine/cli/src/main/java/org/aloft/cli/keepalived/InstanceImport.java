package org.aloft.cli.keepalived;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One {@code vrrp_instance}, as each of its members has it, as an instance of the topology. */
final class InstanceImport {
    private static final int USUAL_PRIORITY = 100;

    private final Draft draft;
    private final String name;
    private final Map<String, Statement> blocks;
    private final Across block;
    private final String path;
    private final Map<String, Object> yaml = new LinkedHashMap<>();

    /** @param blocks host → its block */
    InstanceImport(Draft draft, String name, Map<String, Statement> blocks) {
        this.draft = draft;
        this.name = name;
        this.blocks = blocks;
        this.path = "instances." + name;
        Map<String, List<Statement>> inner = new LinkedHashMap<>();
        blocks.forEach((host, each) -> inner.put(host, each.inner()));
        this.block = new Across(name, inner, draft.findings);
    }

    /**
     * What the topology says of it; empty where it has no words for the least of it, and it goes over as it is.
     *
     * @param globalVersion {@code vrrp_version}
     * @param hasMail whether the topology says where mail goes
     */
    Optional<Map<String, Object>> read(int globalVersion, boolean hasMail) {
        List<Map<String, Object>> vips = new ArrayList<>();
        if (!draft.offer(path, List.copyOf(blocks.values()))
                || !block.says("interface")
                || !block.says("virtual_router_id")
                || !members()
                || !vips(vips)) {
            return Optional.empty();
        }
        yaml.put("vips", vips.stream().map(InstanceImport::shown).toList());
        boolean ipv6 = vips.stream()
                .anyMatch(vip -> !vip.containsKey("excluded")
                        && vip.get("address").toString().contains(":"));
        int version =
                block.one("version", line -> line.word().flatMap(Words::number)).orElse(ipv6 ? 3 : globalVersion);
        if (version != 2) {
            yaml.put("version", version);
        }
        sayForAll("advert_interval", "advert_int", line -> line.word().flatMap(Words::duration));
        block.take("preempt");
        if (block.says("nopreempt")) {
            block.alike("nopreempt", Words::truth).filter(yes -> yes).ifPresent(yes -> yaml.put("preempt", false));
        }
        say("preempt_delay", "preempt_delay", line -> line.word().flatMap(Words::duration));
        sayForAll("authentication", "authentication", InstanceImport::authentication);
        advertPath();
        routes();
        virtualMac();
        say(
                "accept",
                block.says("no_accept") ? "no_accept" : "accept",
                line -> line.isBare() ? Optional.of(line.keyword().equals("accept")) : Optional.empty());
        new Notices(draft, block, path).addTo(yaml, hasMail);
        block.take("state");
        rest();
        blocks.forEach((host, each) -> draft.isInstance(host, String.join(" ", each.words()), name, addresses(vips)));
        return Optional.of(yaml);
    }

    private static Set<String> addresses(List<Map<String, Object>> vips) {
        Set<String> addresses = new LinkedHashSet<>();
        vips.forEach(vip -> addresses.add(vip.get("address").toString().replaceAll("/.*", "")));
        return addresses;
    }

    /** Where members differ, each keeps its own as a line. */
    private <T> void say(String key, String keyword, Function<Statement, Optional<T>> reader) {
        if (block.says(keyword) && draft.offer(path + "." + key, block.all(keyword))) {
            block.alike(keyword, reader).ifPresent(value -> yaml.put(key, value));
        }
    }

    /** What members must agree on, and a secret: no line beside the topology's own word may say it otherwise. */
    private <T> void sayForAll(String key, String keyword, Function<Statement, Optional<T>> reader) {
        if (block.says(keyword) && draft.offer(path + "." + key, block.all(keyword))) {
            block.one(keyword, reader).ifPresent(value -> yaml.put(key, value));
        }
    }

    /** Who is a member, where adverts go, and the priorities: what each host has for itself. */
    private boolean members() {
        Optional<Map<String, String>> interfaces = block.each("interface", Statement::word);
        Optional<Map<String, Integer>> priorities =
                block.each("priority", line -> line.word().flatMap(Words::number));
        Optional<Integer> virtualRouterId =
                block.one("virtual_router_id", line -> line.word().flatMap(Words::number));
        if (interfaces.isEmpty()
                || interfaces.get().size() < blocks.size()
                || priorities.isEmpty()
                || virtualRouterId.isEmpty()) {
            return false;
        }
        yaml.put("virtual_router_id", virtualRouterId.get());
        Set<String> names = new LinkedHashSet<>(interfaces.get().values());
        yaml.put("interface", names.size() == 1 ? names.iterator().next() : interfaces.get());
        Map<String, Object> members = new LinkedHashMap<>();
        blocks.keySet().forEach(host -> members.put(host, priorities.get().getOrDefault(host, USUAL_PRIORITY)));
        yaml.put("members", members);
        block.take("interface");
        block.take("priority");
        return true;
    }

    /** Those with words of their own; the others stay as they are, unless none is left. */
    private boolean vips(List<Map<String, Object>> vips) {
        boolean named = lines("virtual_ipaddress", vips, false);
        lines("virtual_ipaddress_excluded", vips, true);
        return named;
    }

    private boolean lines(String keyword, List<Map<String, Object>> vips, boolean excluded) {
        Optional<List<Map<String, Object>>> read = block.one(keyword, list -> {
            List<Map<String, Object>> found = new ArrayList<>();
            for (Statement line : list.inner()) {
                Optional<Map<String, Object>> vip = vip(line, excluded);
                if (vip.isEmpty()) {
                    return Optional.empty();
                }
                found.add(vip.get());
            }
            return found.isEmpty() ? Optional.empty() : Optional.of(found);
        });
        read.ifPresent(vips::addAll);
        return read.isPresent();
    }

    private static Optional<Map<String, Object>> vip(Statement line, boolean excluded) {
        return Words.pairs(line.words(), Set.of("dev", "label", "scope")).map(words -> {
            Map<String, Object> vip = new LinkedHashMap<>();
            vip.put("address", line.keyword());
            put(vip, "interface", words.get("dev"));
            put(vip, "label", words.get("label"));
            put(vip, "scope", words.get("scope"));
            if (excluded) {
                vip.put("excluded", true);
            }
            return vip;
        });
    }

    private static void put(Map<String, Object> map, String key, Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private static Object shown(Map<String, Object> vip) {
        return vip.size() == 1 ? vip.get("address") : vip;
    }

    private static Optional<Map<String, Object>> authentication(Statement written) {
        Optional<String> type = Source.last(written.inner(), "auth_type").flatMap(Statement::word);
        Optional<String> password = Source.last(written.inner(), "auth_pass").flatMap(Statement::word);
        if (!type.equals(Optional.of("PASS")) || password.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> authentication = new LinkedHashMap<>();
        authentication.put("type", "PASS");
        // keepalived sends the first eight characters, and drops the others.
        authentication.put(
                "password",
                password.get().substring(0, Math.min(8, password.get().length())));
        return Optional.of(authentication);
    }

    /** By unicast where each host sends to all others, from the address to which they send. */
    private void advertPath() {
        Optional<Map<String, String>> sources = block.each("unicast_src_ip", Statement::word);
        Optional<Map<String, Set<String>>> peers = block.each("unicast_peer", InstanceImport::peers);
        if (sources.isPresent() && peers.isPresent() && eachSendsToAllOthers(sources.get(), peers.get())) {
            if (draft.offer(path + ".unicast", block.all("unicast_peer"))) {
                yaml.put("unicast", sources.get());
                block.take("unicast_src_ip");
                block.take("unicast_peer");
            }
            return;
        }
        Optional<Map<String, String>> multicast = block.each("mcast_src_ip", Statement::word);
        if (multicast.isPresent()
                && multicast.get().size() == blocks.size()
                && !block.says("unicast_peer")
                && draft.offer(path + ".source_address", block.all("mcast_src_ip"))) {
            yaml.put("source_address", multicast.get());
            block.take("mcast_src_ip");
        }
    }

    private static Optional<Set<String>> peers(Statement list) {
        boolean plain = list.inner().stream().allMatch(Statement::isBare);
        Set<String> peers = new LinkedHashSet<>();
        list.inner().forEach(peer -> peers.add(peer.keyword()));
        return plain ? Optional.of(peers) : Optional.empty();
    }

    private boolean eachSendsToAllOthers(Map<String, String> sources, Map<String, Set<String>> peers) {
        if (blocks.size() < 2 || sources.size() < blocks.size() || peers.size() < blocks.size()) {
            return false;
        }
        return blocks.keySet().stream().allMatch(host -> {
            Set<String> others = new LinkedHashSet<>(sources.values());
            others.remove(sources.get(host));
            return others.equals(peers.get(host));
        });
    }

    private void routes() {
        say("routes", "virtual_routes", list -> each(list, InstanceImport::route));
        say("rules", "virtual_rules", list -> each(list, InstanceImport::rule));
    }

    private static Optional<List<Map<String, Object>>> each(
            Statement list, Function<Statement, Optional<Map<String, Object>>> reader) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Statement line : list.inner()) {
            Optional<Map<String, Object>> one = reader.apply(line);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            found.add(one.get());
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** One without an interface would get the instance's, which watches the link as well; so that stays as it is. */
    private static Optional<Map<String, Object>> route(Statement line) {
        return Words.pairs(line.words(), Set.of("via", "gw", "dev", "src", "table", "metric"))
                .filter(words -> words.containsKey("dev"))
                .map(words -> {
                    Map<String, Object> route = new LinkedHashMap<>();
                    route.put("to", network(line.keyword()));
                    put(route, "via", words.getOrDefault("via", words.get("gw")));
                    put(route, "interface", words.get("dev"));
                    put(route, "source", words.get("src"));
                    put(route, "table", words.containsKey("table") ? numberOrText(words.get("table")) : null);
                    put(route, "metric", words.containsKey("metric") ? numberOrText(words.get("metric")) : null);
                    return route;
                });
    }

    private static Object numberOrText(String text) {
        return Words.number(text).<Object>map(number -> number).orElse(text);
    }

    private static String network(String text) {
        if (text.equals("0.0.0.0/0") || text.equals("::/0") || text.equals("default")) {
            return "default";
        }
        return text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32");
    }

    private static Optional<Map<String, Object>> rule(Statement line) {
        List<String> all = new ArrayList<>(List.of(line.keyword()));
        all.addAll(line.words());
        return Words.pairs(all, Set.of("from", "to", "iif", "fwmark", "table", "priority"))
                .filter(words -> words.containsKey("table") && words.containsKey("priority"))
                .map(words -> {
                    Map<String, Object> rule = new LinkedHashMap<>();
                    put(rule, "from", words.get("from"));
                    put(rule, "to", words.get("to"));
                    put(rule, "interface", words.get("iif"));
                    put(rule, "mark", words.containsKey("fwmark") ? numberOrText(words.get("fwmark")) : null);
                    put(rule, "table", numberOrText(words.get("table")));
                    put(rule, "priority", numberOrText(words.get("priority")));
                    return rule;
                });
    }

    /** A plan adds {@code vmac_xmit_base} where adverts go by unicast, and only there. */
    private void virtualMac() {
        boolean bare = block.all("use_vmac").stream().allMatch(Statement::isBare);
        if (bare
                && block.says("use_vmac")
                && block.says("vmac_xmit_base") == yaml.containsKey("unicast")
                && draft.offer(path + ".virtual_mac", block.all("use_vmac"))) {
            block.alike("use_vmac", Words::truth).ifPresent(yes -> {
                block.take("vmac_xmit_base");
                yaml.put("virtual_mac", true);
            });
        }
    }

    private void rest() {
        Rest rest = block.rest();
        if (rest.isEmpty()) {
            return;
        }
        draft.findings.addAll(rest.findings(name));
        yaml.put(
                "keepalived",
                new YamlText.Remarked("No words for these: " + String.join(", ", rest.keywords()) + ".", rest.yaml()));
    }
}
