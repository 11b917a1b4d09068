package org.aloft.topology.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (draft 2020-12) of {@code topology.yml}, by which editors complete and check it. */
public final class PublishedSchema {
    private static final String RESOURCE = "/org/aloft/topology/topology.schema.json";

    private PublishedSchema() {}

    /** Its text; a test holds it against the tables of keys. */
    public static String text() {
        try (InputStream schema = PublishedSchema.class.getResourceAsStream(RESOURCE)) {
            if (schema == null) {
                throw new IllegalStateException("this build of Aloft has no " + RESOURCE);
            }
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
