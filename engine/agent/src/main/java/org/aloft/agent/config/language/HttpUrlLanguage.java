package org.aloft.agent.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.aloft.agent.config.BodyPattern;
import org.aloft.agent.config.HttpUrlBlock;
import org.aloft.agent.config.HttpUrlBlock.StatusRange;
import org.aloft.agent.config.text.Spelling;

/** Keywords of {@code url}. */
final class HttpUrlLanguage {
    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_STATUS = 999;

    /** Options of PCRE2 that {@link Pattern} has. */
    private static final Map<String, Integer> REGEX_FLAGS = Map.of(
            "caseless", Pattern.CASE_INSENSITIVE,
            "dotall", Pattern.DOTALL,
            "extended", Pattern.COMMENTS,
            "multiline", Pattern.MULTILINE,
            "ucp", Pattern.UNICODE_CHARACTER_CLASS,
            "utf", Pattern.UNICODE_CASE);

    /** Options that only say how PCRE2 goes about it, or forbid what {@link Pattern} does not do anyhow. */
    private static final List<String> REGEX_FLAGS_WITHOUT_EFFECT = List.of(
            "auto_callout",
            "never_backslash_c",
            "never_ucp",
            "never_utf",
            "no_auto_possess",
            "no_dotstar_anchor",
            "no_start_optimize",
            "use_offset_limit");

    /** Options that change what an expression means in a way that {@link Pattern} cannot. */
    private static final List<String> REGEX_FLAGS_REFUSED = List.of(
            "allow_empty_class",
            "alt_bsux",
            "alt_circumflex",
            "alt_verbnames",
            "dollar_endonly",
            "dupnames",
            "firstline",
            "match_unset_backref",
            "no_auto_capture",
            "ungreedy");

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("url")
            .word("path", (arguments, draft) -> path(arguments).ifPresent(value -> draft.path = value))
            .word("digest", (arguments, draft) -> draft.digest = digest(arguments))
            .word("status_code", HttpUrlLanguage::statusCodes)
            .word("virtualhost", (arguments, draft) -> arguments
                    .word("a host name")
                    .ifPresent(value -> draft.virtualHost = Optional.of(value)))
            .word("regex", (arguments, draft) -> draft.regex = arguments.word("a regular expression"))
            .word("regex_no_match", (arguments, draft) -> draft.mustNotMatch = arguments.flag())
            .word("regex_options", HttpUrlLanguage::regexOptions)
            .word("regex_stack", HttpUrlLanguage::regexStack)
            .word("regex_min_offset", (arguments, draft) -> arguments
                    .integer(0, Integer.MAX_VALUE)
                    .ifPresent(value -> draft.leastOffset = value))
            .word("regex_max_offset", (arguments, draft) -> arguments
                    .integer(0, Integer.MAX_VALUE)
                    .ifPresent(value -> draft.mostOffset = OptionalInt.of(value)))
            .word("tls_compliant", (arguments, draft) -> draft.requiresCloseNotify = arguments.flag());

    private HttpUrlLanguage() {}

    private static final class Draft {
        String path = "/";
        Optional<String> digest = Optional.empty();
        final List<StatusRange> statusCodes = new ArrayList<>();
        Optional<String> virtualHost = Optional.empty();
        Optional<String> regex = Optional.empty();
        int regexFlags;
        boolean mustNotMatch;
        int leastOffset;
        OptionalInt mostOffset = OptionalInt.empty();
        boolean requiresCloseNotify;
    }

    /** @param around knows the host name of the servers around the check */
    static HttpUrlBlock read(Arguments arguments, CheckDefaults around) {
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        Optional<BodyPattern> body = body(arguments, draft);
        if (draft.statusCodes.isEmpty()) {
            draft.statusCodes.add(StatusRange.SUCCESS);
        }
        return new HttpUrlBlock(
                draft.path,
                draft.digest,
                draft.statusCodes,
                draft.virtualHost.or(around::virtualHost),
                body,
                draft.requiresCloseNotify);
    }

    private static Optional<BodyPattern> body(Arguments arguments, Draft draft) {
        Optional<BodyPattern> body = draft.regex.map(text ->
                new BodyPattern(text, draft.regexFlags, draft.mustNotMatch, draft.leastOffset, draft.mostOffset));
        try {
            body.ifPresent(BodyPattern::compile);
        } catch (PatternSyntaxException wrong) {
            arguments
                    .problems()
                    .error(
                            arguments.statement().position(),
                            "regex cannot be read: " + wrong.getDescription() + " near place " + wrong.getIndex() + ": "
                                    + wrong.getPattern());
            return Optional.empty();
        }
        return body;
    }

    /** A path goes into the request line, where a blank or a control character would end it. */
    private static Optional<String> path(Arguments arguments) {
        Optional<String> path = arguments.word("a path");
        boolean fine = path.isEmpty() || path.get().chars().allMatch(letter -> letter > ' ' && letter != 0x7f);
        if (!fine) {
            arguments.error("path must have no blanks; write %20 for a blank: path " + HttpUrlBlock.said(path.get()));
        }
        return path;
    }

    private static Optional<String> digest(Arguments arguments) {
        Optional<String> digest = arguments.word("an MD5 digest").map(text -> text.toLowerCase(Locale.ROOT));
        if (digest.isPresent() && !digest.get().matches("[0-9a-f]{32}")) {
            arguments.error(
                    "digest must be 32 hexadecimal digits, as `aloftd genhash` prints them: digest " + digest.get());
            return Optional.empty();
        }
        return digest;
    }

    private static void statusCodes(Arguments arguments, Draft draft) {
        for (String text : arguments.words("a status code, or a range such as 200-299")) {
            String[] ends = text.split("-", -1);
            boolean fine = text.matches("[0-9]{3}(-[0-9]{3})?");
            int first = fine ? Integer.parseInt(ends[0]) : 0;
            int last = fine ? Integer.parseInt(ends[ends.length - 1]) : 0;
            if (first < LOWEST_STATUS || last > HIGHEST_STATUS || last < first) {
                arguments.error("status_code must be " + LOWEST_STATUS + ".." + HIGHEST_STATUS
                        + ", or a range such as 200-299: status_code " + text);
            } else {
                draft.statusCodes.add(new StatusRange(first, last));
            }
        }
    }

    private static void regexOptions(Arguments arguments, Draft draft) {
        for (String option : arguments.words("an option such as caseless")) {
            if (REGEX_FLAGS.containsKey(option)) {
                draft.regexFlags |= REGEX_FLAGS.get(option);
            } else if (REGEX_FLAGS_REFUSED.contains(option)) {
                arguments.error(
                        "regex_options " + option
                                + " is not supported: aloftd's expressions are Java's; write the expression so that it needs no such option");
            } else if (!REGEX_FLAGS_WITHOUT_EFFECT.contains(option)) {
                arguments.error("regex_options does not know " + option
                        + Spelling.nearest(option, REGEX_FLAGS.keySet())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; see keepalived.conf(5)"));
            }
        }
    }

    private static void regexStack(Arguments arguments, Draft draft) {
        arguments.integer(1, Integer.MAX_VALUE);
        arguments.integer(1, Integer.MAX_VALUE);
        arguments.warning("regex_stack does nothing here: Java's expressions need no stack of their own");
    }
}
