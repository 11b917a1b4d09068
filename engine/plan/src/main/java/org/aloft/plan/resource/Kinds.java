package org.aloft.plan.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All kinds of resources. A new kind is one line here, its class, its shell file and its folder of cases. */
public final class Kinds {
    private static final List<Kind> ALL = List.of(
            UserResource.KIND,
            DirectoryResource.KIND,
            FileResource.KIND,
            AbsentResource.KIND,
            ModuleResource.KIND,
            FirewallResource.KIND,
            PackageResource.KIND,
            SysctlResource.KIND,
            SelinuxBooleanResource.KIND,
            SelinuxPortResource.KIND,
            AddressResource.KIND,
            PersistenceResource.KIND,
            RouteResource.KIND,
            ServiceResource.KIND,
            BundleResource.KIND);

    private static final Map<String, Kind> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Kind::name, Function.identity()));

    private Kinds() {}

    /** Every kind. */
    public static List<Kind> all() {
        return ALL;
    }

    /** The kind of this name; empty when another version of Aloft knows it, but not this one. */
    public static Optional<Kind> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
