package org.aloft.agent.config.language;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aloft.agent.config.NamespaceBlock;
import org.aloft.agent.config.ProcessBlock;
import org.aloft.agent.config.ProcessNames;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.kernel.process.ThreadNames;

/** Keywords of {@code global_defs} that are about the process itself. */
final class ProcessLanguage {
    private static final Duration LONGEST_SCRIPT = Duration.ofSeconds(1000);

    private static final Pattern NAMESPACE = Pattern.compile("(?!\\.{1,2}$)[^/]{1,255}");

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("global_defs")
            .word("startup_script", (arguments, draft) -> draft.startupScript = arguments.script())
            .word("startup_script_timeout", (arguments, draft) -> arguments
                    .seconds(Duration.ofSeconds(1), LONGEST_SCRIPT)
                    .ifPresent(value -> draft.startupTimeout = value))
            .word("shutdown_script", (arguments, draft) -> draft.shutdownScript = arguments.script())
            .word("shutdown_script_timeout", (arguments, draft) -> arguments
                    .seconds(Duration.ofSeconds(1), LONGEST_SCRIPT)
                    .ifPresent(value -> draft.shutdownTimeout = value))
            .word("vrrp_rt_priority", (arguments, draft) -> draft.realTimePriority = arguments.integer(1, 99))
            .warned("checker_rt_priority", Reasons.REAL_TIME)
            .warned("bfd_rt_priority", Reasons.REAL_TIME)
            .word("process_names", (arguments, draft) -> draft.names = ProcessNames.KEEPALIVEDS)
            .word("process_name", (arguments, draft) -> draft.processName = threadName(arguments))
            .word("vrrp_process_name", (arguments, draft) -> draft.vrrpName = threadName(arguments))
            .word("checker_process_name", (arguments, draft) -> draft.checkerName = threadName(arguments))
            .formerly("lvs_process_name", "checker_process_name")
            .word("bfd_process_name", (arguments, draft) -> draft.bfdName = threadName(arguments))
            .warned("max_auto_priority", Reasons.REAL_TIME)
            .warned("min_auto_priority_delay", Reasons.REAL_TIME)
            .warned("vrrp_priority", Reasons.UNIT_SCHEDULING)
            .warned("checker_priority", Reasons.UNIT_SCHEDULING)
            .warned("bfd_priority", Reasons.UNIT_SCHEDULING)
            .warned("vrrp_cpu_affinity", Reasons.UNIT_SCHEDULING)
            .warned("checker_cpu_affinity", Reasons.UNIT_SCHEDULING)
            .warned("bfd_cpu_affinity", Reasons.UNIT_SCHEDULING)
            .warned("vrrp_no_swap", Reasons.MEMORY_LOCKED)
            .warned("checker_no_swap", Reasons.MEMORY_LOCKED)
            .warned("bfd_no_swap", Reasons.MEMORY_LOCKED)
            .warned("vrrp_rlimit_rttime", Reasons.RUN_TIME_LIMIT)
            .warned("checker_rlimit_rttime", Reasons.RUN_TIME_LIMIT)
            .warned("bfd_rlimit_rttime", Reasons.RUN_TIME_LIMIT)
            .warned("vrrp_rlimit_rtime", Reasons.RUN_TIME_LIMIT)
            .warned("checker_rlimit_rtime", Reasons.RUN_TIME_LIMIT)
            .warned("bfd_rlimit_rtime", Reasons.RUN_TIME_LIMIT)
            .warned("process_monitor_rcv_bufs", Reasons.NETLINK_BUFFERS)
            .warned("process_monitor_rcv_bufs_force", Reasons.NETLINK_BUFFERS)
            .warned("snmp_socket", Reasons.NO_SNMP)
            .warned("enable_snmp_vrrp", Reasons.NO_SNMP)
            .warned("enable_snmp_keepalived", Reasons.NO_SNMP)
            .warned("enable_snmp_checker", Reasons.NO_SNMP)
            .warned("enable_snmp_rfc", Reasons.NO_SNMP)
            .warned("enable_snmp_rfcv2", Reasons.NO_SNMP)
            .warned("enable_snmp_rfcv3", Reasons.NO_SNMP)
            .warned("enable_traps", Reasons.NO_SNMP)
            .warned("enable_dbus", Reasons.NO_DBUS)
            .warned("dbus_service_name", Reasons.NO_DBUS)
            .warned("umask", "files of aloftd have fixed modes that let no other user write")
            .warned("tmp_config_directory", "aloftd is one process and reads its files once, so it needs no copy")
            .warned("config_save_dir", "it only helps to find faults of keepalived; aloftd logs what a reload changes")
            .warned("data_use_instance", "aloftd writes no .data files; aloftd status says the same")
            .warned(
                    "reload_check_config",
                    "aloftd always checks a configuration before it reloads, and logs what is wrong with it")
            .refused(
                    "reload_time_file", "aloftd reads no clock files; let a systemd timer run: systemctl reload aloftd")
            .refused("reload_repeat", "aloftd reads no clock files; let a systemd timer run: systemctl reload aloftd")
            .refused(
                    "reload_file",
                    "aloftd makes no such file, and whoever waits for it would wait for ever; write the new"
                            + " configuration to another name and rename it, which needs no waiting");

    /** Words of the same kind that stand outside any block. */
    static final Vocabulary<Draft> OUTSIDE = new Vocabulary<Draft>("the top level")
            .word(
                    "net_namespace",
                    (arguments, draft) -> draft.namespace = arguments
                            .word("the name of a network namespace")
                            .flatMap(name -> namespace(name, arguments)))
            .word("net_namespace_ipvs", (arguments, draft) -> {
                Optional<String> name = arguments.hasMore() ? arguments.word("a name") : Optional.empty();
                draft.ipvsNamespace =
                        Optional.of(new NamespaceBlock.Ipvs(name.flatMap(text -> namespace(text, arguments))));
            })
            .warned("namespace_with_ipsets", "aloftd uses no ipsets")
            .warned("instance", "several aloftd on one host are told apart by --run-directory DIR")
            .warned(
                    "use_pid_dir",
                    "aloftd's run directory is its own (--run-directory DIR), and systemd knows its number")
            .warned("linkbeat_use_polling", Reasons.NETLINK_TELLS)
            .warned("linkbeat_interfaces", Reasons.NETLINK_TELLS)
            .warned("child_wait_time", Reasons.ONE_PROCESS);

    private ProcessLanguage() {}

    private static Optional<String> threadName(Arguments arguments) {
        Optional<String> name = arguments.word("a name");
        name.filter(text -> text.getBytes(StandardCharsets.UTF_8).length > ThreadNames.LONGEST)
                .ifPresent(text -> arguments.warning(arguments.statement().name() + " is longer than "
                        + ThreadNames.LONGEST + " bytes; the kernel cuts the rest: " + text));
        return name;
    }

    /** It becomes the name of a file. */
    private static Optional<String> namespace(String name, Arguments arguments) {
        if (NAMESPACE.matcher(name).matches()) {
            return Optional.of(name);
        }
        arguments.error(
                arguments.statement().name() + " must be a name as ip netns list has it, without a path: " + name);
        return Optional.empty();
    }

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<String> namespace = Optional.empty();
        Optional<NamespaceBlock.Ipvs> ipvsNamespace = Optional.empty();
        ProcessNames names = ProcessNames.NONE;
        Optional<String> processName = Optional.empty();
        Optional<String> vrrpName = Optional.empty();
        Optional<String> checkerName = Optional.empty();
        Optional<String> bfdName = Optional.empty();
        Optional<Integer> realTimePriority = Optional.empty();
        Optional<ScriptLine> startupScript = Optional.empty();
        Duration startupTimeout = Duration.ofSeconds(10);
        Optional<ScriptLine> shutdownScript = Optional.empty();
        Duration shutdownTimeout = Duration.ofSeconds(10);

        ProcessBlock finish() {
            return new ProcessBlock(
                    new NamespaceBlock(namespace, ipvsNamespace),
                    new ProcessNames(processName, vrrpName, checkerName, bfdName).orElse(names),
                    realTimePriority,
                    startupScript,
                    startupTimeout,
                    shutdownScript,
                    shutdownTimeout);
        }
    }
}
