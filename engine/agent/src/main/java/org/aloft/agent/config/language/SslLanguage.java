package org.aloft.agent.config.language;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.aloft.agent.config.KeyPassword;
import org.aloft.agent.config.SslBlock;

/** Keywords of {@code SSL}. */
final class SslLanguage {
    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("SSL")
            .word("key", (arguments, draft) -> draft.key = path(arguments))
            .word("certificate", (arguments, draft) -> draft.certificate = path(arguments))
            .word("password", (arguments, draft) -> draft.password = password(arguments))
            .warned(
                    "ca",
                    "SSL_GET does not check the certificates of real servers, as in keepalived, which reads this file and"
                            + " makes no use of it; whether a page is right, status_code, digest and regex tell");

    private SslLanguage() {}

    /** Confined to the reading thread. */
    private static final class Draft {
        Optional<Path> key = Optional.empty();
        Optional<Path> certificate = Optional.empty();
        Optional<KeyPassword> password = Optional.empty();
    }

    private static Optional<Path> path(Arguments arguments) {
        return arguments.word("the path of a PEM file").flatMap(text -> {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException wrong) {
                arguments.error(arguments.statement().name() + " is not a path: " + wrong.getReason());
                return Optional.empty();
            }
        });
    }

    private static Optional<KeyPassword> password(Arguments arguments) {
        Optional<String> text = arguments.word("the password of key");
        if (text.filter(String::isEmpty).isPresent()) {
            arguments.error("password must not be empty; write it, or remove the line if key is not encrypted");
        }
        return text.map(KeyPassword::new);
    }

    static void read(Arguments arguments, ConfigurationDraft whole) {
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        if (draft.key.isEmpty() && draft.certificate.isPresent()) {
            arguments.error(
                    "certificate needs key, without which keepalived does not show it either; write key FILE, which may"
                            + " be the same file");
        } else if (draft.key.isEmpty() && draft.password.isPresent()) {
            arguments.error("password is of no use without key; write key FILE, or remove it");
        }
        whole.add(new SslBlock(draft.key, draft.certificate, draft.password), arguments);
    }
}
