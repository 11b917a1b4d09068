package org.aloft.topology.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is told of the changes of an instance or a sync group.
 *
 * @param programs occasion → the program that is run, with its arguments, as in keepalived.conf(5)
 * @param mail whether mail is sent
 * @param webhooks URLs that get each event by POST; secrets, for many of them are all that their server asks for
 */
public record Notices(Map<Occasion, String> programs, boolean mail, List<Secret> webhooks) {
    /** Nobody is told. */
    public static final Notices NONE = new Notices(Map.of(), false, List.of());

    /** When a program is run. */
    public enum Occasion {
        ACTIVE,
        BACKUP,
        FAULT,
        STOP,
        /** At each of these, with the state as an argument. */
        ANY
    }

    public Notices {
        programs = Collections.unmodifiableMap(new LinkedHashMap<>(programs));
        webhooks = List.copyOf(webhooks);
    }

    /** Every command line in it. */
    public List<String> commands() {
        return new ArrayList<>(programs.values());
    }
}
