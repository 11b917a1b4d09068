package org.aloft.verify.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What has changed between two tables of one cluster, in words. Pure. */
public final class StatusNews {
    private static final String UP = "is up";

    private StatusNews() {}

    /**
     * A line for each change that a person on watch wants to know of: who holds a VIP, the state of a director, what a
     * director announces, whether a real server gets requests, whether a host answers. Numbers of connections are none.
     */
    public static List<String> between(StatusTable before, StatusTable after) {
        List<String> news = new ArrayList<>();
        changes(holders(before), holders(after), news);
        directors(before, after, news);
        changes(announcers(before), announcers(after), news);
        Map<String, String> known = realServers(before);
        realServers(after).forEach((server, line) -> {
            if (!known.getOrDefault(server, UP).equals(line)) {
                news.add(server + " " + line);
            }
        });
        answers(before.unreachable(), after.unreachable(), news);
        return news;
    }

    /** What is told of each thing is the line that it has now, if that is another one than before. */
    private static void changes(Map<String, String> before, Map<String, String> after, List<String> news) {
        after.forEach((what, line) -> {
            if (!Objects.equals(before.get(what), line)) {
                news.add(what + " " + line);
            }
        });
    }

    private static Map<String, String> holders(StatusTable table) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (StatusTable.InstanceRow instance : table.instances()) {
            for (StatusTable.VipRow vip : instance.vips()) {
                String holders = String.join(" and ", vip.holders());
                String line =
                        switch (vip.holders().size()) {
                            case 0 ->
                                instance.everyDirectorAnswered()
                                        ? "has NO HOLDER"
                                        : "is held by no director that answers";
                            case 1 -> "is held by " + holders;
                            default -> "is held by " + holders + ": SPLIT BRAIN";
                        };
                lines.put(instance.name() + " " + vip.vip(), line);
            }
        }
        return lines;
    }

    /** By another state: its reason may name another number each second. */
    private static void directors(StatusTable before, StatusTable after, List<String> news) {
        Map<String, StatusTable.DirectorRow> known = directors(before);
        directors(after).forEach((what, director) -> {
            StatusTable.DirectorRow was = known.get(what);
            if (was == null || !was.state().equals(director.state())) {
                news.add(what + " is " + director.state()
                        + (director.reason().isEmpty() ? "" : ": " + director.reason()));
            }
        });
    }

    private static Map<String, StatusTable.DirectorRow> directors(StatusTable table) {
        Map<String, StatusTable.DirectorRow> rows = new LinkedHashMap<>();
        table.instances().forEach(instance -> instance.directors()
                .forEach(director -> rows.put(instance.name() + " on " + director.host(), director)));
        return rows;
    }

    private static Map<String, String> announcers(StatusTable table) {
        Map<String, String> lines = new LinkedHashMap<>();
        table.announcements().forEach(announcement -> announcement
                .directors()
                .forEach(director ->
                        lines.put(announcement.vip() + " on " + director.host(), "is " + director.state())));
        return lines;
    }

    /** Not known, and so not told of, where no director's table was seen. */
    private static Map<String, String> realServers(StatusTable table) {
        Map<String, String> lines = new LinkedHashMap<>();
        table.services().stream()
                .filter(service -> service.director().isPresent())
                .forEach(service -> service.realServers()
                        .forEach(server -> lines.put(
                                service.name() + ": " + server.host() + " " + server.address(),
                                server.up() ? UP : "is DOWN")));
        return lines;
    }

    private static void answers(Map<String, String> before, Map<String, String> after, List<String> news) {
        after.forEach((host, reason) -> {
            if (!before.containsKey(host)) {
                news.add(host + " could not be observed: " + reason);
            }
        });
        before.keySet().stream()
                .filter(host -> !after.containsKey(host))
                .forEach(host -> news.add(host + " answers again"));
    }
}
