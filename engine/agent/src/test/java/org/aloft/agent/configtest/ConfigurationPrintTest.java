package org.aloft.agent.configtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPrintTest {
    private static final String FILE = """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                authentication {
                    auth_type PASS
                    auth_pass "a b"
                }
                virtual_ipaddress {
                    192.0.2.10/24 dev eth1
                }
            }
            virtual_server 192.0.2.10 80 {
                protocol TCP
                real_server 192.0.2.20 80 {
                    TCP_CHECK {
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldPrintStatementsWithTheirPlacesAndWhatTheyComeTo() throws Exception {
        Printed printed = print(FILE);
        assertThat(printed.fine()).isTrue();
        assertThat(printed.text())
                .contains("\"keyword\":\"auth_pass\",\"file\":\"" + printed.file() + "\",\"line\":6,\"column\":9,"
                        + "\"values\":[{\"text\":\"ab\",\"quoted\":true}]")
                .contains("\"priority\":100", "\"advert_interval\":\"1s\"")
                .as("the password as it is sent")
                .contains("\"authentication\":\"ab\"")
                .as("which kind of check, with its defaults")
                .contains("\"kind\":\"tcp_check\"", "\"retries\":1", "\"delay_loop\":\"60s\"")
                .contains("\"kind\":\"address\",\"address\":\"192.0.2.10\",\"port\":80");
    }

    @Test
    void shouldPrintTheStatementsOfAFileThatCannotBeUsed() throws Exception {
        Printed printed = print(FILE.replace("virtual_router_id 10", "virtual_router_id 1000"));
        assertThat(printed.fine()).isFalse();
        assertThat(printed.text())
                .contains("\"severity\":\"ERROR\",\"file\":\"" + printed.file() + "\",\"line\":3")
                .contains("\"text\":\"1000\"")
                .contains("\"configuration\":null");
    }

    /** Without blanks and line ends. */
    private record Printed(Path file, boolean fine, String text) {}

    private Printed print(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("x.conf"), text);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        boolean fine = ConfigurationPrint.run(
                file, Surroundings.ofThisHost(Optional.empty()), new PrintStream(output, true, StandardCharsets.UTF_8));
        return new Printed(file, fine, output.toString(StandardCharsets.UTF_8).replaceAll("\\s+", ""));
    }
}
