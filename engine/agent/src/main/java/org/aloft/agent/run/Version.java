package org.aloft.agent.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which aloftd this is. Stateless. */
public final class Version {
    private Version() {}

    /** Such as {@code aloftd 0.1.0}. */
    public static String nameAndVersion() {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
            properties.load(stream);
        } catch (IOException failure) {
            throw new UncheckedIOException("version.properties is missing from aloftd's jar; build it again", failure);
        }
        return "aloftd " + properties.getProperty("version");
    }
}
