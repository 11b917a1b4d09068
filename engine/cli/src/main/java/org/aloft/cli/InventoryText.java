package org.aloft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.inventory.HostAccess;
import org.aloft.topology.inventory.Reason;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problem;

/**
 * What {@code aloft inventory} prints. Passwords are in none of it.
 *
 * @param inventory what was read
 * @param localUser who runs Aloft, and logs in where no user is named
 * @param roles what the hosts are in the cluster; empty: not asked for
 */
record InventoryText(TopologyReader.Inventoried inventory, String localUser, Optional<HostRoles> roles) {
    private static final String NONE = "-";

    /** For people: one line a host, then groups, then what is wrong, then the reasons if they are asked for. */
    String table(boolean explain) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("HOST", "ADDRESS", "PORT", "USER", "ROOT BY", "THROUGH", "KEY"));
        inventory.hosts().forEach(host -> rows.add(row(host)));
        StringBuilder text = new StringBuilder(aligned(rows));
        text.append('\n');
        groups().forEach((group, hosts) -> text.append("group ")
                .append(group)
                .append(": ")
                .append(String.join(", ", hosts))
                .append('\n'));
        roles.ifPresent(each -> text.append('\n').append(each.text(names())));
        inventory.hosts().stream().filter(host -> !host.mistakes().isEmpty()).forEach(host -> text.append('\n')
                .append(host.host().name())
                .append(" cannot be reached:\n")
                .append(indented(host.mistakes())));
        if (explain) {
            inventory.hosts().forEach(host -> text.append('\n').append(reasons(host)));
        }
        return text.toString();
    }

    private List<String> names() {
        return inventory.hosts().stream().map(access -> access.host().name()).toList();
    }

    /** Groups that somebody made. */
    private Map<String, List<String>> groups() {
        return inventory.names().groups().entrySet().stream()
                .filter(group -> !List.of("all", "ungrouped").contains(group.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, java.util.LinkedHashMap::new));
    }

    private List<String> row(HostAccess access) {
        ConnectionSettings settings = access.host().connection();
        String name = access.host().name();
        String root = becomes(settings) ? word(settings.becomeMethod()) : NONE;
        if (!access.mistakes().isEmpty()) {
            return List.of(name, "cannot be reached, see below", "", "", "", "", "");
        }
        return switch (settings.way()) {
            case LOCAL -> List.of(name, "this machine", NONE, localUser, root, NONE, NONE);
            case SSH ->
                List.of(
                        name,
                        access.host().sshAddress(),
                        Integer.toString(settings.port()),
                        settings.user().orElse(localUser),
                        root,
                        reason(access, "through").map(Reason::value).orElse(NONE),
                        keys(settings).isEmpty() ? NONE : String.join(", ", keys(settings)));
        };
    }

    private static String aligned(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        int last = rows.get(0).size() - 1;
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < last; column++) {
            int at = column;
            widths.add(rows.stream()
                    .filter(row -> !row.get(last).isEmpty())
                    .mapToInt(row -> TerminalText.width(row.get(at)))
                    .max()
                    .orElse(0));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < last; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(Math.max(0, widths.get(column) - TerminalText.width(cell)) + 2));
            }
            text.append(line.append(row.get(last)).toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String indented(List<Problem> problems) {
        return problems.stream()
                .flatMap(problem -> problem.toString().lines())
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining());
    }

    private static String reasons(HostAccess access) {
        List<List<String>> rows = new ArrayList<>();
        access.reasons()
                .forEach(reason -> rows.add(List.of(
                        "  " + reason.what().replace('_', ' '),
                        reason.value(),
                        place(reason.at()) + " " + reason.key())));
        String groups = access.groups().isEmpty() ? "" : " (" + String.join(", ", access.groups()) + ")";
        return access.host().name() + groups + ":\n"
                + (rows.isEmpty()
                        ? "  nothing is written about how it is reached: all of it is the default\n"
                        : aligned(rows));
    }

    private static String place(Position at) {
        return at.line() == 0 ? at.file().toString() : at.file() + ":" + at.line() + ":" + at.column();
    }

    /** For machines. */
    String document() {
        ObjectNode document = JsonDocument.begin();
        ArrayNode hosts = document.putArray("hosts");
        inventory.hosts().forEach(host -> write(host, hosts.addObject()));
        ObjectNode groups = document.putObject("groups");
        inventory.names().groups().forEach((group, members) -> {
            ArrayNode names = groups.putArray(group);
            members.forEach(names::add);
        });
        JsonDocument.mistakes(document.putArray("warnings"), inventory.warnings());
        return document.toPrettyString() + "\n";
    }

    private void write(HostAccess access, ObjectNode host) {
        ConnectionSettings settings = access.host().connection();
        boolean local = settings.way() == ConnectionSettings.Way.LOCAL;
        host.put("name", access.host().name());
        ArrayNode groups = host.putArray("groups");
        access.groups().forEach(groups::add);
        host.put("usable", access.mistakes().isEmpty());
        host.put("connection", word(settings.way()));
        host.put("address", access.host().address());
        host.put("ssh_address", local ? null : access.host().sshAddress());
        host.put("port", local ? null : settings.port());
        host.put("user", settings.user().orElse(localUser));
        ArrayNode keys = host.putArray("keys");
        keys(settings).forEach(keys::add);
        host.put("through", reason(access, "through").map(Reason::value).orElse(null));
        host.put("become", becomes(settings) ? word(settings.becomeMethod()) : null);
        roles.ifPresent(each -> each.write(access.host().name(), host));
        ArrayNode reasons = host.putArray("reasons");
        access.reasons().forEach(reason -> reasons.addObject()
                .put("what", reason.what())
                .put("value", reason.value())
                .put("key", reason.key())
                .put("file", reason.at().file().toString())
                .put("line", reason.at().line())
                .put("column", reason.at().column()));
        JsonDocument.mistakes(host.putArray("mistakes"), access.mistakes());
        JsonDocument.mistakes(host.putArray("warnings"), access.warnings());
    }

    private boolean becomes(ConnectionSettings settings) {
        return settings.become().orElse(!settings.user().orElse(localUser).equals("root"));
    }

    /** Those that are named; the agent's and the default ones come beside or in place of them. */
    private static List<String> keys(ConnectionSettings settings) {
        List<Path> keys = new ArrayList<>(settings.sshOptions().keyFiles());
        settings.privateKeyFile().ifPresent(key -> keys.add(0, key));
        return keys.stream().map(Path::toString).distinct().toList();
    }

    private static Optional<Reason> reason(HostAccess access, String what) {
        return access.reasons().stream()
                .filter(reason -> reason.what().equals(what))
                .findFirst();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
