package org.aloft.plan;

import java.util.List;
import java.util.Optional;
import org.aloft.plan.facts.FileFact;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.resource.BundleResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;

/** What makes it impossible to plan anything for a host: found before a single step is taken. */
final class Obstacles {
    /** The tarball, what it unpacks to, and some air. */
    private static final int BUNDLE_GROWTH = 5;

    private static final long MEBIBYTE = 1024L * 1024;

    private Obstacles() {}

    static Optional<Refusal> find(Topology topology, HostFacts facts, List<Resource> wanted) {
        String host = facts.host();
        if (wanted.isEmpty() && facts.manifest().entries().isEmpty()) {
            return Optional.empty();
        }
        if (!facts.root()) {
            return Optional.of(new Refusal(
                    host, "the probe did not run as root", "connect as root, or set ansible_become=true for " + host));
        }
        if (!facts.systemd()) {
            return Optional.of(new Refusal(
                    host,
                    "systemd is not running there, and Aloft's services need it",
                    "use a host that boots with systemd, or take " + host + " out of the topology"));
        }
        return missingInterface(topology, facts)
                .or(() -> missingPackageManager(facts, wanted))
                .or(() -> inTheWay(facts, wanted))
                .or(() -> noSpace(facts, wanted));
    }

    private static Optional<Refusal> missingInterface(Topology topology, HostFacts facts) {
        return topology.instancesOf(facts.host()).stream()
                .filter(instance -> !facts.interfaces().contains(instance.networkInterface(facts.host())))
                .findFirst()
                .map(instance -> refusal(facts, instance));
    }

    private static Refusal refusal(HostFacts facts, VrrpInstance instance) {
        return new Refusal(
                facts.host(),
                "instances." + instance.name() + ".interface: there is no interface "
                        + instance.networkInterface(facts.host()) + "; it has " + String.join(", ", facts.interfaces()),
                "set the interface that is in the VIPs' network");
    }

    private static Optional<Refusal> missingPackageManager(HostFacts facts, List<Resource> wanted) {
        return facts.packageManager().isPresent()
                ? Optional.empty()
                : wanted.stream()
                        .filter(PackageResource.class::isInstance)
                        .map(PackageResource.class::cast)
                        .filter(each -> !facts.packages().contains(each.name()))
                        .findFirst()
                        .map(each -> new Refusal(
                                facts.host(),
                                "nothing there installs packages, and " + each.name() + " is wanted",
                                "Aloft uses apt-get, dnf, yum or zypper; install it by hand where there is none"));
    }

    private static Optional<Refusal> inTheWay(HostFacts facts, List<Resource> wanted) {
        return wanted.stream()
                .filter(FileResource.class::isInstance)
                .map(resource -> ((FileResource) resource).path())
                .filter(path -> facts.files().get(path) instanceof FileFact.NotAFile)
                .findFirst()
                .map(path -> new Refusal(
                        facts.host(),
                        path + " is wanted as a file, and a folder, a device or a dangling link stands there",
                        "move it away: mv " + path + " " + path + ".old"));
    }

    private static Optional<Refusal> noSpace(HostFacts facts, List<Resource> wanted) {
        long free = facts.freeBytes().getOrDefault("/opt", facts.freeBytes().getOrDefault("/", Long.MAX_VALUE));
        return wanted.stream()
                .filter(BundleResource.class::isInstance)
                .map(resource -> ((BundleResource) resource).bundle())
                .filter(bundle -> !facts.bundles().contains(bundle.id()))
                .filter(bundle -> free < bundle.sizeBytes() * BUNDLE_GROWTH)
                .findFirst()
                .map(bundle -> new Refusal(
                        facts.host(),
                        "the disk is too full: the agent needs " + bundle.sizeBytes() * BUNDLE_GROWTH / MEBIBYTE
                                + " MiB below /opt, and " + free / MEBIBYTE + " MiB are free",
                        "make room on the file system of /opt"));
    }
}
