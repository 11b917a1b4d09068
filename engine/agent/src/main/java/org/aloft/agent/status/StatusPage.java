package org.aloft.agent.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.RouterStatus;

/**
 * The status as a web page: one file without external resources, read-only, refreshed every two seconds. A pure
 * function; whatever comes from the configuration or the network is escaped. Stateless.
 */
public final class StatusPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>%1$s</title>
            <style>
            body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5em; color: #1c2733; background: #fff; }
            h1 { font-size: 1.3em; margin: 0 0 .2em; } h2 { font-size: 1.05em; margin: 1.6em 0 .4em; }
            p { margin: 0; color: #5b6876; }
            table { border-collapse: collapse; min-width: 60%%; } caption { text-align: left; padding: .2em 0; font-weight: 600; }
            th, td { text-align: left; padding: .3em .8em .3em 0; border-bottom: 1px solid #dde3e9; vertical-align: top; }
            th { font-weight: 600; color: #5b6876; } td.n, th.n { text-align: right; }
            .ACTIVE, .up { color: #0a6b2d; font-weight: 600; } .FAULT, .down { color: #b00020; font-weight: 600; }
            .BACKUP { color: #0b4f9e; font-weight: 600; } .INITIALIZE, .drained { color: #8a6d00; font-weight: 600; }
            .clash { background: #fde7e9; }
            @media (prefers-color-scheme: dark) { body { color: #e4e9ee; background: #14191f; } th, p { color: #9aa7b4; }
              th, td { border-color: #2c353f; } .ACTIVE, .up { color: #5fd38a; } .BACKUP { color: #7db4f5; }
              .FAULT, .down { color: #ff8a94; } .INITIALIZE, .drained { color: #e5c558; } .clash { background: #4a1c22; } }
            </style></head><body>
            """;

    private final StringBuilder page = new StringBuilder();

    private StatusPage() {}

    /**
     * The page.
     *
     * @param host the name of this host
     */
    public static String of(String host, AgentStatus status) {
        StatusPage page = new StatusPage();
        page.head(host, status);
        page.instances(status.instances(), status.asOf());
        status.virtualServices().forEach(service -> page.service(service, status.asOf()));
        page.page.append("</body></html>\n");
        return page.page.toString();
    }

    private void head(String host, AgentStatus status) {
        page.append(HEAD.formatted(escaped(host) + " – aloftd"));
        page.append("<h1>").append(escaped(host)).append("</h1>\n<p>").append(escaped(status.agent()));
        page.append(", process ").append(status.pid()).append(", up ");
        page.append(ExplanationText.longTime(Duration.between(status.started(), status.asOf())));
        page.append("; ").append(escaped(status.configFile())).append("; as of ");
        page.append(status.asOf().truncatedTo(ChronoUnit.SECONDS)).append("</p>\n");
        page.append(
                "<p><a href=\"explain\">explain</a> · <a href=\"status.json\">status.json</a> · <a href=\"metrics\">metrics</a> · ");
        page.append("<a href=\"events\">events</a></p>\n");
    }

    private void instances(List<RouterExplanation> instances, Instant asOf) {
        page.append(
                "<h2>VRRP</h2>\n<table><tr><th>Instance<th>State<th>Since<th class=n>Priority<th>VIPs<th>Active router");
        page.append("<th class=n>Last advert<th>Because</tr>\n");
        for (RouterExplanation instance : instances) {
            RouterStatus status = instance.status();
            page.append(instance.clashes().current().isPresent() ? "<tr class=clash>" : "<tr>");
            cell(status.name() + " on " + status.group().networkInterface() + ", VRID "
                    + status.group().virtualRouterId());
            page.append("<td class=")
                    .append(escaped(status.state()))
                    .append('>')
                    .append(escaped(status.state()));
            cell(ExplanationText.longTime(Duration.between(status.since(), asOf)));
            number(priority(instance));
            cell(String.join(", ", status.group().vips()));
            cell(status.active().address().orElse("–"));
            number(status.active().lastAdvertAge().map(ExplanationText::seconds).orElse("–"));
            cell(instance.clashes()
                    .current()
                    .map(clash -> "TWO HOLDERS: " + clash.other() + " as well")
                    .orElse(status.reason()));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static String priority(RouterExplanation instance) {
        int effective = instance.status().group().priority();
        return effective == instance.priority().configured()
                ? Integer.toString(effective)
                : effective + " (" + instance.priority().configured() + " configured)";
    }

    private void service(ServiceStatus service, Instant asOf) {
        page.append("<h2>").append(escaped(service.protocol() + " " + endpoint(service.address(), service.port())));
        page.append(", ")
                .append(escaped(service.scheduler()))
                .append("</h2>\n<table><tr><th>Real server<th>State<th>Since");
        page.append(
                "<th class=n>Weight<th class=n>Active<th class=n>Inactive<th class=n>Connections<th>Because</tr>\n");
        for (ServiceStatus.RealServer server : service.realServers()) {
            String state = server.up() ? "up" : "down";
            page.append("<tr>");
            cell(endpoint(server.address(), server.port()));
            page.append("<td class=").append(state).append('>').append(state);
            cell(ExplanationText.longTime(Duration.between(server.since(), asOf)));
            number(Integer.toString(server.weight()));
            number(Long.toString(server.activeConnections()));
            number(Long.toString(server.inactiveConnections()));
            number(Long.toString(server.connections()));
            cell(server.reason());
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static String endpoint(String address, int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    private void cell(String text) {
        page.append("<td>").append(escaped(text));
    }

    private void number(String text) {
        page.append("<td class=n>").append(escaped(text));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
