package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.plan.resource.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan that is looked at, kept, and carried out later: once, and only if nothing has changed meanwhile. */
@Timeout(60)
class KeptPlanTest extends OnHostsInMemory {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("aloft.home"), "inventories/lvs-dr").toAbsolutePath();

    private Path file() {
        return folder.resolve("next.plan");
    }

    private void keep() {
        Invocation told = aloft(onWebServers("plan", "-o", file().toString()));
        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.err()).contains("aloft apply " + file());
    }

    private Invocation applyKept() {
        return aloft("apply", file().toString(), "--yes");
    }

    @Test
    void shouldBeCarriedOutOnce() {
        keep();

        Invocation first = applyKept();
        Invocation second = applyKept();

        assertThat(first.status()).as(first.toString()).isZero();
        assertThat(first.out()).contains("Done: 3 steps on 2 hosts.");
        assertThat(hosts.host("web1").files).containsKeys("/srv/a", "/srv/b");
        assertThat(second.status()).as(second.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(second.err()).contains("there is nothing to do any more");
    }

    @Test
    void shouldRefuseWhatSomebodyElseHasChangedAndSayWhatAndWhere() {
        keep();
        hosts.host("web1").files.put("/srv/a", "zero\n");

        Invocation told = applyKept();
        Invocation document = aloft("apply", file().toString(), "--yes", "--json");

        assertStale(told, "web1: file:/srv/a was: state absent; is: mode 644, owner root:root, size 5, state file");
        assertThat(told.err()).doesNotContain("web2");
        assertThat(Schema.ERROR.holds(document.out()).at("/error/message").asText())
                .contains("is stale", "web1");
        assertThat(hosts.host("web2").files).isEmpty();
    }

    @Test
    void shouldRefuseAFileOfTheSameSizeWithAnotherContent() {
        hosts.host("web2").files.put("/srv/a", "abc\n");
        keep();
        hosts.host("web2").files.put("/srv/a", "xyz\n");

        assertStale(applyKept(), "web2: the content of a file there, an address or the manifest has changed");
    }

    @ParameterizedTest
    @CsvSource({"one, uno, topology.yml", "192.0.2.1, 192.0.2.9, hosts.ini"})
    void shouldRefuseAnotherTopologyOrInventory(String from, String to, String name) throws IOException {
        keep();
        Path changed = folder.resolve(name);
        Files.writeString(changed, Files.readString(changed).replaceFirst(from, to));

        assertStale(applyKept(), "the topology, its inventory or a template says something else now");
    }

    @Test
    void shouldRefuseAnotherVersionOfTheAgent() throws IOException {
        keep();
        Path properties = folder.resolve("engine/agent/target/bundle/bundle.properties");
        Files.writeString(properties, Files.readString(properties).replace("0123456789ab", "ba9876543210"));

        assertStale(applyKept(), "the agent was 0123456789ab, and is ba9876543210");
    }

    @Test
    void shouldRefuseAHostThatIsGone() {
        keep();
        hosts.host("web1").down = true;

        assertStale(applyKept(), "web1 cannot be asked now");
    }

    private void assertStale(Invocation told, String what) {
        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(told.err())
                .contains(file() + " is stale, nothing was done: ", what, "aloft plan -o " + file())
                .doesNotContain("\tat ");
        assertThat(told.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 200, 900})
    void shouldRefuseAFileThatIsCutOff(int length) throws IOException {
        keep();
        Files.writeString(file(), Files.readString(file()).substring(0, length));

        assertUnusable("it is cut off or damaged at line ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"aloft_plan\" : 1 | \"aloft_plan\" : 2 | a later version of Aloft wrote it, in format 2; this one reads format 1",
                "\"aloft_plan\" : 1 | \"aloft_plan\" : 0 | it is no plan of Aloft's",
                "\"salt\" : \"     | \"salt\" : \"x    | it is damaged: salt",
                "\"hosts\"          | \"guests\"         | it is damaged: hosts",
                "\"input\"          | \"output\"         | it is damaged: input"
            })
    void shouldRefuseAFileThatIsDamagedOrOfAnotherFormat(String from, String to, String what) throws IOException {
        keep();
        String text = Files.readString(file());
        assertThat(text).contains(from);
        Files.writeString(file(), text.replace(from, to));

        assertUnusable(what);
    }

    @Test
    void shouldReadAnythingElseAsATopology() throws IOException {
        Files.write(file(), new byte[] {0, 1, 2, (byte) 0xff, 7});

        Invocation told = applyKept();

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains(file().toString()).doesNotContain("\tat ", "internal error");
    }

    private void assertUnusable(String what) {
        Invocation told = applyKept();
        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains(file() + " cannot be used as a plan: " + what, "make it anew");
    }

    @Test
    void shouldRefuseFlagsThatThePlanHasItself() {
        keep();

        Invocation told = aloft("apply", file().toString(), "--yes", "--limit", "web1");

        assertThat(told.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains("says itself what may be changed");
    }

    @Test
    void shouldNotWriteOverAFileThatIsNoPlan() throws IOException {
        String before = Files.readString(topology);

        Invocation told = aloft(onWebServers("plan", "-o", topology.toString()));

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains(topology + " is there already, and is no plan");
        assertThat(Files.readString(topology)).isEqualTo(before);
        keep();
        keep();
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.filter(each -> each.getFileName().toString().startsWith(".aloft-")))
                    .isEmpty();
        }
    }

    @Test
    void shouldSayWhyAPlanCannotBeKept() {
        Invocation told = aloft(
                onWebServers("plan", "-o", folder.resolve("none/next.plan").toString()));

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.FAILED.status());
        assertThat(told.err()).contains("the plan cannot be kept in ", "none/next.plan");
    }

    /** Its password stands in the directors' configuration, and in a file of a web server's own. */
    @Test
    void shouldHoldNoSecretAndNoDigestOfOne() throws IOException {
        Path other = Files.createDirectories(folder.resolve("classic"));
        Files.copy(EXAMPLE.resolve("hosts.ini"), other.resolve("hosts.ini"));
        Files.writeString(
                other.resolve("topology.yml"),
                Files.readString(EXAMPLE.resolve("topology.yml"))
                        .replace("password: abc123", "password: s3cr3t-1")
                        .replace("{{ inventory_hostname }}", "pass s3cr3t-1 of {{ inventory_hostname }}"));
        hosts.host("web1").files.put("/var/www/html/index.html", "pass s3cr3t-0 of web1\n");

        Invocation told = aloft("plan", other.toString(), "-o", file().toString());

        assertThat(told.status()).as(told.toString()).isZero();
        String text = Files.readString(file());
        assertThat(text).contains("\"web1\"", "file:/var/www/html/index.html").doesNotContain("s3cr3t");
        for (String content : List.of("pass s3cr3t-0 of web1\n", "pass s3cr3t-1 of web1\n")) {
            assertThat(text).doesNotContain(Sha256.of(content));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }
}
