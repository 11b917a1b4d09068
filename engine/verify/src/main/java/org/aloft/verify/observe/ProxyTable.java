package org.aloft.verify.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What haproxy says of its servers, in CSV (management.txt of haproxy, 9.1).
 *
 * @param servers in its configuration's order
 */
public record ProxyTable(List<Server> servers) {
    private static final String FRONTEND = "FRONTEND";
    private static final String BACKEND = "BACKEND";

    public ProxyTable {
        servers = List.copyOf(servers);
    }

    /**
     * A server of haproxy's.
     *
     * @param service the section that it stands in
     * @param name its name there
     * @param status in haproxy's words: {@code UP}, {@code DOWN}, {@code no check}, {@code MAINT}, …
     * @param weight 0..256
     * @param sessions open now
     */
    public record Server(String service, String name, String status, int weight, int sessions) {
        /** Whether it is sent requests. */
        public boolean up() {
            return status.startsWith("UP") || status.equals("no check");
        }
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is not haproxy's
     */
    public static ProxyTable parse(String csv) {
        List<String> lines = csv.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty() || !lines.get(0).startsWith("# pxname,svname,")) {
            throw new IllegalArgumentException("haproxy's statistics must begin with # pxname,svname,");
        }
        Map<String, Integer> columns = new HashMap<>();
        String[] names = lines.get(0).substring(2).split(",", -1);
        for (int index = 0; index < names.length; index++) {
            columns.put(names[index], index);
        }
        List<Server> servers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            String name = value("svname", columns, values);
            if (!name.equals(FRONTEND) && !name.equals(BACKEND)) {
                servers.add(new Server(
                        value("pxname", columns, values),
                        name,
                        value("status", columns, values),
                        number("weight", columns, values),
                        number("scur", columns, values)));
            }
        }
        return new ProxyTable(servers);
    }

    private static String value(String column, Map<String, Integer> columns, String[] values) {
        Integer index = columns.get(column);
        if (index == null || index >= values.length) {
            throw new IllegalArgumentException("haproxy's statistics have no column " + column);
        }
        return values[index];
    }

    /** An empty field counts as 0. */
    private static int number(String column, Map<String, Integer> columns, String[] values) {
        String text = value(column, columns, values);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    /** The server with that name in that section. */
    public Optional<Server> server(String service, String name) {
        return servers.stream()
                .filter(server ->
                        server.service().equals(service) && server.name().equals(name))
                .findFirst();
    }
}
