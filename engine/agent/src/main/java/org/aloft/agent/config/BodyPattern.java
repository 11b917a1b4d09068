package org.aloft.agent.config;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * {@code regex} and the words that go with it: what to look for in the body of an answer.
 *
 * @param regex a regular expression of {@link Pattern}; the README says where PCRE2's differ
 * @param flags of {@link Pattern}, from {@code regex_options}
 * @param mustNotMatch {@code regex_no_match}: whether a match is the failure
 * @param leastOffset {@code regex_min_offset}: how many bytes of the body are passed over, 0 or more
 * @param mostOffset {@code regex_max_offset}: where a match may begin at the latest, in bytes from the beginning of the
 *     body
 */
public record BodyPattern(String regex, int flags, boolean mustNotMatch, int leastOffset, OptionalInt mostOffset) {
    /** Makes the expression ready; the text was tried when the file was read. */
    public Pattern compile() {
        return Pattern.compile(regex, flags);
    }
}
