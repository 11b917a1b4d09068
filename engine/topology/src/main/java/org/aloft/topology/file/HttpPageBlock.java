package org.aloft.topology.file;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.aloft.topology.model.Check;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/** {@code {path: /, host: www.example.org, status: [200, 300-399], digest: …, regex: …}}: one page of a check. */
final class HttpPageBlock {
    static final Key<String> PATH =
            Key.named("path", NameRule.HTTP_PATH, "Write /.").help("The page that is asked for, with its query.");
    static final Key<String> HOST = Key.named("host", NameRule.HTTP_HOST, "Write www.example.org.")
            .help("The Host header; the real server's address unless said.");
    static final Key<String> STATUS = Key.manyNamed("status", NameRule.HTTP_STATUS, "Write 200, or [200, 300-399].")
            .withShape(new Shape.Many(new Shape.Either(
                    List.of(new Shape.Whole(100, 999), new Shape.Pattern(NameRule.HTTP_STATUS.regex())))))
            .help("The status codes that are right, and ranges of them; 200-299 unless said.");
    static final Key<String> DIGEST = Key.named("digest", NameRule.DIGEST, "Run `aloft digest URL`.")
            .help("The MD5 digest of the page, as aloft digest prints it.");
    static final Key<String> REGEX = Key.text("regex", HttpPageBlock::regex, "Correct it; aloftd takes Java's.")
            .help("A regular expression that the page must match somewhere.");

    private static final Keys KEYS = Keys.of(PATH.required("path: /"), HOST, STATUS, DIGEST, REGEX);

    static final Shape SHAPE = new Shape.Many(new Shape.Either(List.of(PATH.shape(), new Shape.Map(KEYS))));

    private HttpPageBlock() {}

    /** @param key where the list stands, dotted */
    static Optional<Check.Page> read(YamlValue item, String key, Block around) {
        if (item instanceof YamlValue.Scalar) {
            return around.scalar(item, key)
                    .flatMap(text -> around.parse(text, PATH))
                    .map(path -> new Check.Page(
                            path.value(), Optional.empty(), List.of(), Optional.empty(), Optional.empty()));
        }
        return Block.of(item, key, around.template(), around.problems())
                .map(written -> page(written.check(KEYS), written.read(HOST)));
    }

    /** The page that a block describes. */
    static Check.Page page(Block written, Optional<Located<String>> host) {
        return new Check.Page(
                written.read(PATH).map(Located::value).orElse("/"),
                host.map(Located::value),
                written.readAll(STATUS).stream().map(Located::value).toList(),
                written.read(DIGEST).map(text -> text.value().toLowerCase(Locale.ROOT)),
                written.read(REGEX).map(Located::value));
    }

    /** keepalived's are PCRE2, aloftd's Java's; what both take is nearly the same. */
    private static String regex(String text) {
        if (text.isEmpty() || text.chars().anyMatch(letter -> letter < ' ' || letter == 0x7f)) {
            throw new BadValue("bad-value", "a regular expression must be one line, and not empty");
        }
        try {
            return Pattern.compile(text).pattern();
        } catch (PatternSyntaxException wrong) {
            throw new BadValue("bad-value", "must be a regular expression: " + wrong.getDescription() + " in " + text);
        }
    }
}
