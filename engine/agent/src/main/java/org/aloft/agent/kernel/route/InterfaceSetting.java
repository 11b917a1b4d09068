package org.aloft.agent.kernel.route;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.aloft.agent.log.Log;

/**
 * A sysctl of one interface, {@code net.ipv4.conf.NAME.KEY} or {@code net.ipv6.conf.NAME.KEY} ({@code man 5
 * sysctl.conf}), in the network namespace of the calling thread. Stateless.
 *
 * @param family {@code ipv4} or {@code ipv6}
 * @param device an interface's name, {@code all} or {@code default}
 * @param key such as {@code promote_secondaries}
 */
public record InterfaceSetting(String family, String device, String key) {
    private static final Logger LOG = Log.of(InterfaceSetting.class);

    /** As {@code sysctl} prints it; empty when there is no such interface or setting. */
    public Optional<String> read() {
        try {
            return Optional.of(Files.readString(file()).strip());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Sets it; a refusal is logged. */
    public void write(String value) {
        try {
            Files.writeString(file(), value);
        } catch (IOException refused) {
            LOG.log(Level.WARNING, "cannot set {0} to {1}: {2}; make /proc/sys writable", this, value, refused);
        }
    }

    private Path file() {
        return Path.of("/proc/sys/net", family, "conf", device, key);
    }

    @Override
    public String toString() {
        return "net." + family + ".conf." + device.replace('.', '/') + "." + key;
    }
}
