package org.aloft.agent.check;

/** A client certificate that cannot be used. The message says why, and the way out; no secret stands in it. */
public final class UnusableCertificateException extends Exception {
    private static final long serialVersionUID = 1;

    private final String keyword;

    UnusableCertificateException(String keyword, String message) {
        super(message);
        this.keyword = keyword;
    }

    /** Which line of the block {@code SSL} it is about: {@code key}, {@code certificate} or {@code password}. */
    public String keyword() {
        return keyword;
    }
}
