package org.aloft.agent.notify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Posts a JSON document by HTTP or HTTPS. Waits for the server, at each step as long as the time-out says. Thread-safe. Built on
 * {@link HttpURLConnection}, which is in java.base and has no threads; java.net.http would add a module and a pool.
 */
final class WebhookSender {
    private static final int LOWEST_GOOD = 200;
    private static final int LOWEST_REDIRECT = 300;
    private static final int LOWEST_SERVER_ERROR = 500;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int MOST_DRAINED = 16_384;

    private final Duration timeout;

    WebhookSender(Duration timeout) {
        this.timeout = timeout;
    }

    Outcome post(URI to, String document) {
        try {
            return judged(status(to, document));
        } catch (IOException failure) {
            return new Outcome.Failed(text(failure), true);
        }
    }

    private int status(URI to, String document) throws IOException {
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = (HttpURLConnection) to.toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        // A redirect would turn the POST into a GET.
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("User-Agent", "aloftd");
        connection.setRequestProperty("Connection", "close");
        connection.setFixedLengthStreamingMode(body.length);
        try {
            try (OutputStream stream = connection.getOutputStream()) {
                stream.write(body);
            }
            int status = connection.getResponseCode();
            drain(connection);
            return status;
        } finally {
            connection.disconnect();
        }
    }

    private static void drain(HttpURLConnection connection) throws IOException {
        try (InputStream answer =
                connection.getErrorStream() == null ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] unused = answer.readNBytes(MOST_DRAINED);
        }
    }

    private static Outcome judged(int status) {
        if (status >= LOWEST_GOOD && status < LOWEST_REDIRECT) {
            return new Outcome.Delivered("status " + status);
        }
        boolean again = status >= LOWEST_SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY;
        return new Outcome.Failed(
                "the server answered with status " + status + "; correct the URL of notify_webhook", again);
    }

    /** Without the URL, whose path may hold a token. */
    private static String text(IOException failure) {
        String name = failure.getClass().getSimpleName();
        boolean saysMore = failure instanceof java.net.SocketException
                || failure instanceof java.net.SocketTimeoutException
                || failure instanceof java.net.UnknownHostException
                || failure instanceof javax.net.ssl.SSLException;
        return saysMore ? name + ": " + failure.getMessage() : name;
    }
}
