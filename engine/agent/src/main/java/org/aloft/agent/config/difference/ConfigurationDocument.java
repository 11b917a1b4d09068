package org.aloft.agent.config.difference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Word;

/**
 * Writes what a file says as JSON, version 1 of the document in the module's README. As {@link ConfigurationDifference},
 * it is complete by construction: every component of every record is a member. Unlike that it hides nothing: who reads
 * the file reads this. Stateless.
 */
public final class ConfigurationDocument {
    /** Counts up when a member changes its meaning or goes. */
    public static final int VERSION = 1;

    /** About the reading, not about what was read. */
    private static final Set<String> NOT_WRITTEN = Set.of("source", "warnings");

    private static final int NANOSECONDS = 9;
    private static final JsonFactory JSON = new JsonFactory();

    private ConfigurationDocument() {}

    /**
     * UTF-8, with a line feed at the end.
     *
     * @param statements as they stand in the file
     * @param problems what is wrong with them
     * @param configuration what they come to; empty when they cannot be used
     */
    public static byte[] write(
            List<Statement> statements, List<Problem> problems, Optional<Configuration> configuration) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeFieldName("problems");
            problems(json, problems);
            json.writeFieldName("statements");
            statements(json, statements);
            json.writeFieldName("configuration");
            value(json, configuration);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory does not fail", impossible);
        }
        return bytes.toByteArray();
    }

    private static void problems(JsonGenerator json, List<Problem> problems) throws IOException {
        json.writeStartArray();
        for (Problem problem : problems) {
            json.writeStartObject();
            json.writeStringField("severity", problem.severity().name());
            place(json, problem.position());
            json.writeStringField("message", problem.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void statements(JsonGenerator json, List<Statement> statements) throws IOException {
        json.writeStartArray();
        for (Statement statement : statements) {
            json.writeStartObject();
            json.writeStringField("keyword", statement.name());
            place(json, statement.position());
            json.writeArrayFieldStart("values");
            for (Word word : statement.values()) {
                json.writeStartObject();
                json.writeStringField("text", word.text());
                json.writeBooleanField("quoted", word.quoted());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (statement.block().isPresent()) {
                json.writeFieldName("block");
                statements(json, statement.block().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void place(JsonGenerator json, Position position) throws IOException {
        json.writeStringField("file", position.file());
        json.writeNumberField("line", position.line());
        json.writeNumberField("column", position.column());
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Optional<?> optional) {
            optionalValue(json, optional);
        } else if (value instanceof OptionalInt number) {
            optionalValue(json, number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty());
        } else if (value instanceof Set<?> several) {
            // No order of its own, so one that two runs have alike.
            array(json, several.stream().map(String::valueOf).sorted().toList());
        } else if (value instanceof Collection<?> several) {
            array(json, several);
        } else if (value instanceof Map<?, ?> map) {
            object(json, map);
        } else if (value instanceof Record record) {
            record(json, record);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Number number) {
            json.writeNumber(new BigDecimal(number.toString()));
        } else {
            json.writeString(text(value));
        }
    }

    private static void optionalValue(JsonGenerator json, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            value(json, value.get());
        } else {
            json.writeNull();
        }
    }

    private static void array(JsonGenerator json, Collection<?> several) throws IOException {
        json.writeStartArray();
        for (Object element : several) {
            value(json, element);
        }
        json.writeEndArray();
    }

    private static void object(JsonGenerator json, Map<?, ?> map) throws IOException {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(text(key), value));
        json.writeStartObject();
        for (Map.Entry<String, Object> entry : sorted.entrySet()) {
            json.writeFieldName(entry.getKey());
            value(json, entry.getValue());
        }
        json.writeEndObject();
    }

    /** Its components; of one that is a kind among others, which kind as well. */
    private static void record(JsonGenerator json, Record record) throws IOException {
        json.writeStartObject();
        if (record.getClass().getInterfaces().length > 0) {
            json.writeStringField("kind", RecordWords.blockName(record));
        }
        for (RecordWords.Part part : RecordWords.parts(record)) {
            if (!NOT_WRITTEN.contains(part.word()) && !(part.value() instanceof Position)) {
                json.writeFieldName(part.word());
                value(json, part.value());
            }
        }
        json.writeEndObject();
    }

    private static String text(Object value) {
        if (value instanceof Duration time) {
            return BigDecimal.valueOf(time.toNanos(), NANOSECONDS)
                            .stripTrailingZeros()
                            .toPlainString()
                    + " s";
        }
        if (value instanceof InetAddress address) {
            return address.getHostAddress();
        }
        if (value instanceof InetSocketAddress endpoint) {
            return endpoint.getAddress().getHostAddress() + " " + endpoint.getPort();
        }
        if (value instanceof Authentication authentication) {
            return new String(authentication.data(), StandardCharsets.UTF_8).replace("\0", "");
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
    }
}
