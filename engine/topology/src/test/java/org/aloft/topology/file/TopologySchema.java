package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of keys as a JSON Schema (draft 2020-12), for editors: what the resource {@code topology.schema.json}
 * holds.
 */
final class TopologySchema {
    private static final Map<String, Object> TEMPLATE = Map.of("$ref", "#/$defs/template");

    private TopologySchema() {}

    static String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Aloft topology");
        schema.put("description", "One cluster: VIPs, the directors that hold them, and the real servers behind them.");
        schema.putAll(block(TopologyBlock.KEYS));
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("description", "A text with variables of the inventory: {{ name }}.");
        template.put("type", "string");
        template.put("pattern", "\\{\\{.*\\}\\}");
        schema.put("$defs", Map.of("template", template));
        StringBuilder json = new StringBuilder();
        write(schema, "", json);
        return json.append('\n').toString();
    }

    private static Map<String, Object> block(Keys keys) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        for (Key<?> key : keys.all()) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", key.help());
            key.fallback().ifPresent(text -> property.put("default", value(text)));
            property.putAll(shape(key.shape()));
            properties.put(key.name(), property);
            key.example().ifPresent(line -> required.add(key.name()));
        }
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", "object");
        block.put("properties", properties);
        if (!keys.freePrefix().isEmpty()) {
            block.put("patternProperties", Map.of("^" + keys.freePrefix(), true));
        }
        if (!required.isEmpty()) {
            block.put("required", required);
        }
        block.put("additionalProperties", false);
        return block;
    }

    private static Map<String, Object> shape(Shape shape) {
        if (shape instanceof Shape.Text) {
            return Map.of("type", List.of("string", "number", "boolean"));
        } else if (shape instanceof Shape.Pattern pattern) {
            return any(ordered("type", "string", "pattern", pattern.regex()), TEMPLATE);
        } else if (shape instanceof Shape.Whole whole) {
            return any(
                    ordered("type", "integer", "minimum", whole.least(), "maximum", whole.most()),
                    ordered("type", "string", "pattern", "^[0-9]+$"),
                    TEMPLATE);
        } else if (shape instanceof Shape.Time) {
            return any(ordered("type", "string", "pattern", "^[0-9]{1,9}(\\.[0-9]{1,9})?(ms|s|m|h)$"), TEMPLATE);
        } else if (shape instanceof Shape.Word choice) {
            List<Object> words = new ArrayList<>(choice.words());
            choice.words().stream()
                    .map(TopologySchema::value)
                    .filter(Integer.class::isInstance)
                    .forEach(words::add);
            return any(ordered("enum", words), TEMPLATE);
        } else if (shape instanceof Shape.Truth) {
            return any(ordered("enum", List.of(true, false, "yes", "no", "on", "off")), TEMPLATE);
        } else if (shape instanceof Shape.Nothing) {
            return Map.of("type", "null");
        } else if (shape instanceof Shape.Many many) {
            return any(shape(many.item()), ordered("type", "array", "items", shape(many.item())));
        } else if (shape instanceof Shape.Names names) {
            return ordered("type", "object", "additionalProperties", shape(names.value()));
        } else if (shape instanceof Shape.Map map) {
            return block(map.keys());
        } else if (shape instanceof Shape.Either either) {
            return any(either.shapes().stream().map(TopologySchema::shape).toArray());
        }
        throw new IllegalStateException("a shape without a schema: " + shape);
    }

    private static Map<String, Object> any(Object... schemas) {
        return Map.of("anyOf", List.of(schemas));
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int index = 0; index < keysAndValues.length; index += 2) {
            map.put((String) keysAndValues[index], keysAndValues[index + 1]);
        }
        return map;
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("[1-9][0-9]*") ? (Object) Integer.valueOf(text) : text;
    }

    private static void write(Object value, String indent, StringBuilder json) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.append(separator).append('\n').append(indent).append("  ");
                write(entry.getKey(), "", json);
                json.append(": ");
                write(entry.getValue(), indent + "  ", json);
                separator = ",";
            }
            json.append('\n').append(indent).append('}');
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object item : list) {
                json.append(separator);
                write(item, indent, json);
                separator = ", ";
            }
            json.append(']');
        } else if (value instanceof String text) {
            json.append('"')
                    .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        } else {
            json.append(value);
        }
    }
}
