package org.aloft.cli;

import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Fetches pages as a check does: no redirect is followed, no certificate looked at. For one thread. */
final class PageReader {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .sslContext(anyCertificate())
            .build();

    /**
     * Fetches a page.
     *
     * @throws Failure when it cannot be fetched, with what to do
     */
    PageDigest read(URI url) throws Failure, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("User-Agent", "KeepAliveClient") // what keepalived says, and aloftd
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = answer.get(WHOLE.toSeconds(), TimeUnit.SECONDS);
            return new PageDigest(url, response.statusCode(), md5(response.body()));
        } catch (TimeoutException tooSlow) {
            throw failed(url, "no whole answer within " + WHOLE.toSeconds() + " s", tooSlow);
        } catch (ExecutionException unread) {
            throw failed(url, words(unread.getCause()), unread);
        } finally {
            answer.cancel(true);
        }
    }

    private static Failure failed(URI url, String why, Exception cause) {
        return new Failure(
                ExitCode.UNREACHABLE,
                url + " cannot be read: " + why,
                "see whether something serves there:  curl -kv " + url,
                cause);
    }

    /** Java says nothing when a connect is refused. */
    private static String words(Throwable cause) {
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return "nothing takes a connect there";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** A fingerprint of a page, no protection of anything: the one that keepalived compares. */
    private static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }

    private static SSLContext anyCertificate() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has TLS", impossible);
        }
    }

    /**
     * Looks at no certificate: real servers are asked by address, which no certificate names, and the checks look at
     * none either. Nothing that is secret is sent.
     */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
