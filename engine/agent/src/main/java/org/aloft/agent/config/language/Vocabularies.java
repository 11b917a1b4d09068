package org.aloft.agent.config.language;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.text.BlockWords;
import org.aloft.agent.config.text.BlockWords.Braces;

/**
 * The vocabularies by the keyword of their block. A block that is not here has lines that begin with an address or a
 * name. Made only for a file whose braces do not pair.
 */
final class Vocabularies {
    private static final Map<String, Vocabulary<?>> BY_BLOCK = byBlock();

    private Vocabularies() {}

    /** As {@link BlockWords} has it. */
    static Optional<Braces> use(String block, String keyword) {
        return Optional.ofNullable(BY_BLOCK.get(block)).flatMap(vocabulary -> vocabulary.use(keyword));
    }

    private static Map<String, Vocabulary<?>> byBlock() {
        Map<String, Vocabulary<?>> all = new HashMap<>();
        all.put(BlockWords.OUTERMOST, TopLevel.VOCABULARY);
        all.put("global_defs", GlobalDefinitionsLanguage.VOCABULARY);
        all.put("vrrp_instance", VrrpInstanceLanguage.VOCABULARY);
        all.put("authentication", WireLanguage.AUTHENTICATION);
        all.put("vrrp_sync_group", VrrpSyncGroupLanguage.VOCABULARY);
        all.put("vrrp_script", VrrpScriptLanguage.VOCABULARY);
        all.put("vrrp_track_process", TrackProcessLanguage.VOCABULARY);
        all.put("track_file", TrackFileLanguage.VOCABULARY);
        all.put("vrrp_track_file", TrackFileLanguage.VOCABULARY);
        all.put("bfd_instance", BfdLanguage.VOCABULARY);
        all.put("garp_group", GarpGroupLanguage.VOCABULARY);
        all.put("virtual_server", VirtualServerLanguage.VOCABULARY);
        all.put("real_server", RealServerLanguage.VOCABULARY);
        all.put("TCP_CHECK", CheckLanguage.TCP_CHECK);
        all.put("PING_CHECK", CheckLanguage.PING_CHECK);
        all.put("BFD_CHECK", CheckLanguage.BFD_CHECK);
        all.put("HTTP_GET", HttpCheckLanguage.HTTP_GET);
        all.put("SSL_GET", HttpCheckLanguage.SSL_GET);
        all.put("url", HttpUrlLanguage.VOCABULARY);
        all.put("SMTP_CHECK", SmtpCheckLanguage.VOCABULARY);
        all.put("host", SmtpCheckLanguage.HOST);
        all.put("DNS_CHECK", DnsCheckLanguage.VOCABULARY);
        all.put("UDP_CHECK", UdpCheckLanguage.VOCABULARY);
        all.put("MISC_CHECK", MiscCheckLanguage.VOCABULARY);
        all.put("FILE_CHECK", FileCheckLanguage.VOCABULARY);
        all.put("SSL", SslLanguage.VOCABULARY);
        return all;
    }
}
