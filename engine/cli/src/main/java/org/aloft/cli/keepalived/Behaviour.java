package org.aloft.cli.keepalived;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Compares what two files come to, as data: JSON against JSON, as aloftd prints it, with every default filled in.
 * Blocks that have a name are compared by it, wherever they stand.
 */
final class Behaviour {
    /**
     * What may differ, for it changes nothing of what is held, balanced or checked: as whom programs run that say nobody
     * (Aloft says root, where keepalived takes a user keepalived_script if there is one); the name that mails begin
     * with, which is told where it is left out; and the text of routes and rules, whose meaning stands beside it.
     */
    private static final Set<String> MAY_DIFFER = Set.of("global.scripts", "global.router_id", "line");

    /** Members by which blocks of one kind are told apart. */
    private static final List<String> NAMES = List.of("name", "target", "endpoint");

    /** Not to be shown. */
    private static final Set<String> SECRET = Set.of("authentication", "password", "webhooks");

    private final List<String> differences = new ArrayList<>();

    private Behaviour() {}

    /**
     * A line for each difference; none when both do the same.
     *
     * @param renamed what instances are called before → after, where that differs
     */
    static List<String> differences(JsonNode before, JsonNode after, Map<String, String> renamed) {
        Behaviour behaviour = new Behaviour();
        JsonNode called = before.deepCopy();
        for (String block : List.of("instances", "sync_groups")) {
            rename(called.path(block), renamed);
        }
        rename(called.path("tracking").path("by_instance"), renamed);
        behaviour.compare("", called, after);
        return List.copyOf(behaviour.differences);
    }

    /** The names of instances and where they are named. A name may go from one to another. */
    private static void rename(JsonNode node, Map<String, String> renamed) {
        if (node instanceof ObjectNode object) {
            Map<String, JsonNode> members = members(object);
            object.removeAll();
            members.forEach((key, value) -> {
                boolean isName = key.equals("name") && value.isTextual();
                object.set(
                        renamed.getOrDefault(key, key),
                        isName ? TextNode.valueOf(renamed.getOrDefault(value.asText(), value.asText())) : value);
                rename(value, renamed);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode element = array.get(i);
                if (element.isTextual()) {
                    array.set(i, TextNode.valueOf(renamed.getOrDefault(element.asText(), element.asText())));
                } else {
                    rename(element, renamed);
                }
            }
        }
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        String word = path.substring(path.lastIndexOf('.') + 1);
        if (before.equals(after) || MAY_DIFFER.contains(path) || MAY_DIFFER.contains(word)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            compareMembers(path, members(before), members(after));
        } else if (before.isArray() && after.isArray() && !hasValues(before) && !hasValues(after)) {
            compareMembers(path, named(before), named(after));
        } else {
            boolean secret = SECRET.contains(word);
            differences.add(secret ? path + " changes" : path + ": " + before + " becomes " + after);
        }
    }

    private void compareMembers(String path, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            JsonNode nothing = JsonNodeFactory.instance.nullNode();
            String inner = path.isEmpty() ? name : path + "." + name;
            if (!before.containsKey(name) || !after.containsKey(name)) {
                differences.add(inner + (before.containsKey(name) ? " goes" : " comes"));
            } else {
                compare(inner, before.getOrDefault(name, nothing), after.getOrDefault(name, nothing));
            }
        }
    }

    private static Map<String, JsonNode> members(JsonNode object) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private static boolean hasValues(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).anyMatch(element -> !element.isObject());
    }

    private static Map<String, JsonNode> named(JsonNode array) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        for (JsonNode element : array) {
            String plain = NAMES.stream()
                    .filter(element::has)
                    .findFirst()
                    .map(name -> name(element, name))
                    .orElseGet(() -> element.path("kind").asText());
            String name = plain;
            for (int number = 2; named.containsKey(name); number++) {
                name = plain + " (" + number + ")";
            }
            named.put(name, element);
        }
        return named;
    }

    private static String name(JsonNode element, String member) {
        JsonNode name = element.get(member);
        List<String> words = new ArrayList<>();
        if (name.isObject()) {
            name.forEach(part -> words.add(part.asText()));
        } else {
            words.add(name.asText());
        }
        if (element.has("protocol")) {
            words.add(element.get("protocol").asText());
        }
        return String.join(" ", words).replace('.', '_');
    }
}
