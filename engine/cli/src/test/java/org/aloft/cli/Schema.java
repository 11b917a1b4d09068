package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The schema files that a machine may rely on, and what is held against them. */
enum Schema {
    ERROR,
    VALIDATE,
    INVENTORY,
    PLAN,
    APPLY,
    VERIFY,
    STATUS,
    HISTORY;

    private static final Path FOLDER = Path.of(System.getProperty("aloft.home"), "engine/cli/schemas");
    private static final String BASE = "file:///schemas/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(texts()));

    /** A document that must be as the schema says. */
    JsonNode holds(String document) {
        JsonNode read = read(document);
        assertThat(mistakes(read)).as(document).isEmpty();
        return read;
    }

    /** A document of several lines, each of which must be as the schema says. */
    List<JsonNode> holdsLines(String document) {
        assertThat(document).endsWith("\n");
        return document.lines().map(this::holds).toList();
    }

    /** What the schema says against a document; empty when it holds. */
    List<String> mistakes(JsonNode document) {
        return REGISTRY.getSchema(SchemaLocation.of(BASE + file())).validate(document).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    String file() {
        return name().toLowerCase(Locale.ROOT) + ".json";
    }

    JsonNode text() {
        return read(texts().get(BASE + file()));
    }

    private static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + document, e);
        }
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        for (Schema schema : values()) {
            try {
                texts.put(BASE + schema.file(), Files.readString(FOLDER.resolve(schema.file())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }
}
