package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.aloft.topology.model.MaskedText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`    auth_pass hunter2` | `    auth_pass `",
                "db_password=hunter2 | db_password=",
                "api_key: hunter2 | `api_key: `",
                "\"Token\": \"hunter2\" | `\"Token\": \"`",
                "a secret of one = secret: hunter2 | `a secret `",
                "Authorization:\thunter2 | `Authorization:\t`"
            })
    void shouldHideTheRestOfALineThatAnnouncesASecret(String line, String shown) {
        String text = "before\n" + line.stripTrailing() + "\nafter\n";
        assertThat(SecretText.masked(text)).isEqualTo("before\n" + shown + MaskedText.MASK + "\nafter\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password_file /etc/x\n",
                "# passwords are elsewhere\n",
                "auth_pass\nnext\n",
                "compass: 3\n",
                "X-Api-Keyed: 3\n"
            })
    void shouldLeaveOtherLines(String text) {
        assertThat(SecretText.masked(text)).isEqualTo(text);
    }
}
