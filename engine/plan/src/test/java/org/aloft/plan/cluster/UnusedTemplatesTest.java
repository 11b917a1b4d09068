package org.aloft.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.Severity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which templates beside a topology nobody reads. */
class UnusedTemplatesTest {
    @TempDir
    private Path folder;

    private Path templates;
    private String files = "";

    @BeforeEach
    void hasAFolder() throws IOException {
        templates = Files.createDirectory(folder.resolve("templates"));
    }

    @Test
    void shouldNameTheTemplateThatWasMeant() throws Exception {
        template("haproxy.conf.ftl", "mine");
        template("aloftd.conf.ftl", "mine");
        assertThat(told()).singleElement().satisfies(warning -> {
            assertThat(warning.severity()).isEqualTo(Severity.WARNING);
            assertThat(warning.code()).isEqualTo("unused-template");
            assertThat(warning.toString())
                    .isEqualTo(templates.resolve("haproxy.conf.ftl")
                            + ": warning: haproxy.conf.ftl is no template of Aloft, no `template` of `files` names it"
                            + " and nothing includes it, so nobody reads it\n    Did you mean `haproxy.cfg.ftl`?");
        });
    }

    @Test
    void shouldTellOfOneThatIsLikeNone() throws Exception {
        template("motd.ftl", "mine");
        assertThat(told()).singleElement().satisfies(warning -> assertThat(warning.fix())
                .hasValueSatisfying(fix -> assertThat(fix)
                        .startsWith("Aloft's are agent-announces.conf.ftl, ")
                        .endsWith("{template: templates/motd.ftl}.")));
    }

    @Test
    void shouldLeaveWhatFilesNameAndInclude() throws Exception {
        template("app.conf.ftl", "<#include \"part.ftl\">");
        template("part.ftl", "[#import '/deep/words.ftl' as words]");
        template("deep/words.ftl", "<#include \"beside.ftl\">");
        template("deep/beside.ftl", "x");
        template("deep/alone.ftl", "x");
        template("haproxy.cfg.ftl", "${.get_optional_template(\"mine.ftl\").exists?c}<#include \"*/foot.ftl\">");
        template("mine.ftl", "x");
        template("foot.ftl", "x");
        template("as-it-is.ftl", "taken as it is");
        Files.writeString(folder.resolve("other.ftl"), "<#include \"/of-other.ftl\">");
        template("of-other.ftl", "x");
        files = """
                hosts:
                  a:
                    files:
                      /etc/a: {template: templates/app.conf.ftl}
                      /etc/b: {template: other.ftl}
                      /etc/c: {source: templates/as-it-is.ftl}
                """;
        assertThat(told()).extracting(Problem::file).containsExactly(templates.resolve("deep/alone.ftl"));
    }

    @Test
    void shouldTellOfOneThatOnlyIncludesItself() throws Exception {
        template("mine.ftl", "<#include \"mine.ftl\">");
        assertThat(told()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<#include name>", "<#include \"a-\" + name>", "<#include \"${name}.ftl\">"})
    void shouldLeaveAllWhereANameIsWorkedOut(String include) throws Exception {
        template("haproxy.cfg.ftl", include);
        template("mine.ftl", "x");
        assertThat(told()).isEmpty();
    }

    @Test
    void shouldNeedNoFolder() throws Exception {
        Files.delete(templates);
        assertThat(told()).isEmpty();
    }

    @Test
    void shouldIncludeWhatLiesBesideATemplateOfFiles() throws Exception {
        template("part.ftl", "part of ${inventory_hostname}");
        String text = Templates.withOverrides(List.of(templates))
                .fill("templates/app.ftl", "<#include \"part.ftl\">", Map.of("inventory_hostname", "a"))
                .reveal();
        assertThat(text).isEqualTo("part of a");
    }

    @Test
    void shouldKnowEveryTemplate() throws Exception {
        try (Stream<Path> shipped = Files.list(Path.of("../../templates"))) {
            assertThat(shipped.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".ftl")))
                    .containsExactlyInAnyOrderElementsOf(Templates.NAMES);
        }
    }

    @Test
    void shouldStandInTheReadme() throws Exception {
        assertThat(Path.of("README.md")).content().contains("`" + UnusedTemplates.CODE + "`");
    }

    private void template(String name, String text) throws IOException {
        Path file = templates.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<Problem> told() throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), "a ansible_host=10.0.0.1\nb ansible_host=10.0.0.2\n");
        Path file = Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                """ + files);
        return UnusedTemplates.beside(file, new TopologyReader().read(file));
    }
}
