package org.aloft.agent.check;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.agent.config.BodyPattern;

/**
 * Looks for a regular expression in a body. An expression that would take too long, or too much stack, ends as {@link
 * Result#TOO_HARD}: the matcher reads the body through a text that stops it once its time is up, and every step of a
 * matcher reads. For one thread.
 */
final class BodySearch {
    /** How long one search may hold up the checks' thread. */
    static final Duration LONGEST = Duration.ofMillis(200);

    private static final int READS_BETWEEN_LOOKS_AT_THE_CLOCK = 4096;

    /** What a search found. */
    enum Result {
        /** It is there. */
        FOUND,
        /** It is not there. */
        NOT_FOUND,
        /** It took too long. */
        TOO_HARD
    }

    /** The time is up. */
    private static final class TimeIsUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TimeIsUp() {
            super("time is up", null, /* enableSuppression */ false, /* writableStackTrace */ false);
        }
    }

    private final BodyPattern wanted;
    private final Pattern pattern;
    private final LongSupplier nanoTime;

    /** @param nanoTime a clock such as {@link System#nanoTime()} */
    BodySearch(BodyPattern wanted, LongSupplier nanoTime) {
        this.wanted = wanted;
        this.pattern = wanted.compile();
        this.nanoTime = nanoTime;
    }

    /**
     * Looks. Without the option {@code utf} each byte of the body is a letter, so that offsets are what the file says.
     */
    Result in(byte[] body) {
        boolean utf = (wanted.flags() & Pattern.UNICODE_CASE) != 0;
        String text = new String(body, utf ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        if (wanted.leastOffset() > text.length()) {
            return Result.NOT_FOUND;
        }
        try {
            Matcher matcher = pattern.matcher(new TimedText(text, nanoTime.getAsLong() + LONGEST.toNanos()))
                    .region(wanted.leastOffset(), text.length())
                    .useAnchoringBounds(false)
                    .useTransparentBounds(true);
            boolean found =
                    matcher.find() && matcher.start() <= wanted.mostOffset().orElse(Integer.MAX_VALUE);
            return found ? Result.FOUND : Result.NOT_FOUND;
        } catch (TimeIsUp | StackOverflowError tooHard) {
            return Result.TOO_HARD;
        }
    }

    /** A text that can be read for so long. */
    private final class TimedText implements CharSequence {
        private final String text;
        private final long deadline;
        private int reads;

        TimedText(String text, long deadline) {
            this.text = text;
            this.deadline = deadline;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads % READS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && nanoTime.getAsLong() - deadline > 0) {
                throw new TimeIsUp();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
