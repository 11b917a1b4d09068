package org.aloft.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The programs beside this class that make hosts. */
enum Script {
    MAKE_ROOT("make-root.sh"),
    HOSTS("hosts.sh"),
    NAMESPACE("namespace.sh"),
    GUEST("guest.sh"),
    GUEST_INIT("guest-init.sh"),
    SMALL_INIT("small-init.sh"),
    OTHER_INIT("other-init.sh"),
    BEAT("beat.py"),
    WHOLE_STATE("whole-state.c");

    private final String fileName;

    Script(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }

    String text() {
        try (InputStream stream = Script.class.getResourceAsStream(fileName)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
