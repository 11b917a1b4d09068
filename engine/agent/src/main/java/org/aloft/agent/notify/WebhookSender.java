package org.aloft.agent.notify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Posts a JSON document by HTTP or HTTPS. Waits for the server, at each step as long as the time-out says. Thread-safe.
 * Built on {@link HttpURLConnection}, which is in java.base and has no threads; java.net.http would add a module and a
 * pool.
 */
final class WebhookSender {
    private static final int LOWEST_GOOD = 200;
    private static final int LOWEST_REDIRECT = 300;
    private static final int LOWEST_FAILURE = 400;
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
            drain(connection, status);
            return status;
        } finally {
            connection.disconnect();
        }
    }

    /** What the server says in its answer is of no interest, but it may want to be rid of it. */
    private static void drain(HttpURLConnection connection, int status) throws IOException {
        // Of a failure without a body there is no stream.
        try (InputStream answer =
                status >= LOWEST_FAILURE ? connection.getErrorStream() : connection.getInputStream()) {
            if (answer != null) {
                byte[] unused = answer.readNBytes(MOST_DRAINED);
            }
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
        boolean saysMore = failure instanceof SocketException
                || failure instanceof SocketTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof SSLException;
        return saysMore ? name + ": " + failure.getMessage() : name;
    }
}
