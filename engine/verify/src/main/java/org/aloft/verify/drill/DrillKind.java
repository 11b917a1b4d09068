package org.aloft.verify.drill;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of drills, in the order in which they run: the gentlest first. */
public enum DrillKind {
    /** The active director resigns. */
    HANDOVER("handover"),
    /** The active director loses power. */
    CRASH("crash"),
    /** A real server's service stops. */
    REAL_SERVER("real-server");

    private final String id;

    DrillKind(String id) {
        this.id = id;
    }

    /** Stable name, on the command line and in reports. */
    public String id() {
        return id;
    }

    /** All kinds, in order. */
    public static List<DrillKind> all() {
        return List.of(values());
    }

    /** The kind with this id. */
    public static Optional<DrillKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    /** All ids, separated by commas. */
    public static String ids() {
        return Arrays.stream(values()).map(DrillKind::id).collect(Collectors.joining(", "));
    }
}
