package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.aloft.agent.check.BodySearch.Result;
import org.aloft.agent.config.BodyPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodySearchTest {
    private static Result search(String regex, int flags, int least, OptionalInt most, String body) {
        BodyPattern pattern = new BodyPattern(regex, flags, false, least, most);
        return new BodySearch(pattern, () -> 0).in(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        // regex, from, to, found
        "abc,      0,  , FOUND",
        "abd,      0,  , NOT_FOUND",
        "abc,      3,  , FOUND",
        "abc,      4,  , NOT_FOUND",
        "abc,      99, , NOT_FOUND",
        "abc,      0, 3, FOUND",
        "bc,       0, 3, NOT_FOUND", // begins at 4
        "^abc,     3,  , NOT_FOUND", // the beginning is the body's
        "(?<=z)abc,3,  , FOUND", // what stands before the offset is seen
        "abc$,     0,  , FOUND",
    })
    void shouldSearchBetweenItsOffsets(String regex, int least, Integer most, Result found) {
        OptionalInt latest = most == null ? OptionalInt.empty() : OptionalInt.of(most);
        assertThat(search(regex, 0, least, latest, "xyzabc")).isEqualTo(found);
    }

    @Test
    void shouldTakeBytesForLettersUnlessToldThatTheyAreUtf8() {
        assertThat(search("^.$", 0, 0, OptionalInt.empty(), "ä")).isEqualTo(Result.NOT_FOUND);
        assertThat(search("^.$", Pattern.UNICODE_CASE, 0, OptionalInt.empty(), "ä"))
                .isEqualTo(Result.FOUND);
    }

    @Test
    void shouldGiveUpWhenItsTimeIsUp() {
        AtomicLong clock = new AtomicLong();
        BodyPattern endless = new BodyPattern("(.*a){12}b", 0, false, 0, OptionalInt.empty());
        BodySearch search = new BodySearch(endless, () -> clock.getAndAdd(BodySearch.LONGEST.toNanos()));
        assertThat(search.in("a".repeat(64).getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Result.TOO_HARD);
    }

    @Test
    void shouldGiveUpWhenTheStackIsTooSmall() {
        assertThat(search("(a|b)*c", 0, 0, OptionalInt.empty(), "ab".repeat(500_000)))
                .isEqualTo(Result.TOO_HARD);
    }
}
