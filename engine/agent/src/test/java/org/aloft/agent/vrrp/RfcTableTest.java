package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * RFC.md keeps its word: each test that it names is there, and each row names one that holds and one that shows that it
 * can fail.
 */
class RfcTableTest {
    private static final Path TABLE = Path.of("RFC.md");
    private static final String PACKAGE = "org.aloft.agent.";

    /**
     * {@code vrrp.wire.AdvertCodecTest#shouldReadWhatItWrites}, in backquotes; with dashes it is a case in a file
     * beside the test.
     */
    private static final Pattern TEST = Pattern.compile("`((?:[a-z]+\\.)*[A-Z]\\w*)#([\\w-]+)`");

    private static final Path RESOURCES = Path.of("src/test/resources/org/aloft/agent");

    /** The cells of one row: section, requirement, how, tests that hold, tests that can fail. */
    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| §") && !line.startsWith("|--"))
                .map(line -> Stream.of(line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void shouldHaveFiveCellsInEveryRowAndSayOfEachWhatHoldsIt() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(30);
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row).hasSize(5).noneMatch(String::isEmpty);
            boolean notDone = row.get(2).startsWith("not done");
            if (!notDone) {
                assertThat(TEST.matcher(row.get(3)).find())
                        .as("a test that it holds")
                        .isTrue();
                assertThat(TEST.matcher(row.get(4)).find())
                        .as("a test that it can fail")
                        .isTrue();
            }
        });
    }

    @Test
    void shouldNameOnlyTestsThatAreThere() throws IOException {
        for (List<String> row : rows()) {
            for (String cell : row.subList(3, 5)) {
                for (Matcher test = TEST.matcher(cell); test.find(); ) {
                    assertThat(isTest(test.group(1), test.group(2)))
                            .as(test.group())
                            .isTrue();
                }
            }
        }
    }

    /** The sections of RFC 9568 that say MUST or MUST NOT of a router, each with how many things. */
    @ParameterizedTest(name = "§{0}: {1}")
    @CsvSource({
        "5.1.1.1, 1",
        "5.1.1.2, 1",
        "5.1.1.3, 2",
        "5.1.1.4, 1",
        "5.1.2.1, 1",
        "5.1.2.2, 1",
        "5.1.2.3, 1",
        "5.1.2.4, 1",
        "5.2.1, 1",
        "5.2.2, 1",
        "5.2.3, 1",
        "5.2.4, 1",
        "5.2.5, 1",
        "5.2.6, 2",
        "5.2.7, 1",
        "5.2.8, 2",
        "5.2.9, 3",
        "6.1, 7",
        "6.4.1, 2",
        "6.4.2, 7",
        "6.4.3, 8",
        "7.1, 8",
        "7.2, 2",
        "7.3, 1",
        "8.1.1, 1",
        "8.1.2, 5",
        "8.1.3, 1",
        "8.2.1, 1",
        "8.2.2, 6",
        "8.2.3, 1",
        "8.3.1, 1",
        "8.4, 1",
    })
    void shouldHaveItsRowsOfEverySection(String section, int least) throws IOException {
        Pattern named = Pattern.compile("9568[^;]*§" + Pattern.quote(section) + "(?![.0-9])");
        assertThat(rows().stream()
                        .filter(row -> named.matcher(row.get(0)).find())
                        .count())
                .isGreaterThanOrEqualTo(least);
    }

    @Test
    void shouldGiveAReasonForWhatIsNotDone() throws IOException {
        assertThat(rows())
                .filteredOn(row -> row.get(2).startsWith("not done"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get(2)).hasSizeGreaterThan("not done: ".length() + 30));
    }

    private static boolean isTest(String type, String name) {
        if (name.contains("-")) {
            Path folder = RESOURCES.resolve(type.replace('.', '/')).resolveSibling("cases");
            return Files.exists(folder.resolve(name + ".json"));
        }
        try {
            // Not initialized: a test of another kind may want a machine of its own.
            Class<?> found = Class.forName(PACKAGE + type, false, RfcTableTest.class.getClassLoader());
            return Stream.of(found.getDeclaredMethods())
                    .filter(method -> method.getName().equals(name))
                    .anyMatch(RfcTableTest::isTest);
        } catch (ClassNotFoundException gone) {
            return false;
        }
    }

    private static boolean isTest(Method method) {
        return Stream.of(Test.class, TestFactory.class, TestTemplate.class, ParameterizedTest.class)
                .anyMatch(kind -> AnnotationSupport.isAnnotated(method, kind));
    }
}
