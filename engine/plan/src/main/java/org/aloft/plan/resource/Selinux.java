package org.aloft.plan.resource;

import java.util.List;
import java.util.Optional;
import org.aloft.plan.host.Answer;

/** What is the same of all things of SELinux: whether it is enabled, and whether there is what changes its policy. */
final class Selinux {
    private static final String STATE = "selinux";
    private static final String TOOL = "tool";
    /** What brings semanage(8): in RHEL from 8 on, in Fedora, SUSE and Debian; and in RHEL 7. */
    private static final String PACKAGE = "policycoreutils-python-utils";

    private static final String PACKAGE_OF_YUM = "policycoreutils-python";

    private Selinux() {}

    static boolean isEnabled(Answer there) {
        return there.is(STATE, "enabled");
    }

    /** Whether semanage is missing. */
    static boolean lacksTool(Answer there) {
        return there.is(TOOL, "missing");
    }

    /** Why nothing can be changed; empty where it can, or where a package that is installed before brings semanage. */
    static Optional<Finding> inTheWay(Answer there, Situation now) {
        if (there.is(TOOL, "fails")) {
            return Optional.of(new Finding.Blocked(
                    "SELinux is enabled, but semanage cannot read its policy",
                    "as root, run there: semanage boolean -l, and mend what it says"));
        }
        if (!lacksTool(there)
                || List.of(PACKAGE, PACKAGE_OF_YUM).stream()
                        .map(PackageResource::idOf)
                        .anyMatch(now.changing()::contains)) {
            return Optional.empty();
        }
        return Optional.of(new Finding.Blocked(
                "SELinux is enabled, but semanage, which changes its policy, is missing",
                fix(now.machine().packageManager().orElse("dnf"))));
    }

    private static String fix(String packageManager) {
        String name = packageManager.equals("yum") ? PACKAGE_OF_YUM : PACKAGE;
        return "name " + name + " in `packages` of this host, or run there: " + packageManager + " install " + name;
    }

    /** Whether a package comes before, which may bring a part of the policy with it. */
    static boolean policyMayGrow(Situation now) {
        return now.changing().stream().anyMatch(id -> id.kind().equals(PackageResource.KIND.name()));
    }

    /** What the user should know of a host on which SELinux is disabled. */
    static List<String> warnings(Answer there, String what) {
        return isEnabled(there) ? List.of() : List.of("SELinux is disabled there: " + what + " is left as it is");
    }
}
