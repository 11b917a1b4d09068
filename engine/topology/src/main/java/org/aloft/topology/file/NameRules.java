package org.aloft.topology.file;

import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** Tells where a name that the user chose breaks its {@link NameRule}. */
final class NameRules {
    private NameRules() {}

    /** Whether the name may be used. */
    static boolean check(Located<String> name, NameRule rule, Problems problems) {
        try {
            rule.check(name.value());
            return true;
        } catch (BadValue e) {
            problems.add(name.at(), name.key(), e.code(), e.getMessage(), rule.fix());
            return false;
        }
    }
}
