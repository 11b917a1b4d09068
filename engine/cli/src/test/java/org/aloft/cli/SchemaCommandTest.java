package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** What {@code aloft schema} prints is what editors and machines can check documents by. */
class SchemaCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLE = Path.of(System.getProperty("aloft.home"), "inventories/lvs-dr/topology.yml");

    @Test
    void shouldPrintASchemaThatTheExampleKeepsAndAMisspeltKeyDoesNot() throws Exception {
        Invocation told = Invocation.of("schema");

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.err()).isEmpty();
        com.networknt.schema.Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(told.out());
        String example = Files.readString(EXAMPLE);
        assertThat(schema.validate(asJson(example))).isEmpty();
        assertThat(schema.validate(asJson(example.replace("scheduler: rr", "schedular: rr"))))
                .hasSize(1);
        assertThat(schema.validate(asJson(example.replace("lvs1: 100", "lvs1: 300"))))
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void shouldPrintTheSchemaOfEveryDocument(Schema schema) throws Exception {
        String name = schema.file().replace(".json", "");

        Invocation told = Invocation.of("schema", name);

        assertThat(JSON.readTree(told.out())).isEqualTo(schema.text());
        assertThat(Invocation.of("schema", "--help").out()).contains(name);
    }

    private static JsonNode asJson(String yaml) {
        return JSON.valueToTree(new Yaml().load(yaml));
    }
}
