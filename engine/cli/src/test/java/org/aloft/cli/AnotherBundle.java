package org.aloft.cli;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.aloft.plan.resource.AgentBundle;

/** An installation whose agent has another id and the same programs. */
final class AnotherBundle {
    private AnotherBundle() {}

    /** Makes it there. gzip(1) takes several members for one file: an empty one behind changes nothing but the sum. */
    static Installation in(Path home) throws Exception {
        AgentBundle own = Installation.ofProcess().bundle();
        Path folder = Files.createDirectories(home.resolve("engine/agent/target/bundle"));
        Path file = Files.copy(own.file(), folder.resolve("another.tar.gz"));
        ByteArrayOutputStream empty = new ByteArrayOutputStream();
        new GZIPOutputStream(empty).close();
        Files.write(file, empty.toByteArray(), StandardOpenOption.APPEND);
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        Files.writeString(
                folder.resolve("bundle.properties"), """
                id=%s
                file=another.tar.gz
                sha256=%s
                architecture=%s
                """.formatted(sum.substring(0, 12), sum, own.architecture()));
        return new Installation(home);
    }
}
