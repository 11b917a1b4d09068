package org.aloft.topology.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.problem.Located;

/** {@code authentication: {type: PASS, password: abc123}} of an instance. */
final class AuthenticationBlock {
    /** RFC 2338 §5.3.6: the field has 8 bytes. */
    private static final int PASSWORD_MOST = 8;

    private static final Key<String> TYPE = Key.choice("type", List.of("PASS"))
            .required("type: PASS")
            .alsoCalled(Map.of("ah", "Write PASS: AH was removed from VRRP (RFC 3768)."))
            .help("How members know each other.");
    private static final Key<String> PASSWORD = Key.text("password", text -> text, "")
            .required("password: abc123")
            .help("1..8 characters; VRRP sends it in the clear.");
    private static final Keys AUTHENTICATION_KEYS = Keys.of(TYPE, PASSWORD);

    static final Key<Void> AUTHENTICATION = Key.structure(
                    "authentication",
                    new Shape.Map(AUTHENTICATION_KEYS),
                    "authentication: {type: PASS, password: abc123}")
            .help("VRRP version 2 only.");

    private AuthenticationBlock() {}

    /** The password, if the instance has one. */
    static Optional<Located<String>> password(Block block, int version) {
        Optional<Block> authentication = block.block(AUTHENTICATION);
        authentication.ifPresent(written -> {
            written.check(AUTHENTICATION_KEYS);
            written.read(TYPE);
            if (version == 3) {
                block.problems()
                        .add(
                                written.at(),
                                written.path(),
                                "conflict",
                                "VRRP version 3 has no authentication (RFC 9568 §9): version=3 and authentication are both set",
                                "Remove `authentication`, or use `version: 2`.");
            }
        });
        return authentication.flatMap(written -> written.read(PASSWORD)).filter(text -> soundPassword(text, block));
    }

    /**
     * VRRPv2's field has 8 bytes. In keepalived.conf(5) blanks, quotes, braces, {@code # ! $ ~ @ `} and backslash mean
     * something, and not the same in every version; so they are refused, not escaped.
     */
    private static boolean soundPassword(Located<String> text, Block block) {
        boolean sound = text.value().matches("[A-Za-z0-9_.:/%+=,;^*?&<>()\\[\\]|-]+");
        int bytes = text.value().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PASSWORD_MOST) {
            block.problems()
                    .add(
                            text.at(),
                            text.key(),
                            "long-password",
                            "a password must be 1..8 characters, the size of VRRP's field, but has " + bytes,
                            "Write its first 8: keepalived sends those and drops the others, so they are what members"
                                    + " that run know each other by.");
        }
        if (!sound) {
            block.problems()
                    .add(
                            text.at(),
                            text.key(),
                            "bad-password",
                            "a password must be 1..8 letters, digits and . : / % + = , ; ^ * ? & < > ( ) [ ] | _ -",
                            "Choose another one; VRRP sends it in the clear, it only tells neighbours apart.");
        }
        return sound && bytes <= PASSWORD_MOST;
    }
}
