package org.aloft.plan.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.IpPrefix;

/**
 * A check as the template is given it: {@code keyword}, and in {@code lines} what stands in its block, where a page of
 * an HTTP check is a block of its own.
 */
final class CheckConfiguration implements Check.Cases<Map<String, Object>> {
    private static final String INDENT = "    ";

    private final Duration delayOfService;

    private CheckConfiguration(Duration delayOfService) {
        this.delayOfService = delayOfService;
    }

    /** @param delayOfService the pause between checks that the virtual server says */
    static Map<String, Object> of(Check check, Duration delayOfService) {
        return check.match(new CheckConfiguration(delayOfService));
    }

    @Override
    public Map<String, Object> tcp(Check.Tcp check) {
        return block("TCP_CHECK", lines(check));
    }

    @Override
    public Map<String, Object> http(Check.Http check) {
        List<String> lines = lines(check);
        check.version().ifPresent(version -> lines.add("http_protocol " + version));
        if (check.fastRecovery()) {
            lines.add("fast_recovery");
        }
        check.host().ifPresent(host -> lines.add("virtualhost " + ConfigurationWord.of(host)));
        if (check.serverName()) {
            lines.add("enable_sni");
        }
        check.pages().forEach(page -> addPage(page, lines));
        return block(check.tls() ? "SSL_GET" : "HTTP_GET", lines);
    }

    private static void addPage(Check.Page page, List<String> lines) {
        lines.add("url {");
        lines.add(INDENT + "path " + ConfigurationWord.of(page.path()));
        page.host().ifPresent(host -> lines.add(INDENT + "virtualhost " + ConfigurationWord.of(host)));
        if (!page.status().isEmpty()) {
            lines.add(INDENT + "status_code " + String.join(" ", page.status()));
        }
        page.digest().ifPresent(digest -> lines.add(INDENT + "digest " + digest));
        page.regex().ifPresent(regex -> lines.add(INDENT + "regex " + ConfigurationWord.quoted(regex)));
        lines.add("}");
    }

    @Override
    public Map<String, Object> dns(Check.Dns check) {
        List<String> lines = lines(check);
        lines.add("type " + check.type());
        lines.add("name " + ConfigurationWord.of(check.name()));
        return block("DNS_CHECK", lines);
    }

    @Override
    public Map<String, Object> udp(Check.Udp check) {
        List<String> lines = lines(check);
        check.payload().ifPresent(payload -> lines.add("payload " + payload));
        if (check.requireReply()) {
            lines.add(("require_reply " + check.reply().orElse("")).strip());
        }
        return block("UDP_CHECK", lines);
    }

    @Override
    public Map<String, Object> smtp(Check.Smtp check) {
        List<String> lines = lines(check);
        check.helo().ifPresent(name -> lines.add("helo_name " + ConfigurationWord.of(name)));
        return block("SMTP_CHECK", lines);
    }

    @Override
    public Map<String, Object> ping(Check.Ping check) {
        return block("PING_CHECK", lines(check));
    }

    @Override
    public Map<String, Object> script(Check.Script check) {
        List<String> lines = lines(check);
        lines.add("misc_path " + ConfigurationWord.quoted(check.run()));
        check.timeout().ifPresent(time -> lines.add("misc_timeout " + DirectorText.seconds(time)));
        check.user().ifPresent(user -> lines.add("user " + user));
        if (check.setsWeight()) {
            lines.add("misc_dynamic");
        }
        return block("MISC_CHECK", lines);
    }

    private static Map<String, Object> block(String keyword, List<String> lines) {
        return Map.of("keyword", keyword, "lines", lines);
    }

    /** What all kinds may say. */
    private List<String> lines(Check check) {
        List<String> lines = new ArrayList<>();
        check.asks().ifPresent(whom -> {
            whom.address().ifPresent(address -> lines.add("connect_ip " + IpPrefix.inShort(address)));
            whom.port().ifPresent(port -> lines.add("connect_port " + port));
            lines.add("connect_timeout " + DirectorText.seconds(whom.timeout()));
        });
        Check.Pace pace = check.pace();
        lines.add("retry " + pace.retries());
        lines.add("delay_before_retry " + DirectorText.seconds(pace.delayBeforeRetry()));
        if (!pace.delay().equals(delayOfService)) {
            lines.add("delay_loop " + DirectorText.seconds(pace.delay()));
        }
        pace.warmup().ifPresent(time -> lines.add("warmup " + DirectorText.seconds(time)));
        return lines;
    }
}
