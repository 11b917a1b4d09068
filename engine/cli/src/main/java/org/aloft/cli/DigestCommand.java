package org.aloft.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.aloft.topology.model.IpPrefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code aloft digest}: the digests of pages, as a check by HTTP or HTTPS compares them, and the lines for a topology. */
@Command(
        name = "digest",
        mixinStandardHelpOptions = true,
        description = "Print the MD5 digests of pages, and the check that wants them.",
        footer = {
            "",
            "Redirects are not followed and certificates not looked at, as in the checks themselves.",
            "",
            "Example:  aloft digest http://192.168.100.200/ http://192.168.100.200/ready"
        })
final class DigestCommand implements Callable<Integer> {
    @ParentCommand
    Aloft aloft;

    @Parameters(arity = "1..*", paramLabel = "URL", description = "Pages, http or https; of one real server, best.")
    List<String> urls;

    @Override
    public Integer call() throws Failure, InterruptedException {
        List<URI> wanted = new ArrayList<>();
        for (String url : urls) {
            wanted.add(uri(url));
        }
        List<PageDigest> pages = new ArrayList<>();
        PageReader reader = new PageReader();
        for (URI url : wanted) {
            PageDigest page = reader.read(url);
            aloft.terminal.print(page.digest() + "  " + url + "\n");
            pages.add(page);
        }
        refuseTwoOfOnePage(pages);
        aloft.terminal.print("\n" + check(pages));
        return ExitCode.DONE.status();
    }

    private static URI uri(String text) throws Failure {
        try {
            URI url = new URI(text);
            boolean known = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (known && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException unreadable) {
            // Told below.
        }
        throw new Failure(
                ExitCode.USAGE, "this is no URL of a page: " + text, "write http://192.168.100.200/ or https://…");
    }

    /** A check compares each page with one digest. */
    private static void refuseTwoOfOnePage(List<PageDigest> pages) throws Failure {
        Map<String, PageDigest> known = new LinkedHashMap<>();
        for (PageDigest page : pages) {
            PageDigest other = known.putIfAbsent(page.kind() + " " + host(page) + page.path(), page);
            if (other != null && !other.digest().equals(page.digest())) {
                throw new Failure(
                        ExitCode.FAILED,
                        other.url() + " and " + page.url() + " differ, and a check compares " + page.path()
                                + " with one digest",
                        "ask for a page that is the same everywhere, or check its status alone");
            }
        }
    }

    /** The lines of a service in {@code topology.yml}. */
    private static String check(List<PageDigest> pages) {
        Map<String, Set<String>> byKind = new LinkedHashMap<>();
        pages.forEach(page -> byKind.computeIfAbsent(page.kind(), kind -> new LinkedHashSet<>())
                .add(line(page)));
        StringBuilder text = new StringBuilder("check:\n");
        byKind.forEach((kind, lines) -> {
            text.append("  ").append(kind).append(":\n    paths:\n");
            lines.forEach(line -> text.append("      - ").append(line).append('\n'));
        });
        return text.toString();
    }

    private static String line(PageDigest page) {
        String host = host(page).isEmpty() ? "" : ", host: " + host(page);
        String status = page.status() / 100 == 2 ? "" : ", status: " + page.status();
        return "{path: \"" + page.path() + "\"" + host + status + ", digest: " + page.digest() + "}";
    }

    /** A check asks each real server by its address; a name must be said. */
    private static String host(PageDigest page) {
        String host = page.url().getHost();
        boolean address = host.startsWith("[") || IpPrefix.address(host).isPresent();
        return address ? "" : host;
    }
}
