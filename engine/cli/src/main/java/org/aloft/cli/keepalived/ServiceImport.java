package org.aloft.cli.keepalived;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One {@code virtual_server} as a service of the topology. */
final class ServiceImport {
    private static final String USUAL_DELAY = "60";

    /** keepalived's word → ours, for those of which a virtual server says one number or name. */
    private static final Map<String, String> NUMBERS = Map.of("quorum", "quorum", "hysteresis", "hysteresis");

    private static final Map<String, String> TRUTHS = Map.of(
            "alpha", "alpha",
            "omega", "omega",
            "inhibit_on_failure", "inhibit_on_failure",
            "sorry_server_inhibit", "sorry_server_inhibit",
            "ops", "one_packet",
            "smtp_alert", "mail");

    private final Statement server;
    private final Map<String, Object> yaml = new LinkedHashMap<>();
    private final Map<String, Object> notify = new LinkedHashMap<>();
    private final List<Statement> realServers = new ArrayList<>();
    private CheckImport checks = new CheckImport(USUAL_DELAY, Optional.empty());

    ServiceImport(Statement server) {
        this.server = server;
    }

    /**
     * What the topology says of it.
     *
     * @throws NoWord when it has no words for a part of it
     */
    Map<String, Object> read() throws NoWord {
        List<String> target = server.words();
        if (target.isEmpty() || target.size() > 2 || target.get(0).matches("fwmark|group")) {
            throw new NoWord(server);
        }
        yaml.put("vip", target.get(0));
        yaml.put("port", target.size() > 1 ? number(server, target.get(1)) : 0);
        yaml.put(
                "protocol",
                Source.last(server.inner(), "protocol")
                        .flatMap(Statement::word)
                        .orElse("UDP") // keepalived's, where none is said
                        .toLowerCase(Locale.ROOT));
        checks = new CheckImport(
                Source.last(server.inner(), "delay_loop")
                        .flatMap(Statement::word)
                        .orElse(USUAL_DELAY),
                Source.last(server.inner(), "virtualhost").flatMap(Statement::word));
        for (Statement line : server.inner()) {
            read(line);
        }
        if (yaml.get("protocol").equals("tcp")) {
            yaml.remove("protocol");
        }
        if (!notify.isEmpty()) {
            yaml.put("notify", notify);
        }
        putRealServers();
        return yaml;
    }

    private void read(Statement line) throws NoWord {
        switch (line.keyword()) {
            case "protocol", "delay_loop", "virtualhost" -> word(line);
            case "lb_algo", "lvs_sched" -> yaml.put("scheduler", word(line));
            case "lb_kind", "lvs_method" -> forward(line);
            case "persistence_timeout" -> yaml.put("persistence", duration(line));
            case "persistence_granularity" -> yaml.put("persistence_prefix", prefix(line));
            case "quorum_up", "quorum_down" -> notify.put(line.keyword(), word(line));
            case "sorry_server" -> yaml.put("sorry_server", sorryServer(line));
            case "real_server" -> realServers.add(line);
            default -> readPlain(line);
        }
    }

    private void readPlain(Statement line) throws NoWord {
        if (NUMBERS.containsKey(line.keyword())) {
            yaml.put(NUMBERS.get(line.keyword()), number(line, word(line)));
        } else if (TRUTHS.containsKey(line.keyword())) {
            if (Words.truth(line).orElseThrow(() -> new NoWord(line))) {
                yaml.put(TRUTHS.get(line.keyword()), true);
            }
        } else {
            throw new NoWord(line);
        }
    }

    private void forward(Statement line) throws NoWord {
        yaml.put(
                "forward",
                switch (word(line).toUpperCase(Locale.ROOT)) {
                    case "DR" -> "dr";
                    case "NAT" -> "nat";
                    case "TUN" -> ipip(line);
                    default -> throw new NoWord(line);
                });
    }

    /** For tunnels of other kinds, which further words name, there is no word. */
    private static String ipip(Statement line) throws NoWord {
        if (line.values().size() > 1) {
            throw new NoWord(line);
        }
        return "tun";
    }

    static String word(Statement line) throws NoWord {
        return line.word().orElseThrow(() -> new NoWord(line));
    }

    static Integer number(Statement line, String text) throws NoWord {
        return Words.number(text).orElseThrow(() -> new NoWord(line));
    }

    static String duration(Statement line) throws NoWord {
        return Words.duration(word(line)).orElseThrow(() -> new NoWord(line));
    }

    /** {@code 255.255.255.0} is 24 bits; of IPv6 they are a number. */
    private static int prefix(Statement line) throws NoWord {
        String text = word(line);
        if (!text.contains(".")) {
            return number(line, text);
        }
        StringBuilder bits = new StringBuilder();
        for (String octet : text.split("\\.", -1)) {
            int value = number(line, octet);
            bits.append(String.format("%8s", Integer.toBinaryString(value)).replace(' ', '0'));
        }
        if (!bits.toString().matches("1+0*")) {
            throw new NoWord(line);
        }
        return bits.toString().replace("0", "").length();
    }

    private String sorryServer(Statement line) throws NoWord {
        List<String> words = line.words();
        if (words.isEmpty() || words.size() > 2) {
            throw new NoWord(line);
        }
        String address = words.get(0);
        String port = words.size() > 1 ? words.get(1) : String.valueOf(yaml.get("port"));
        if (port.equals(String.valueOf(yaml.get("port")))) {
            return address;
        }
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + number(line, port);
    }

    private void putRealServers() throws NoWord {
        Map<String, Map<String, Object>> servers = new LinkedHashMap<>();
        Set<Object> all = new LinkedHashSet<>();
        for (Statement line : realServers) {
            List<String> words = line.words();
            if (words.isEmpty() || words.size() > 2 || servers.containsKey(words.get(0))) {
                throw new NoWord(line);
            }
            Map<String, Object> one = realServer(line);
            all.add(one.getOrDefault("check", Map.of()));
            servers.put(words.get(0), one);
        }
        if (servers.isEmpty()) {
            throw new NoWord(server);
        }
        Object check = all.iterator().next();
        boolean shared = all.size() == 1;
        Map<String, Object> shown = new LinkedHashMap<>();
        servers.forEach((address, one) -> {
            if (shared) {
                one.remove("check");
            }
            shown.put(address, one.size() == 1 ? one.get("weight") : one);
        });
        yaml.put("real_servers", shown);
        if (shared && !check.equals(Map.of())) {
            yaml.put("check", check);
        }
    }

    private Map<String, Object> realServer(Statement line) throws NoWord {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("weight", 1);
        List<String> words = line.words();
        if (words.size() > 1 && !words.get(1).equals(String.valueOf(yaml.get("port")))) {
            one.put("port", number(line, words.get(1)));
        }
        Map<String, Object> connections = new LinkedHashMap<>();
        Map<String, Object> told = new LinkedHashMap<>();
        Map<String, Object> found = new LinkedHashMap<>();
        for (Statement each : line.inner()) {
            switch (each.keyword()) {
                case "weight" -> one.put("weight", number(each, word(each)));
                case "inhibit_on_failure" ->
                    one.put("inhibit_on_failure", Words.truth(each).orElseThrow(() -> new NoWord(each)));
                case "uthreshold" -> connections.put("upper", number(each, word(each)));
                case "lthreshold" -> connections.put("lower", number(each, word(each)));
                case "notify_up" -> told.put("up", word(each));
                case "notify_down" -> told.put("down", word(each));
                default -> checks.addTo(found, each);
            }
        }
        putUnlessEmpty(one, "connections", connections);
        putUnlessEmpty(one, "notify", told);
        putUnlessEmpty(one, "check", found);
        return one;
    }

    private static void putUnlessEmpty(Map<String, Object> map, String key, Map<String, Object> value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }
}
