package org.aloft.plan.saved;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.aloft.plan.rollout.PlanOptions;

/** A kept plan as a JSON document, whose first key is {@code aloft_plan}: the format. */
public final class SavedPlanJson {
    private static final String FORMAT_KEY = "aloft_plan";
    private static final int FORMAT = 1;
    private static final Pattern BEGINNING = Pattern.compile("\\s*\\{\\s*\"" + FORMAT_KEY + "\"");

    private SavedPlanJson() {}

    /** Made when it is needed: every apply asks whether its file is a plan, and few are. */
    private static ObjectMapper json() {
        return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Whether a text begins as such a document does; the rest of it may be broken. */
    public static boolean begins(String text) {
        return BEGINNING.matcher(text).lookingAt();
    }

    /** The document, indented, ended by a newline. */
    public static String write(SavedPlan plan) {
        ObjectNode root = json().createObjectNode();
        root.put(FORMAT_KEY, FORMAT);
        root.put("aloft_version", plan.origin().version());
        root.put("made_by", plan.origin().by());
        root.put("made_at", plan.origin().at());
        root.put("topology", plan.origin().topology());
        plan.origin().inventories().forEach(root.putArray("inventories")::add);
        plan.options().limit().stream().sorted().forEach(root.putArray("limit")::add);
        root.put("allow_last_director", plan.options().allowLastDirector());
        plan.options().forget().stream().sorted().forEach(root.putArray("forget")::add);
        plan.options().serial().ifPresent(number -> root.put("serial", number));
        plan.options().maxFailures().ifPresent(number -> root.put("max_failures", number));
        root.put("bundle", plan.bundle());
        root.put("salt", plan.salt());
        root.put("input", plan.input());
        root.put("order", plan.order());
        root.put("steps", plan.steps());
        ObjectNode hosts = root.putObject("hosts");
        plan.hosts().forEach((name, host) -> {
            ObjectNode node = hosts.putObject(name);
            ObjectNode found = node.putObject("found");
            host.found().forEach(found::put);
            node.put("facts", host.facts()).put("steps", host.steps());
        });
        return root.toPrettyString() + "\n";
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException with what is wrong, when it is cut off, no such document, or of another format
     */
    public static SavedPlan read(String text) {
        JsonNode root = tree(text);
        JsonNode format = root.path(FORMAT_KEY);
        if (format.isInt() && format.asInt() > FORMAT) {
            throw new IllegalArgumentException("a later version of Aloft wrote it, in format " + format.asInt()
                    + "; this one reads format " + FORMAT);
        }
        if (!format.isInt() || format.asInt() < 1) {
            throw new IllegalArgumentException("it is no plan of Aloft's");
        }
        Map<String, SavedPlan.SavedHost> hosts = new LinkedHashMap<>();
        object(root, "hosts").properties().forEach(entry -> {
            Map<String, String> found = new TreeMap<>();
            object(entry.getValue(), "found")
                    .properties()
                    .forEach(each -> found.put(each.getKey(), each.getValue().asText()));
            hosts.put(
                    entry.getKey(),
                    new SavedPlan.SavedHost(found, text(entry.getValue(), "facts"), text(entry.getValue(), "steps")));
        });
        return new SavedPlan(
                new SavedPlan.Origin(
                        text(root, "aloft_version"),
                        text(root, "made_by"),
                        text(root, "made_at"),
                        text(root, "topology"),
                        texts(root, "inventories")),
                options(root),
                salt(root),
                text(root, "bundle"),
                text(root, "input"),
                text(root, "order"),
                root.path("steps").asLong(),
                hosts);
    }

    private static PlanOptions options(JsonNode root) {
        return new PlanOptions(
                Set.copyOf(texts(root, "limit")),
                root.path("allow_last_director").asBoolean(),
                Set.copyOf(texts(root, "forget")),
                number(root, "serial"),
                number(root, "max_failures"));
    }

    private static OptionalInt number(JsonNode root, String key) {
        return root.path(key).isInt() ? OptionalInt.of(root.get(key).asInt()) : OptionalInt.empty();
    }

    private static JsonNode tree(String text) {
        try {
            JsonNode root = json().readTree(text);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "it is cut off or damaged at line " + broken.getLocation().getLineNr(), broken);
        }
        throw new IllegalArgumentException("it is no plan of Aloft's");
    }

    private static String salt(JsonNode root) {
        String salt = text(root, "salt");
        if (!salt.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("it is damaged: salt");
        }
        return salt;
    }

    private static String text(JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw new IllegalArgumentException("it is damaged: " + key);
        }
        return node.get(key).asText();
    }

    private static List<String> texts(JsonNode node, String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static JsonNode object(JsonNode node, String key) {
        if (!node.path(key).isObject()) {
            throw new IllegalArgumentException("it is damaged: " + key);
        }
        return node.get(key);
    }
}
