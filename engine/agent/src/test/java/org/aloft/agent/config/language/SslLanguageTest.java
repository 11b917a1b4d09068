package org.aloft.agent.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.KeyPassword;
import org.aloft.agent.config.SslBlock;
import org.aloft.agent.config.difference.ConfigurationDifference;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SslLanguageTest {
    private static Configuration parse(String text) throws ConfigurationException {
        return ConfigurationReader.parse(
                "a.conf", text.getBytes(StandardCharsets.UTF_8), new Surroundings("lvs1.example", "lvs1"));
    }

    private static List<String> refusals(String text) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> parse(text));
        return refused.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void shouldShowNoCertificateWhenTheFileDoesNotSay() throws Exception {
        assertThat(parse("").ssl()).isEqualTo(SslBlock.NONE);
        assertThat(parse("SSL {\n}").ssl()).isEqualTo(SslBlock.NONE);
    }

    @Test
    void shouldReadEveryWord() throws Exception {
        Configuration read = parse("SSL {\nkey /k.pem\ncertificate /c.pem\npassword \"open sesame\"\n}");
        assertThat(read.ssl())
                .isEqualTo(new SslBlock(
                        Optional.of(Path.of("/k.pem")),
                        Optional.of(Path.of("/c.pem")),
                        Optional.of(new KeyPassword("open sesame"))));
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void shouldSayThatCertificatesOfRealServersAreNotChecked() throws Exception {
        Configuration read = parse("SSL {\n  ca /ca.pem\n}");
        assertThat(read.ssl()).isEqualTo(SslBlock.NONE);
        assertThat(read.warnings())
                .singleElement()
                .asString()
                .startsWith("a.conf:2:3: warning: ca does nothing here: SSL_GET does not check the certificates");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate /c | a.conf:1:1: certificate needs key, without which keepalived does not show it either;",
                "password sesame | a.conf:1:1: password is of no use without key; write key FILE, or remove it",
                "key | a.conf:2:1: key needs the path of a PEM file",
                "key /k /l | a.conf:2:8: key has a value too many: /l; remove it",
                "key /k } SSL { key /k | a.conf:4:1: SSL stands twice, first at line 1; keep one",
                "passwort sesame | a.conf:2:1: unknown keyword in SSL: passwort; did you mean password?",
            })
    void shouldRefuseWhatCannotBeMeant(String lines, String message) {
        String text = "SSL {\n" + lines.replace(" } ", "\n}\n").replace("{ ", "{\n") + "\n}";
        assertThat(refusals(text)).singleElement().asString().startsWith(message);
    }

    @Test
    void shouldRefuseAnEmptyPassword() {
        assertThat(refusals("SSL {\nkey /k\npassword \"\"\n}"))
                .containsExactly(
                        "a.conf:3:10: password must not be empty; write it, or remove the line if key is not encrypted");
    }

    @Test
    void shouldKeepThePasswordOutOfEveryText() throws Exception {
        Configuration before = parse("SSL {\nkey /k\npassword sesame1\n}");
        Configuration after = parse("SSL {\nkey /l\npassword sesame2\n}");
        assertThat(before.toString()).contains("password=Optional[***]").doesNotContain("sesame");
        assertThat(ConfigurationDifference.between(before, after))
                .containsExactly("SSL: key: /k -> /l", "SSL: password changes");
        assertThat(ConfigurationDifference.between(parse(""), after))
                .containsExactly("SSL: key: none -> /l", "SSL: password: none -> ***");
        assertThat(refusals("SSL {\nkey /k\npassword sesame too\n}"))
                .containsExactly("a.conf:3:17: password has a value too many: ***; remove it");
    }
}
