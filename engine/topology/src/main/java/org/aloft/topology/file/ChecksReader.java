package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.aloft.topology.model.Check;

/** {@code check: {http: {path: /}, ping: }}: of a service or a real server, which must pass each kind that is named. */
final class ChecksReader {
    private static final Map<Key<Void>, Function<Block, Check>> KINDS = kinds();

    private static final Keys KEYS = Keys.of(new ArrayList<>(KINDS.keySet()))
            .alsoCalled("misc", "Write `script: {run: /usr/local/bin/alive}`.")
            .alsoCalled("ssl", "Write `https: {path: /}`.")
            .alsoCalled("icmp", "Write `ping:`.")
            .notYet("Remove it, and check by `ping` or `tcp`.", "bfd");

    static final Key<Void> CHECK = Key.structure("check", new Shape.Map(KEYS), "check: {tcp: {connect_timeout: 3s}}")
            .help("How a real server is found dead; never unless said. Of several it must pass all.");

    private ChecksReader() {}

    private static Map<Key<Void>, Function<Block, Check>> kinds() {
        Map<Key<Void>, Function<Block, Check>> kinds = new LinkedHashMap<>();
        kinds.put(TcpCheckBlock.TCP, TcpCheckBlock::read);
        kinds.put(HttpCheckBlock.HTTP, HttpCheckBlock::readHttp);
        kinds.put(HttpCheckBlock.HTTPS, HttpCheckBlock::readHttps);
        kinds.put(DnsCheckBlock.DNS, DnsCheckBlock::read);
        kinds.put(UdpCheckBlock.UDP, UdpCheckBlock::read);
        kinds.put(SmtpCheckBlock.SMTP, SmtpCheckBlock::read);
        kinds.put(PingCheckBlock.PING, PingCheckBlock::read);
        kinds.put(ScriptCheckBlock.SCRIPT, ScriptCheckBlock::read);
        return kinds;
    }

    /** The checks of a block, if it has any. */
    static List<Check> read(Block around) {
        List<Check> checks = new ArrayList<>();
        around.block(CHECK).ifPresent(written -> {
            written.check(KEYS);
            KINDS.forEach((key, reader) -> {
                if (written.has(key.name())) {
                    written.blockOrNothing(key).map(reader).ifPresent(checks::add);
                }
            });
            if (written.entries().isEmpty()) {
                around.refuse(
                        CHECK.name(),
                        "empty",
                        "there must be a kind of check",
                        "Add `tcp: {connect_timeout: 3s}`, or remove `check`.");
            }
        });
        return checks;
    }
}
