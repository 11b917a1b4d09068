package org.aloft.agent.config.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.language.ConfigurationReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keepalived.conf(5), "Advanced configuration", example by example, and what keepalived 2.2.7 was seen to do. */
class ExpansionTest {
    private static final Surroundings MAIN = new Surroundings("lvs1.example", "main");

    private final Problems problems = new Problems();

    @TempDir
    Path folder;

    private List<Token> tokens(String text) {
        SourceFiles files = new SourceFiles();
        SourceFile file = files.known(folder.resolve("a.conf"), text.getBytes(StandardCharsets.UTF_8));
        List<Token> tokens = new ArrayList<>();
        Expansion.read(file, MAIN, new Random(1), files, problems, tokens::addAll);
        return tokens;
    }

    /** The lines that come out: words parted by one blank, braces as they are. */
    private List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Token token : tokens(text)) {
            switch (token.kind()) {
                case WORD -> words.add(token.text());
                case OPEN -> words.add("{");
                case CLOSE -> words.add("}");
                case LINE_END -> {
                    lines.add(String.join(" ", words));
                    words.clear();
                }
            }
        }
        return lines;
    }

    private List<String> problems() {
        return problems.inOrder().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }

    @Test
    void shouldKeepWhatTheConfigurationIdAsksFor() {
        assertThat(lines("""
                @main   router_id main_router
                @backup router_id backup_router
                @^main    1.2.3.4
                @^backup  1.2.3.5
                @main @^backup 1.2.3.6
                """)).containsExactly("router_id main_router", "1.2.3.5", "1.2.3.6");
    }

    @Test
    void shouldReplaceDefinitionsAtTheTimeOfTheirUse() {
        assertThat(lines("""
                $ADDRESS_BASE=10.2.${ADDRESS_BASE_SUB}
                $ADDRESS_BASE_SUB=0
                ${ADDRESS_BASE}.100/32
                $ADDRESS_BASE_SUB=10
                ${ADDRESS_BASE}.100/32
                """)).containsExactly("10.2.0.100/32", "10.2.10.100/32");
    }

    @Test
    void shouldReplaceConditionsToo() {
        assertThat(lines("""
                @main $PRIORITY=240
                @backup $PRIORITY=200
                priority $PRIORITY
                $IF_MAIN=@main
                $IF_BACKUP=@backup
                $IF_MAIN priority 240
                $IF_BACKUP priority 241
                """)).containsExactly("priority 240", "priority 240");
    }

    @Test
    void shouldLeaveWhatIsNotDefinedOrNotFollowedByABlankAlone() {
        assertThat(lines("""
                $A=val   # a comment, not a part of the value
                $EMPTY=
                script "echo ${UNDEFINED} $UNDEFINED"
                auth_pass $ecret
                $A/24
                "$A"
                x${A}y
                z${EMPTY}z
                $A!comment
                """))
                .containsExactly(
                        "script echo ${UNDEFINED} $UNDEFINED", "auth_pass $ecret", "$A/24", "$A", "xvaly", "zz", "val");
        assertThat(problems()).isEmpty();
    }

    @Test
    void shouldExpandDefinitionsOfSeveralLinesWithTheirConditions() {
        assertThat(lines("""
                $INSTANCE= \\
                vrrp_instance VI_${NUM} { \\
                    @main priority 130 \\
                    @low priority 120 \\

                    interface eth0.${NUM} \\
                }

                $NUM=0
                $INSTANCE
                $NUM=1
                $INSTANCE
                """))
                .containsExactly(
                        "vrrp_instance VI_0 {",
                        "priority 130",
                        "interface eth0.0",
                        "}",
                        "vrrp_instance VI_1 {",
                        "priority 130",
                        "interface eth0.1",
                        "}");
    }

    @Test
    void shouldKeepWhatStandsBeforeAndAfterADefinitionOfSeveralLines() {
        assertThat(lines("""
                $BODY= \\
                weight 1 \\
                inhibit_on_failure
                real_server 192.168.7.1 80 { $BODY }
                """)).containsExactly("real_server 192.168.7.1 80 { weight 1", "inhibit_on_failure }");
    }

    @Test
    void shouldNestDefinitionsOfSeveralLines() {
        assertThat(lines("""
                $RS= \\
                real_server 192.168.${VS}.${RS_NUM} 80 { \\
                    weight 1 \\
                }
                $VS_BLOCK= \\
                virtual_server 10.0.${VS}.4 80 { \\
                    $RS_NUM=1 \\
                    $RS \\
                    $RS_NUM=2 \\
                    $RS \\
                }
                $VS=7
                $VS_BLOCK
                """))
                .containsExactly(
                        "virtual_server 10.0.7.4 80 {",
                        "real_server 192.168.7.1 80 {",
                        "weight 1",
                        "}",
                        "real_server 192.168.7.2 80 {",
                        "weight 1",
                        "}",
                        "}");
    }

    @Test
    void shouldKnowTheBuiltInDefinitions() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/b.conf"), "there ${_PWD}\n");
        List<String> lines = lines("""
                here ${_PWD}/x $_INSTANCE a${_HASH}b${_BANG}c
                include sub/b.conf
                back ${_PWD}
                random ${_RANDOM 3 5}
                random_seed 42
                random ${_RANDOM} ${_RANDOM 7}
                """);
        assertThat(lines.get(0)).isEqualTo("here " + folder + "/x main a#b!c");
        assertThat(lines.get(1)).isEqualTo("there " + folder + "/sub");
        assertThat(lines.get(2)).isEqualTo("back " + folder);
        assertThat(Integer.parseInt(lines.get(3).split(" ", 2)[1])).isBetween(3, 5);
        Random seeded = new Random(42);
        assertThat(lines.get(5)).isEqualTo("random " + seeded.nextLong(0, 32_768) + " " + seeded.nextLong(7, 32_768));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "~SEQ(S, 0, 3) 10.0.${S}.1            | 10.0.0.1 10.0.1.1 10.0.2.1 10.0.3.1",
                "~SEQ(S, 3) a${S}                     | a1 a2 a3",
                "~SEQ(S, -3) a${S}                    | a-1 a-2 a-3",
                "~SEQ(S, 4, 2) a${S}                  | a4 a3 a2",
                "~SEQ(S, 8, 2, 13) a${S}              | a8 a10 a12",
                "~SEQx(S, 144, 16, 192) ::${S}:1      | ::90:1 ::a0:1 ::b0:1 ::c0:1",
                "~SEQx(S, 0x90, 0x10, 0xc0) ::${S}:1  | ::90:1 ::a0:1 ::b0:1 ::c0:1",
                "~SEQ(A,1,2) ~SEQx(B,12,-1,0xa) ${A}${B}           | 1c 1b 1a 2c 2b 2a",
                "~SEQ(A,1,2) @main ${A}               | 1 2",
                "@main ~SEQ(A,1,2) ${A}               | 1 2",
                "~LST(IP, 1, 2) ~LST(IP1, 5,6,7) ${IP}.${IP1}      | 1.5 1.6 1.7 2.5 2.6 2.7",
                "~LST({IP, IP1}, {10,1},{20,4}) ~SEQ(IP2,168,2,170) ${IP2}.${IP}.${IP1} | 168.10.1 "
                        + "170.10.1 168.20.4 170.20.4",
            })
    void shouldRepeatALine(String line, String expected) {
        assertThat(String.join(" ", lines(line))).isEqualTo(expected);
        assertThat(problems()).isEmpty();
    }

    @Test
    void shouldCountWithDefinitionsAndGiveVariablesBackAfterwards() {
        assertThat(lines("$N=before\n$LAST=2\n~SEQ(N, 1, ${LAST}) a$N\nb$N\nb${N}\n"))
                .containsExactly("a1", "a2", "bbefore", "bbefore");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "~SEQ(N, 1, 0, 5) x     | ~SEQ never gets from 1 to 5 by steps of 0; mend the step",
                "~SEQ(N, 1, -1, 5) x    | ~SEQ never gets from 1 to 5 by steps of -1; mend the step",
                "~SEQ(N, one, 5) x      | ~SEQ counts with whole numbers, such as 10 or 0x1f: one",
                "~SEQ(N) x              | ~SEQ needs (variable, start, step, end); start and step may be left out",
                "~SEQ(N, 1, 5 x         | this ~SEQ or ~LST is never closed on its line; add the closing )",
                "~SEQ(1, 5) x           | the name of a variable is letters, digits and _: 1",
                "~LST({A,B}, 1) x       | ~LST has 2 variables, but here are 1 values: 1",
                "~LST(A) x              | ~LST needs (variable, value, value …)",
                "x ${NMU}               | ${NMU} is not defined here; add a line $NMU=VALUE before "
                        + "it, or quote the word if it is meant for a script",
                "$A=$A x                | ",
                "$_PWD=x                | names that begin with _ belong to the built-in "
                        + "definitions; call $_PWD something else",
                "x %open                | this quote is never closed on its line; add the closing %",
                "%\\777%                | an escape must be one byte: \\0..\\377 or \\x0..\\xff; "
                        + "write the character itself",
                "%\\x%                  | an escape must be one byte: \\0..\\377 or \\x0..\\xff; "
                        + "write the character itself",
            })
    void shouldRefuseWithAWayOut(String line, String message) {
        lines(line.replace('%', '"'));
        assertThat(problems.inOrder().stream()
                        .map(problem -> problem.message().replace('"', '%'))
                        .collect(Collectors.joining()))
                .isEqualTo(message == null ? "" : message);
    }

    @Test
    void shouldSuggestTheDefinitionThatWasMeant() {
        lines("$NUMBER=3\nx ${NUMBRE}\n");
        assertThat(problems()).containsExactly("a.conf:2:3: ${NUMBRE} is not defined here; did you mean ${NUMBER}?");
    }

    @Test
    void shouldEndWhereDefinitionsUseThemselves() {
        lines("$A=$A x\ny $A\n$B= \\\nx \\\n$B \\\nz\n$B\n$C=${D}${D}${D}\n$D=${C}${C}\nw ${C}\n");
        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("a.conf:2:1: $A makes this line endless"))
                .anySatisfy(problem -> assertThat(problem).contains("definitions use each other more than 32 deep"));
    }

    @Test
    void shouldEndALoopThatIsTooLong() {
        lines("~SEQ(A,1,999999999) ~SEQ(B,1,999999999) @nobody x\n");
        assertThat(problems()).singleElement().asString().contains("there are more than 200000 lines");
    }

    @Test
    void shouldSayWhereAWordStandsInItsFileAndWhereTheDefinitionIsUsed() {
        List<Token> tokens = tokens("""
                $NUM=12
                $TWO= \\
                  first VI_${NUM} \\
                  $NUM last
                  @main $TWO
                """);
        List<String> places = tokens.stream()
                .filter(token -> token.kind() == Token.Kind.WORD)
                .map(token -> token.text() + " " + token.position().toString().replace(folder + "/", ""))
                .toList();
        assertThat(places)
                .containsExactly(
                        "first a.conf:3:3 (used at a.conf:5:9)",
                        "VI_12 a.conf:3:9 (used at a.conf:5:9)",
                        "12 a.conf:4:3 (used at a.conf:5:9)",
                        "last a.conf:4:8 (used at a.conf:5:9)");
    }

    @Test
    void shouldReadEscapesInsideQuotes() {
        assertThat(lines("\"a\\x41\\102\\tz\\cA\\\"q\\\\\" ab\"c d\"'e # f' a\\tb"))
                .containsExactly("aAB\tz\001\"q\\ abc de # f a\\tb");
    }

    @Test
    void shouldIncludeFilesByNameAndByPatternFromTheIncludingFilesFolder() throws IOException {
        Files.createDirectories(folder.resolve("conf.d/deep"));
        Files.writeString(folder.resolve("conf.d/2.conf"), "two\n");
        Files.writeString(folder.resolve("conf.d/1.conf"), "one\ninclude deep/x.inc\n");
        Files.writeString(folder.resolve("conf.d/.hidden.conf"), "hidden\n");
        Files.writeString(folder.resolve("conf.d/other.txt"), "other\n");
        Files.writeString(folder.resolve("conf.d/deep/x.inc"), "deep\n");
        assertThat(lines("$D=conf.d\nfirst\ninclude ${D}/*.conf\n@main include "
                        + "\"conf.d/{other,deep/{no,x}}.{txt,inc}\"\n"))
                .containsExactly("first", "one", "deep", "two", "other", "deep");
        assertThat(problems()).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatIncludesItself() throws IOException {
        Files.writeString(folder.resolve("a.conf"), "include b.conf\n");
        Files.writeString(folder.resolve("b.conf"), "x\ninclude ./a.conf\n");
        assertThat(lines("include b.conf\n")).containsExactly("x");
        assertThat(problems()).containsExactly("b.conf:2:9: ./a.conf includes itself by this line; remove it");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "include none.conf          | warning: there is no file none.conf to include; write "
                        + "includea if that is a mistake",
                "include none*.conf         | ",
                "includer none.conf         | ",
                "includem none.conf         | no file matches none.conf; add it, or remove the line",
                "includem none*.conf        | ",
                "includew none*.conf        | no file matches none*.conf; add it, or remove the line",
                "includeb {yes,no}.conf     | no file matches no.conf; add it, or remove the line",
                "includem {yes,no}.conf     | no file matches no.conf; add it, or remove the line",
                "include {yes,no}.conf      | ",
                "include folder             | warning: cannot include folder: it is no regular file",
                "includea folder            | cannot include folder: it is no regular file",
            })
    void shouldCheckWhatIsIncludedAsFarAsItIsAsked(String line, String message) throws IOException {
        Files.createDirectory(folder.resolve("folder"));
        Files.writeString(folder.resolve("yes.conf"), "yes\n");
        lines(line);
        assertThat(problems().stream()
                        .map(text -> text.replaceFirst("^a.conf:1:[0-9]+: ", ""))
                        .collect(Collectors.joining()))
                .isEqualTo(message == null ? "" : message);
    }

    @Test
    void shouldHoldAnIncludeCheckForOneFileAndThoseItIncludes() throws IOException {
        Files.writeString(folder.resolve("b.conf"), "include_check -match -wildcard_match\ninclude none\n");
        lines("include_check\ninclude b.conf\ninclude none*\ninclude_check readable\ninclude none*\n");
        assertThat(problems()).containsExactly("a.conf:3:9: no file matches none*; add it, or remove the line");
    }

    @Test
    void shouldRecordEveryFileAndHashAllOfThem() throws Exception {
        Path first = Files.writeString(folder.resolve("a.conf"), "include b.conf\n");
        Path second = Files.writeString(folder.resolve("b.conf"), "global_defs {\nrouter_id x\n}\n");
        Configuration before = ConfigurationReader.read(first, MAIN);
        assertThat(before.source().files()).containsExactly(first.toString(), second.toString());
        assertThat(before.global().routerId()).isEqualTo("x");
        Files.writeString(second, "# nothing\n");
        Configuration after = ConfigurationReader.read(first, MAIN);
        assertThat(after.source().sha256().hex())
                .isNotEqualTo(before.source().sha256().hex());
        Files.writeString(first, "");
        assertThat(ConfigurationReader.read(first, MAIN).source().sha256().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
