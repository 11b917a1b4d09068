package org.aloft.agent.config;

/**
 * {@code DNS_CHECK { … }}: the real server is up when it answers a question over UDP without an error.
 *
 * @param connection whom to ask
 * @param pace how often
 * @param type what kind of record is asked for; SOA when not said
 * @param name of what; the root, {@code .}, when not said
 */
public record DnsCheckBlock(CheckConnection connection, CheckPace pace, Type type, String name)
        implements PolledCheckBlock {
    @Override
    public String keyword() {
        return "DNS_CHECK";
    }

    /** Kinds of records, RFC 1035 §3.2.2 and RFC 3596. */
    public enum Type {
        /** An IPv4 address. */
        A(1),
        /** A name server. */
        NS(2),
        /** Another name. */
        CNAME(5),
        /** The start of a zone. */
        SOA(6),
        /** A mail server. */
        MX(15),
        /** Text. */
        TXT(16),
        /** An IPv6 address. */
        AAAA(28);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /** QTYPE on the wire. */
        public int code() {
            return code;
        }
    }
}
