package org.aloft.plan.resource;

import java.util.Set;

/**
 * One thing on a host that is wanted.
 *
 * <p>Order between resources is typed: {@link #requires()} names what must be in force first. Bringing up follows it,
 * taking away goes the other way round.
 */
public sealed interface Resource
        permits FileResource, PackageResource, SysctlResource, AddressResource, ServiceResource, BundleResource {

    /** What it is, unique on its host: {@code file:/etc/aloft/aloftd.conf}, {@code sysctl:net.ipv4.ip_forward}. */
    String id();

    /** Why it is wanted, for a person to read. */
    String reason();

    /** Ids of the resources that must be in force before this one, and must outlast it. */
    Set<String> requires();
}
