package org.aloft.agent;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;

/** The bundle that this module's build made, installed once for all tests of a run. Safe for any thread. */
final class Bundle {
    /** Made when first needed; gone when the tests end. */
    private static final class Installed {
        static final Path HOME = install();
    }

    private Bundle() {}

    /** Where {@code bin/aloftd} is, with its archive of classes, as on a host. */
    static Path installed() {
        return Installed.HOME;
    }

    private static Path install() {
        try {
            Path home = Files.createTempDirectory("aloftd-it").toRealPath();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(home), "remove " + home));
            Commands.run("tar", "-xzf", archive().toString(), "-C", home.toString());
            Commands.run(home.resolve("bin/aloftd").toString(), "--make-archive");
            return home;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
