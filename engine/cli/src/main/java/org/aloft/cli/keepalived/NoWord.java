package org.aloft.cli.keepalived;

/** The topology has no word for a statement, so the block around it goes over as it is. */
final class NoWord extends Exception {
    private static final long serialVersionUID = 1L;

    // Not serialized: the exception never leaves the process.
    private final transient Statement statement;

    NoWord(Statement statement) {
        super("no word for " + statement.shown());
        this.statement = statement;
    }

    Statement statement() {
        return statement;
    }
}
