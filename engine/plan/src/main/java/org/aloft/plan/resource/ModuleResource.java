package org.aloft.plan.resource;

import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.ResourceId;

/**
 * A kernel module that is loaded, now. That it is loaded after a reboot is the business of a file in
 * {@code /etc/modules-load.d}, which requires it: a module that the kernel refuses is never made permanent.
 *
 * @param module its name, with - or _
 * @param reason why it is wanted
 */
public record ModuleResource(String module, String reason) implements Resource {
    /** Kernel modules. */
    public static final Kind KIND = new Kind() {
        @Override
        public String name() {
            return "module";
        }

        @Override
        public Finding giveBack(Entry entry, Situation now) {
            String module = entry.id().name();
            if (entry.was().equals(LOADED)) {
                return new Finding.Fine("was loaded before Aloft");
            }
            return now.answer(entry.id()).is(STATE, LOADED)
                    ? Change.of(
                            Action.REMOVE,
                            "unload",
                            "module " + module + ", unless something uses it",
                            Call.of("unload_module", module))
                    : new Finding.Fine("is not loaded");
        }
    };

    private static final String STATE = "state";
    private static final String LOADED = "loaded";

    /** Where the module is named for the next boot (modules-load.d(5)). */
    public String file() {
        return "/etc/modules-load.d/aloft-" + module + ".conf";
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public String name() {
        return module;
    }

    @Override
    public Set<ResourceId> requires() {
        return Set.of();
    }

    @Override
    public Finding compare(Situation now) {
        return now.answer(id()).is(STATE, LOADED)
                ? new Finding.Fine("loaded")
                : Change.of(Action.CREATE, "load", "module " + module, Call.of("load_module", module));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        return now.recorded()
                .or(() -> Optional.of(Entry.was(id(), now.answer(id()).get(STATE))));
    }
}
