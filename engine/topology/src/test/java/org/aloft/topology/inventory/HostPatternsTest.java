package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.aloft.topology.problem.TopologyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code patterns/cases.txt} says what Ansible makes of each pattern; {@link AnsibleIT} asks it again. */
class HostPatternsTest {
    private static final String FOLDER = "src/test/resources/patterns/";

    static List<PatternCase> cases() throws IOException {
        return PatternCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMeanTheHostsThatAnsibleMeans(PatternCase row) throws Exception {
        if (row.hosts().isEmpty()) {
            assertThatThrownBy(() -> hostsOf(row.pattern())).isInstanceOf(TopologyException.class);
        } else {
            assertThat(hostsOf(row.pattern())).isEqualTo(row.hosts());
        }
    }

    @Test
    void shouldReadAPatternALineFromAFile() throws Exception {
        assertThat(hostsOf("@" + FOLDER + "some-hosts.txt")).containsExactly("web1", "web2", "db-a.example");
        assertThat(hostsOf("lb1,@" + FOLDER + "some-hosts.txt")).containsExactly("lb1", "web1", "web2", "db-a.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wbe              | no host and no group is called wbe                 | Did you mean `web`?",
                "web,!wbe2        | no host and no group is called wbe2                | Did you mean `web2`?",
                "web:&nowhere     | no host and no group is called nowhere             | The inventory has: all, ungrouped",
                "empty            | the group empty has no hosts                       | The inventory has",
                "web[7]           | web[7]: there are only 5 hosts                     | Count from 0, or from -1 backwards.",
                "web[-6]          | web[-6]: there are only 5 hosts                    | Count from 0, or from -1 backwards.",
                "~web(            | ~web( is no regular expression                     | Write ~web[0-9]+, or a name.",
                "lb,!lb           | means no host at all                               | See what is left when & and ! are applied.",
                "@nowhere.txt     | there is no such file: nowhere.txt                 | check the name",
            })
    void shouldSayWhatIsWrongWithAPattern(String pattern, String message, String fix) {
        assertThatThrownBy(() -> hostsOf(pattern))
                .hasMessageStartingWith("--limit " + pattern + ": ")
                .hasMessageContaining(message)
                .hasMessageContaining(fix);
    }

    private static List<String> hostsOf(String pattern) throws TopologyException {
        return List.copyOf(new HostPatterns(PatternCase.inventory().names()).hostsOf(pattern));
    }
}
