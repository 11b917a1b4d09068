package org.aloft.plan.apply;

import static org.aloft.plan.shell.ShellWord.quote;

import org.aloft.plan.HostPlan;
import org.aloft.plan.Step;
import org.aloft.plan.StepKind;
import org.aloft.plan.facts.Manifest;
import org.aloft.plan.resource.AddressResource;
import org.aloft.plan.resource.BundleResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;

/**
 * The commands of one step. They are joined by {@code &&}: the first that fails ends the step, in whatever context the shell
 * runs it.
 */
final class StepCommands {
    /** In place of a digest: whatever stands there was not written by Aloft. */
    private static final String NOT_OURS = "-";

    private StepCommands() {}

    static String of(Step step, HostPlan host) {
        boolean remove = step.kind() == StepKind.REMOVE;
        Resource resource = step.resource();
        if (step.kind() == StepKind.RECORD) {
            // The manifest is written before and after the steps anyway.
            return ":\n";
        }
        if (resource instanceof FileResource file) {
            return file(file, remove, recordedDigest(file, step.kind(), host.recorded()));
        }
        if (resource instanceof SysctlResource sysctl) {
            return "set_sysctl %s %s%n".formatted(quote(sysctl.path()), quote(sysctl.value()));
        }
        if (resource instanceof AddressResource address) {
            return remove
                    ? "remove_address %s %s%n"
                            .formatted(quote(address.address().toString()), quote(address.networkInterface()))
                    : "ip address replace %s dev %s%s%n"
                            .formatted(
                                    quote(address.address().toString()),
                                    quote(address.networkInterface()),
                                    address.label()
                                            .map(label -> " label " + quote(label))
                                            .orElse(""));
        }
        if (resource instanceof PackageResource wanted) {
            return (remove ? "remove_package %s%n" : "install_package %s%n").formatted(quote(wanted.name()));
        }
        if (resource instanceof BundleResource agent) {
            return bundle(agent, step.kind());
        }
        return service((ServiceResource) resource, step.kind());
    }

    private static String recordedDigest(FileResource file, StepKind kind, Manifest recorded) {
        return kind == StepKind.ADOPT ? NOT_OURS : recorded.detail(file.id()).orElse(NOT_OURS);
    }

    private static String file(FileResource file, boolean remove, String recordedDigest) {
        String path = quote(file.path());
        String reload = file.isUnit() ? " &&\n  systemctl daemon-reload" : "";
        String keep = "keep %s %s &&%n".formatted(path, quote(recordedDigest));
        return remove
                ? keep + "  rm -f -- %s%s%n".formatted(path, reload)
                : keep
                        + "  printf '%%s' %s |%n  put %s %04o%s%n"
                                .formatted(quote(file.content()), path, file.mode(), reload);
    }

    private static String bundle(BundleResource agent, StepKind kind) {
        String id = quote(agent.bundle().id());
        return switch (kind) {
            case INSTALL ->
                "unpack_bundle %s %s%n".formatted(id, quote(agent.bundle().sha256()));
            case REMOVE -> "remove_bundles\n";
            case SWITCH, CREATE, ADOPT, UPDATE, ENABLE, START, RESTART, RELOAD, RECORD ->
                "switch_bundle %s%n".formatted(id);
        };
    }

    private static String service(ServiceResource service, StepKind kind) {
        String unit = quote(service.unit());
        String enable = "control enable %s%n".formatted(unit);
        String enableThen = "control enable %s &&%n".formatted(unit);
        return switch (kind) {
            case ENABLE, CREATE, INSTALL, ADOPT, UPDATE, SWITCH, RECORD -> enable;
            // Not "start": a package's own scripts may have started it in the meantime, with the configuration of then.
            case START, RESTART -> enableThen + "  control restart %s%n".formatted(unit);
            case RELOAD -> enableThen + "  control reload-or-restart %s%n".formatted(unit);
            case REMOVE -> "remove_service %s%n".formatted(unit);
        };
    }
}
