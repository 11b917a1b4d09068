package org.aloft.bench;

import java.util.List;

/** One line, or a few, of the table. */
interface Measurement {
    /** What {@code --only} calls it. */
    String name();

    /** Measures, which may take minutes; leaves nothing behind. */
    List<Row> run(Stage stage);
}
