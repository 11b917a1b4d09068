package org.aloft.plan.show;

/**
 * Text for a terminal, in colour where colour is welcome (ECMA-48 §8.3.117, SGR). Without colour each method returns
 * its argument. Empty text stays empty.
 *
 * @param colour whether escape sequences may be written
 */
public record Style(boolean colour) {
    /** No colour. */
    public static final Style PLAIN = new Style(false);

    private static final int[] SERIES = {36, 35, 34, 33};

    /** Bold. */
    public String bold(String text) {
        return sgr(1, text);
    }

    /** Less important than the text around it. */
    public String faint(String text) {
        return sgr(2, text);
    }

    /** Failed, removed. */
    public String red(String text) {
        return sgr(31, text);
    }

    /** Passed, added. */
    public String green(String text) {
        return sgr(32, text);
    }

    /** Changed, skipped. */
    public String yellow(String text) {
        return sgr(33, text);
    }

    /**
     * One of a few colours that tell things of one kind apart, none of them red or green.
     *
     * @param index 0 or more; colours repeat after four
     */
    public String series(int index, String text) {
        return sgr(SERIES[index % SERIES.length], text);
    }

    /** A green ✓: it is as it should be. */
    public String tick() {
        return green("✓");
    }

    /** A red ✗: it is not. */
    public String cross() {
        return red("✗");
    }

    /** A yellow –: it was not looked at, or not run. */
    public String dash() {
        return yellow("–");
    }

    private String sgr(int code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
