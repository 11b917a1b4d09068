package org.aloft.bench;

/**
 * What a command cost.
 *
 * @param wall seconds
 * @param processor seconds of it and of the processes that it waited for
 * @param memory the most that one of these processes had, in MB
 * @param said what it printed
 */
record Cost(double wall, double processor, double memory, String said) {
    /** From what {@code cost.py} prints. */
    static Cost of(String output) {
        int end = output.indexOf('\n');
        String[] figures = output.substring(0, end).split(" ", -1);
        return new Cost(
                Double.parseDouble(figures[0]),
                Double.parseDouble(figures[1]),
                Double.parseDouble(figures[2]),
                output.substring(end + 1));
    }

    /** The same, once it is sure that there was nothing to change: else the figure would be another's. */
    Cost nothing(String words) {
        if (!said.contains(words) || said.matches("(?s).*changed=[1-9].*")) {
            throw new IllegalStateException("something was to change: " + said.strip());
        }
        return this;
    }
}
