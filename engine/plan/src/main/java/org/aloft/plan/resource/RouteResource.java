package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;
import org.aloft.topology.model.IpPrefix;

/**
 * A route through a gateway in the main table (ip-route(8)), now; the default route has the destination 0.0.0.0/0 or
 * ::/0. That it comes back after a reboot is the business of {@code aloft-routes.service}.
 *
 * @param destination the network
 * @param gateway the next hop's address
 * @param reason why it is wanted
 */
public record RouteResource(IpPrefix destination, String gateway, String reason) implements Resource {
    /** Routes. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "route";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            return giveBackRoute(entry, now);
        }
    };

    /** What the host says: the line of {@code ip -o route} for the route in force. */
    private static final String LINE = "line";

    /** Whether the answer to whoever asks goes through the gateway of this route: only a default route's is told. */
    private static final String REACHED = "reached";

    private static final String GATEWAY = "gateway";

    /** What {@code ip route} shows and also takes. */
    private static final Set<String> ATTRIBUTES = Set.of("via", "dev", "proto", "scope", "src", "metric");

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return destination.toString();
    }

    @Override
    public Set<ResourceId> requires() {
        return Set.of();
    }

    @Override
    public Finding compare(Situation now) {
        List<String> line = line(id(), now);
        if (line.isEmpty()) {
            return Change.of(Action.CREATE, "add", summary(), set());
        }
        if (!isDestination(line.get(0)) || line.contains("nexthop")) {
            String kind = isDestination(line.get(0)) ? "with several next hops" : "of type " + line.get(0);
            return new Finding.Blocked(
                    "a route " + kind + " for " + name() + " is there, which Aloft could not give back",
                    "delete it on the host, or take the route out of the topology");
        }
        if (value(line, "via").equals(gateway)) {
            return new Finding.Fine("goes through " + gateway);
        }
        if (value(line, "proto").equals("kernel")) {
            return new Finding.Blocked(
                    value(line, "dev") + " is connected to " + name() + " itself",
                    "take the route out of the topology: a gateway in place of it would cut the host off");
        }
        return Change.of(Action.UPDATE, "replace", summary() + ", in place of " + nextHop(line), set());
    }

    /** What cannot be confirmed any more is undone by the host itself; a user should know beforehand. */
    @Override
    public List<String> warnings(Situation now) {
        String before = value(line(id(), now), "via");
        return now.answer(id()).is(REACHED, "here") && !before.equals(gateway)
                ? List.of("answers to this workstation go through " + before + ", by the default route: through "
                        + gateway + " it must be reached, too, else the host undoes the change")
                : List.of();
    }

    private String summary() {
        return destination + " via " + gateway;
    }

    private Call set() {
        return Call.of("set_route", name(), gateway);
    }

    /** Whatever was there, be it this very route: the topology may name another gateway later. */
    @Override
    public Optional<Entry> remember(Situation now) {
        List<String> line = line(id(), now);
        String before = line.isEmpty() ? Entry.ABSENT : String.join(" ", attributes(line));
        return Optional.of(
                now.recorded().orElseGet(() -> Entry.was(id(), before)).with(GATEWAY, gateway));
    }

    private static Finding giveBackRoute(Entry entry, Situation now) {
        String destination = entry.id().name();
        String ours = entry.get(GATEWAY);
        if (!value(line(entry.id(), now), "via").equals(ours)) {
            return new Finding.Fine("is gone already");
        }
        List<String> before = List.of(entry.was().split(" "));
        if (value(before, "via").equals(ours)) {
            return new Finding.Fine("was there before Aloft");
        }
        String summary = destination + " via " + ours;
        Call remove = Call.of("remove_route", destination, ours);
        if (entry.was().equals(Entry.ABSENT)) {
            return Change.of(Action.REMOVE, "remove", summary, remove);
        }
        Call restore = Call.of(
                "restore_route",
                Stream.concat(Stream.of(destination), before.stream()).toArray(String[]::new));
        return Change.of(Action.REMOVE, "restore", summary + ", back to " + nextHop(before), restore, remove);
    }

    private static List<String> line(ResourceId id, Situation now) {
        return now.answer(id)
                .find(LINE)
                .map(line -> List.of(line.split("\\s+")))
                .orElse(List.of());
    }

    /** Else the line begins with a type of route: {@code blackhole}, {@code unreachable}. */
    private static boolean isDestination(String word) {
        return word.contains(".") || word.contains(":") || word.equals("default");
    }

    private static String nextHop(List<String> words) {
        return Stream.of("via", "dev")
                .filter(words::contains)
                .limit(1)
                .map(attribute -> attribute + " " + value(words, attribute))
                .collect(Collectors.joining());
    }

    private static String value(List<String> words, String attribute) {
        int at = words.indexOf(attribute);
        return at < 0 || at + 1 == words.size() ? "" : words.get(at + 1);
    }

    /** Without what {@code ip route} shows but does not take, such as {@code linkdown}. */
    private static List<String> attributes(List<String> line) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i + 1 < line.size(); i++) {
            if (ATTRIBUTES.contains(line.get(i))) {
                kept.add(line.get(i));
                kept.add(line.get(++i));
            }
        }
        return kept;
    }
}
