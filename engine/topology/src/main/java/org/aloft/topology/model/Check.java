package org.aloft.topology.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a real server is found dead: one kind of check each, with what keepalived.conf(5) lets it say. A real server that
 * has several must pass them all.
 */
public sealed interface Check {
    /** When and how often. */
    Pace pace();

    /** Whom it asks; empty: nobody, it is a program. */
    Optional<Connect> asks();

    /** How it asks. */
    Way way();

    /** How long one try may take; empty: as long as the pause between checks. */
    default Optional<Duration> longestTry() {
        return asks().map(Connect::timeout);
    }

    /** Whether it asks a port, and does not say which. */
    default boolean needsPortOfRealServer() {
        return way().hasPorts && asks().filter(whom -> whom.port().isEmpty()).isPresent();
    }

    /** Whether the weight of the real server may become another one than the topology says. */
    default boolean setsWeight() {
        return false;
    }

    /** How a check asks. */
    enum Way {
        /** By TCP. */
        TCP(true),
        /** By UDP. */
        UDP(true),
        /** By ICMP, which has no ports. */
        ICMP(false),
        /** By a program on the director. */
        PROGRAM(false);

        private final boolean hasPorts;

        Way(boolean hasPorts) {
            this.hasPorts = hasPorts;
        }
    }

    /** The program that it runs, with its arguments; empty for a kind that runs none. */
    default Optional<String> command() {
        return Optional.empty();
    }

    /** The kind's own answer. A new kind is one more method here, and the compiler then shows what it touches. */
    <T> T match(Cases<T> cases);

    /**
     * What is made of each kind.
     *
     * @param <T> the answer
     */
    interface Cases<T> {
        /** Of a TCP connect. */
        T tcp(Tcp check);

        /** Of an HTTP or HTTPS request. */
        T http(Http check);

        /** Of a DNS query. */
        T dns(Dns check);

        /** Of a UDP datagram. */
        T udp(Udp check);

        /** Of a greeting by SMTP. */
        T smtp(Smtp check);

        /** Of an ICMP echo. */
        T ping(Ping check);

        /** Of a program. */
        T script(Script check);
    }

    /**
     * When and how often.
     *
     * @param retries how many more tries before the real server is taken out
     * @param delayBeforeRetry pause between those tries
     * @param delay time between checks; {@code delay_loop} of keepalived.conf(5)
     * @param warmup longest pause before the first check; empty: {@code delay}
     * @param rise how many good checks in a row bring a real server back; empty: as many as whoever checks takes usually
     */
    record Pace(
            int retries, Duration delayBeforeRetry, Duration delay, Optional<Duration> warmup, Optional<Integer> rise) {
        /** Of which it is not said how many good checks it takes. */
        public Pace(int retries, Duration delayBeforeRetry, Duration delay, Optional<Duration> warmup) {
            this(retries, delayBeforeRetry, delay, warmup, Optional.empty());
        }
    }

    /**
     * Whom it asks.
     *
     * @param timeout how long a connect, or an answer, may take
     * @param address empty: the real server's
     * @param port 1..65535; empty: the real server's
     */
    record Connect(Duration timeout, Optional<InetAddress> address, Optional<Integer> port) {}

    /** TCP_CHECK: it is alive when it takes a connect. */
    record Tcp(Connect connect, Pace pace) implements Check {
        @Override
        public Optional<Connect> asks() {
            return Optional.of(connect);
        }

        @Override
        public Way way() {
            return Way.TCP;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.tcp(this);
        }
    }

    /**
     * HTTP_GET and SSL_GET: it is alive when every page is as it should be.
     *
     * @param tls whether by HTTPS; certificates are not looked at, as in keepalived
     * @param serverName whether the host is sent in the TLS handshake (SNI)
     * @param host the Host header of pages that say none; empty: the real server's address
     * @param version the protocol's: 1.0, 1.0C or 1.1; empty: 1.0
     * @param fastRecovery whether a real server that comes back is asked for all pages at once
     * @param pages at least one
     */
    record Http(
            Connect connect,
            Pace pace,
            boolean tls,
            boolean serverName,
            Optional<String> host,
            Optional<String> version,
            boolean fastRecovery,
            List<Page> pages)
            implements Check {
        /** Takes a copy of the list. */
        public Http {
            pages = List.copyOf(pages);
        }

        @Override
        public Optional<Connect> asks() {
            return Optional.of(connect);
        }

        @Override
        public Way way() {
            return Way.TCP;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.http(this);
        }
    }

    /**
     * One page that is asked for.
     *
     * @param path with its query
     * @param host the Host header; empty: the check's
     * @param status codes and ranges such as 200-299 that are right; none: 200-299
     * @param digest MD5 of the body, 32 hexadecimal digits
     * @param regex what the body must match
     */
    record Page(
            String path, Optional<String> host, List<String> status, Optional<String> digest, Optional<String> regex) {
        /** Takes a copy of the list. */
        public Page {
            status = List.copyOf(status);
        }
    }

    /**
     * DNS_CHECK: it is alive when it answers a query.
     *
     * @param name the domain name that is asked for
     * @param type A, NS, CNAME, SOA, MX, TXT or AAAA
     */
    record Dns(Connect connect, Pace pace, String name, String type) implements Check {
        @Override
        public Optional<Connect> asks() {
            return Optional.of(connect);
        }

        @Override
        public Way way() {
            return Way.UDP;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.dns(this);
        }
    }

    /**
     * UDP_CHECK: it is alive unless it says that nobody listens.
     *
     * @param payload what is sent, in hexadecimal digits; empty: anything
     * @param requireReply whether it must answer
     * @param reply what the answer must begin with, in hexadecimal digits and x for any; empty: anything
     */
    record Udp(Connect connect, Pace pace, Optional<String> payload, boolean requireReply, Optional<String> reply)
            implements Check {
        @Override
        public Optional<Connect> asks() {
            return Optional.of(connect);
        }

        @Override
        public Way way() {
            return Way.UDP;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.udp(this);
        }
    }

    /**
     * SMTP_CHECK: it is alive when it greets and takes a HELO.
     *
     * @param helo the name that is said; empty: keepalived's
     */
    record Smtp(Connect connect, Pace pace, Optional<String> helo) implements Check {
        @Override
        public Optional<Connect> asks() {
            return Optional.of(connect);
        }

        @Override
        public Way way() {
            return Way.TCP;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.smtp(this);
        }
    }

    /** PING_CHECK: it is alive when it answers an ICMP echo; the port says nothing. */
    record Ping(Connect connect, Pace pace) implements Check {
        @Override
        public Optional<Connect> asks() {
            return Optional.of(connect);
        }

        @Override
        public Way way() {
            return Way.ICMP;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.ping(this);
        }
    }

    /**
     * MISC_CHECK: it is alive when a program on the director ends with 0.
     *
     * @param run the program with its arguments, as one text; no shell reads it
     * @param timeout how long it may run; empty: as long as the pause between checks
     * @param user the account that it runs as; empty: the agent's choice
     * @param setsWeight whether its exit code, 2..255, sets the real server's weight
     */
    record Script(Pace pace, String run, Optional<Duration> timeout, Optional<String> user, boolean setsWeight)
            implements Check {
        @Override
        public Optional<String> command() {
            return Optional.of(run);
        }

        @Override
        public Optional<Connect> asks() {
            return Optional.empty();
        }

        @Override
        public Way way() {
            return Way.PROGRAM;
        }

        @Override
        public Optional<Duration> longestTry() {
            return timeout;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.script(this);
        }
    }
}
