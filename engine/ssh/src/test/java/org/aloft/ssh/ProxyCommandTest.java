package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProxyCommandTest {
    @Test
    void shouldReplaceTokensByQuotedWords() {
        String command =
                ProxyCommand.expand("nc -x %%p %h %p --as %r --for %n 100%", "a b", "a'b; rm -rf /", 2222, "$(id)");

        assertThat(command).isEqualTo("nc -x %p 'a'\\''b; rm -rf /' 2222 --as '$(id)' --for 'a b' 100%");
    }
}
