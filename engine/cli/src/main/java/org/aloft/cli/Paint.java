package org.aloft.cli;

/** Text in colour, where colour is welcome. */
record Paint(boolean colour) {
    String bold(String text) {
        return with("1", text);
    }

    String green(String text) {
        return with("32", text);
    }

    String red(String text) {
        return with("31", text);
    }

    String dim(String text) {
        return with("2", text);
    }

    private String with(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
