package org.aloft.cli.keepalived;

import static org.aloft.cli.keepalived.ServiceImport.duration;
import static org.aloft.cli.keepalived.ServiceImport.number;
import static org.aloft.cli.keepalived.ServiceImport.word;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of a real server: {@code TCP_CHECK}, {@code HTTP_GET} and so on as {@code check}. */
final class CheckImport {
    private static final String USUAL_DELAY = "1m";
    private static final String PAGES = "paths";

    private final String delayOfService;
    private final Optional<String> hostOfService;

    /**
     * @param delayOfService {@code delay_loop} of the virtual server, in seconds
     * @param hostOfService its {@code virtualhost}
     */
    CheckImport(String delayOfService, Optional<String> hostOfService) {
        this.delayOfService = delayOfService;
        this.hostOfService = hostOfService;
    }

    /**
     * Adds a check under its name.
     *
     * @throws NoWord when this is no check, has a word that the topology has not, or is the second one of its kind
     */
    void addTo(Map<String, Object> checks, Statement written) throws NoWord {
        String kind = kind(written);
        if (checks.containsKey(kind)) {
            throw new NoWord(written);
        }
        Map<String, Object> check = new LinkedHashMap<>();
        List<Object> pages = new ArrayList<>();
        for (Statement line : written.inner()) {
            if (line.keyword().equals("url") && kind.startsWith("http")) {
                pages.add(page(line));
            } else {
                read(check, line, kind);
            }
        }
        if (kind.startsWith("http")) {
            putPages(check, pages, written);
        }
        if (!check.containsKey("delay")) {
            check.put("delay", Words.duration(delayOfService).orElseThrow(() -> new NoWord(written)));
        }
        if (check.get("delay").equals(USUAL_DELAY) || check.get("delay").equals("60s")) {
            check.remove("delay");
        }
        checks.put(kind, check);
    }

    private static String kind(Statement written) throws NoWord {
        return switch (written.keyword()) {
            case "TCP_CHECK" -> "tcp";
            case "HTTP_GET" -> "http";
            case "SSL_GET" -> "https";
            case "DNS_CHECK" -> "dns";
            case "UDP_CHECK" -> "udp";
            case "SMTP_CHECK" -> "smtp";
            case "PING_CHECK" -> "ping";
            case "MISC_CHECK" -> "script";
            default -> throw new NoWord(written);
        };
    }

    private static void read(Map<String, Object> check, Statement line, String kind) throws NoWord {
        switch (line.keyword()) {
            case "connect_timeout" -> check.put("connect_timeout", duration(line));
            case "connect_port" -> check.put("port", number(line, word(line)));
            case "connect_ip" -> check.put("address", word(line));
            case "retry", "nb_get_retry" -> check.put("retries", number(line, word(line)));
            case "delay_before_retry" -> check.put("delay_before_retry", duration(line));
            case "delay_loop" -> check.put("delay", duration(line));
            case "warmup" -> check.put("warmup", duration(line));
            default -> readOwn(check, line, kind);
        }
    }

    private static void readOwn(Map<String, Object> check, Statement line, String kind) throws NoWord {
        switch (kind + " " + line.keyword()) {
            case "http virtualhost", "https virtualhost" -> check.put("host", word(line));
            case "http http_protocol", "https http_protocol" -> check.put("version", word(line));
            case "http fast_recovery", "https fast_recovery" -> check.put("fast_recovery", truth(line));
            case "https enable_sni" -> check.put("sni", truth(line));
            case "dns name" -> check.put("name", word(line));
            case "dns type" -> check.put("type", word(line));
            case "udp payload" -> check.put("payload", String.join(" ", line.words()));
            case "udp require_reply" ->
                check.put("require_reply", line.isBare() ? (Object) true : String.join(" ", line.words()));
            case "smtp helo_name" -> check.put("helo", word(line));
            case "script misc_path" -> check.put("run", word(line));
            case "script misc_timeout" -> check.put("timeout", duration(line));
            case "script misc_dynamic" -> check.put("sets_weight", truth(line));
            case "script user" -> check.put("user", word(line));
            default -> throw new NoWord(line);
        }
    }

    private static Object truth(Statement line) throws NoWord {
        return Words.truth(line).orElseThrow(() -> new NoWord(line));
    }

    private static Map<String, Object> page(Statement url) throws NoWord {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("path", "/");
        for (Statement line : url.inner()) {
            switch (line.keyword()) {
                case "path" -> page.put("path", word(line));
                case "digest" -> page.put("digest", word(line));
                case "virtualhost" -> page.put("host", word(line));
                case "status_code" -> page.put("status", status(line));
                case "regex" -> page.put("regex", word(line));
                default -> throw new NoWord(line);
            }
        }
        return page;
    }

    /** {@code 200 300-399}; the first alone where it is alone. */
    private static Object status(Statement line) throws NoWord {
        List<Object> codes = new ArrayList<>();
        for (String word : line.words()) {
            if (!word.matches("[0-9]{3}(-[0-9]{3})?")) {
                throw new NoWord(line);
            }
            codes.add(Words.number(word).<Object>map(code -> code).orElse(word));
        }
        if (codes.isEmpty()) {
            throw new NoWord(line);
        }
        return codes.size() == 1 ? codes.get(0) : codes;
    }

    /** One page is said by the check itself. */
    private void putPages(Map<String, Object> check, List<Object> pages, Statement written) throws NoWord {
        if (pages.isEmpty()) {
            throw new NoWord(written);
        }
        hostOfService.ifPresent(host -> check.putIfAbsent("host", host));
        if (pages.size() > 1) {
            check.put(PAGES, pages);
            return;
        }
        Map<?, ?> page = (Map<?, ?>) pages.get(0);
        if (page.containsKey("host") && check.containsKey("host")) {
            check.put(PAGES, pages);
            return;
        }
        page.forEach((key, value) -> check.put((String) key, value));
    }
}
