package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People start from a copy of these: they must not begin with a warning. */
class InventoriesTest {
    private static final Path HOME = Path.of(System.getProperty("aloft.home"));

    static List<Path> clusters() throws IOException {
        try (Stream<Path> folders = Files.list(HOME.resolve("inventories"))) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void shouldBeReadWithoutAWarning(Path cluster) {
        Invocation told = Invocation.of("validate", cluster.toString());

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.out()).contains("no mistakes found");
        assertThat(told.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void shouldStandInTheReadme(Path cluster) throws IOException {
        assertThat(Files.readString(HOME.resolve("README.md"))).contains("| `" + cluster.getFileName() + "` | ");
    }

    /** Of the pages that the cluster itself has. */
    @Test
    void shouldCheckPagesByTheDigestsThatAreWorkedOut() throws IOException {
        String topology = Files.readString(HOME.resolve("inventories/lvs-nat-two-wings/topology.yml"));
        Matcher page = Pattern.compile("/var/www/html(/\\w+\\.txt): \\{content: \"(.*)\\\\n\"\\}")
                .matcher(topology);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String root = "http://127.0.0.1:" + server.getAddress().getPort();
        List<String> command = new ArrayList<>(List.of("digest"));
        while (page.find()) {
            byte[] body = (page.group(2) + "\n").getBytes(StandardCharsets.UTF_8);
            server.createContext(page.group(1), exchange -> {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            command.add(root + page.group(1));
        }
        server.start();
        try {
            Invocation digests = Invocation.of(command.toArray(String[]::new));
            List<String> paths = digests.out()
                    .lines()
                    .filter(line -> line.contains("{path:"))
                    .map(String::strip)
                    .toList();
            assertThat(paths).as(digests.toString()).hasSize(2).allMatch(topology::contains);
        } finally {
            server.stop(0);
        }
    }
}
