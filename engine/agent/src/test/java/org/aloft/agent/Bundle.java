package org.aloft.agent;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The bundle that this module's build made. */
final class Bundle {
    private Bundle() {}

    /** Installs it: afterwards {@code bin/aloftd} is there. */
    static void unpackInto(Path home) throws IOException {
        Commands.run("tar", "-xzf", archive().toString(), "-C", home.toString());
    }

    /** The archive that hosts unpack. */
    static Path archive() throws IOException {
        Path bundle = Path.of(System.getProperty("aloft.bundle"));
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(bundle.resolve("bundle.properties"))) {
            properties.load(reader);
        }
        return bundle.resolve(properties.getProperty("file"));
    }
}
