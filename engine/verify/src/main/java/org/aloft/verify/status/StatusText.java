package org.aloft.verify.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.show.DurationText;
import org.aloft.plan.show.Style;

/** The status as text and as JSON. */
public final class StatusText {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The column of states, and those of them that are wrong. */
    private static final int STATE = 2;

    private static final Set<String> WRONG =
            Set.of("NO HOLDER", "SPLIT BRAIN", "UNKNOWN", "NOT SERVED", "DOWN", "FAULT", "UNREACHABLE", "WITHDRAWN");

    private StatusText() {}

    /** As {@link #table(StatusTable, Instant, Style)}, without colour. */
    public static String table(StatusTable status, Instant now) {
        return table(status, now, Style.PLAIN);
    }

    /**
     * Renders the table; ends with a newline. Lines of what is wrong are red.
     *
     * @param now for the age of a state; compared with the directors' clocks
     */
    public static String table(StatusTable status, Instant now, Style style) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WHAT", "HOST", "STATE", "SINCE", "MORE"));
        for (StatusTable.InstanceRow instance : status.instances()) {
            instance.vips().forEach(vip -> rows.add(vip(instance, vip)));
            instance.directors().forEach(director -> rows.add(director(director, now)));
        }
        status.announcements().forEach(announcement -> announcement
                .directors()
                .forEach(director -> rows.add(announcer(announcement.vip(), director))));
        for (StatusTable.ServiceRow service : status.services()) {
            rows.add(List.of(
                    service.name() + " " + service.address(),
                    service.director().orElse("-"),
                    service.director().isPresent()
                            ? "served"
                            : status.everyDirectorAnswered() ? "NOT SERVED" : "UNKNOWN",
                    "",
                    service.scheduler()));
            service.realServers()
                    .forEach(server ->
                            rows.add(realServer(server, service.director().isPresent())));
        }
        status.loads().forEach(load -> rows.add(load(load)));
        StringBuilder text = new StringBuilder(aligned(rows, style));
        status.unreachable()
                .forEach((host, reason) -> text.append(style.red("! " + host + " could not be observed: " + reason))
                        .append('\n'));
        return text.toString();
    }

    /**
     * One JSON document on one line, format 1, ending with a newline.
     *
     * @param version of Aloft
     */
    public static String json(StatusTable status, String version) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", 1);
        root.put("aloft_version", version);
        root.put("healthy", status.healthy());
        ArrayNode instances = root.putArray("instances");
        status.instances().forEach(instance -> instance(instances.addObject(), instance));
        ArrayNode announcements = root.putArray("announcements");
        status.announcements().forEach(announcement -> announcement(announcements.addObject(), announcement));
        ArrayNode services = root.putArray("services");
        status.services().forEach(service -> service(services.addObject(), service));
        ArrayNode loads = root.putArray("loads");
        status.loads().forEach(row -> loads.addObject()
                .put("host", row.host())
                .put("connections_per_second", row.load().connectionsPerSecond())
                .put("packets_per_second", row.load().packetsPerSecond()));
        ObjectNode unreachable = root.putObject("unreachable");
        status.unreachable().forEach(unreachable::put);
        return root + "\n";
    }

    private static List<String> vip(StatusTable.InstanceRow instance, StatusTable.VipRow vip) {
        String state =
                switch (vip.holders().size()) {
                    case 0 -> instance.everyDirectorAnswered() ? "NO HOLDER" : "UNKNOWN";
                    case 1 -> "held";
                    default -> "SPLIT BRAIN";
                };
        String holders = vip.holders().isEmpty() ? "-" : String.join(", ", vip.holders());
        String more = vip.leftOnLoopback().isEmpty()
                ? ""
                : String.join(", ", vip.leftOnLoopback()) + " still carries it on lo: run `aloft apply`";
        return List.of(instance.name() + " " + vip.vip(), holders, state, "", more);
    }

    private static List<String> director(StatusTable.DirectorRow director, Instant now) {
        String more = "priority " + director.priority() + (director.reason().isEmpty() ? "" : ", " + director.reason());
        return List.of(
                "  director",
                director.host(),
                director.state(),
                director.since().flatMap(since -> lasted(since, now)).orElse(""),
                more);
    }

    private static List<String> announcer(String vip, StatusTable.AnnouncerRow director) {
        List<String> sessions = new ArrayList<>();
        director.sessions().forEach((router, state) -> sessions.add("BGP with " + router + " " + state));
        return List.of("VIP " + vip, director.host(), director.state(), "", String.join(", ", sessions));
    }

    private static List<String> realServer(StatusTable.RealServerRow server, boolean tableSeen) {
        if (!tableSeen) {
            return List.of("  " + server.address(), server.host(), "UNKNOWN", "", "no director's table seen");
        }
        return List.of(
                "  " + server.address(),
                server.host(),
                server.up() ? "up" : "DOWN",
                "",
                "weight " + server.weight() + ", " + server.activeConnections() + " connections");
    }

    private static List<String> load(StatusTable.LoadRow row) {
        return List.of(
                "IPVS",
                row.host(),
                "",
                "",
                row.load().connectionsPerSecond() + " connections/s, "
                        + row.load().packetsPerSecond() + " packets/s");
    }

    private static Optional<String> lasted(String since, Instant now) {
        try {
            Duration time = Duration.between(Instant.parse(since), now);
            return Optional.of(DurationText.of(time.isNegative() ? Duration.ZERO : time));
        } catch (DateTimeParseException unreadable) {
            return Optional.of(since);
        }
    }

    private static String aligned(List<List<String>> rows, Style style) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            String plain = line.toString().stripTrailing();
            text.append(WRONG.contains(row.get(STATE)) ? style.red(plain) : plain)
                    .append('\n');
        }
        return text.toString();
    }

    private static void instance(ObjectNode node, StatusTable.InstanceRow instance) {
        node.put("name", instance.name());
        ArrayNode vips = node.putArray("vips");
        for (StatusTable.VipRow vip : instance.vips()) {
            ObjectNode entry = vips.addObject().put("vip", vip.vip());
            vip.holders().forEach(entry.putArray("holders")::add);
            vip.leftOnLoopback().forEach(entry.putArray("left_on_loopback")::add);
        }
        ArrayNode directors = node.putArray("directors");
        for (StatusTable.DirectorRow director : instance.directors()) {
            ObjectNode entry = directors.addObject();
            entry.put("host", director.host());
            entry.put("state", director.state());
            director.since().ifPresent(since -> entry.put("since", since));
            entry.put("priority", director.priority());
            entry.put("reason", director.reason());
        }
    }

    private static void announcement(ObjectNode node, StatusTable.AnnouncementRow announcement) {
        node.put("vip", announcement.vip());
        ArrayNode directors = node.putArray("directors");
        for (StatusTable.AnnouncerRow director : announcement.directors()) {
            ObjectNode entry = directors.addObject();
            entry.put("host", director.host());
            entry.put("state", director.state());
            ObjectNode sessions = entry.putObject("sessions");
            director.sessions().forEach(sessions::put);
        }
    }

    private static void service(ObjectNode node, StatusTable.ServiceRow service) {
        node.put("name", service.name());
        node.put("address", service.address());
        node.put("scheduler", service.scheduler());
        service.director().ifPresent(director -> node.put("director", director));
        ArrayNode servers = node.putArray("real_servers");
        for (StatusTable.RealServerRow server : service.realServers()) {
            servers.addObject()
                    .put("host", server.host())
                    .put("address", server.address())
                    .put("up", server.up())
                    .put("weight", server.weight())
                    .put("active_connections", server.activeConnections());
        }
    }
}
