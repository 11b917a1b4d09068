package org.aloft.plan.facts;

import static org.aloft.plan.shell.ShellWord.quote;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.Topology;

/**
 * The script that asks a host what {@link HostFacts} holds. It changes nothing.
 *
 * <p>It prints one fact a line: a word, then fields with a space between. Whatever a user or a host could have put into a
 * field travels in base64, and was put there before the script left this machine where possible: starting a process is the
 * dear thing on a small host, so there are about ten of them, however many files and parameters are asked for.
 */
public final class ProbeScript {
    private ProbeScript() {}

    /** A POSIX sh script; what it prints is read by {@link FactsReader}. */
    public static String of(Topology topology, String host, List<Resource> wanted) {
        StringBuilder script = new StringBuilder();
        script.append("#!/bin/sh\n# Aloft: what is there? Changes nothing.\n");
        script.append(FIXED);
        script.append("wanted() {\n  :\n");
        List<SysctlResource> sysctls = wanted.stream()
                .filter(SysctlResource.class::isInstance)
                .map(SysctlResource.class::cast)
                .toList();
        sysctls.forEach(sysctl ->
                script.append("  echo 'sysctl %s %s'%n".formatted(base64(sysctl.key()), base64(sysctl.path()))));
        call(script, "sysctls", sysctls.stream().map(SysctlResource::path).toList());
        script.append("  set --\n");
        for (Resource resource : wanted) {
            if (resource instanceof FileResource file) {
                String path = quote(file.path());
                script.append("  if [ -f %s ]; then set -- \"$@\" %s; echo 'file %s'%n"
                        .formatted(path, path, base64(file.path())));
                script.append("  elif [ -e %s ] || [ -L %s ]; then echo 'no-file %s'%n"
                        .formatted(path, path, base64(file.path())));
                script.append("  else echo 'absent %s'; fi%n".formatted(base64(file.path())));
            }
        }
        script.append("  digests \"$@\"\n");
        for (Resource resource : wanted) {
            if (resource instanceof FileResource file) {
                script.append("  content %s %s %s%n".formatted(base64(file.path()), file.sha256(), quote(file.path())));
            }
        }
        call(script, "packages", names(wanted, PackageResource.class));
        List<String> units = names(wanted, ServiceResource.class);
        units.forEach(unit -> script.append("  echo 'unit %s'%n".formatted(base64(unit))));
        call(script, "units", units);
        script.append("}\n\nmain() {\n  echo 'aloft-facts 1'\n  machine\n  aloft\n  wanted\n  echo 'end'\n}\n\n");
        script.append("main </dev/null\n");
        return script.toString();
    }

    private static List<String> names(List<Resource> wanted, Class<? extends Resource> kind) {
        return wanted.stream()
                .filter(kind::isInstance)
                .map(resource -> resource.id().substring(resource.id().indexOf(':') + 1))
                .toList();
    }

    private static void call(StringBuilder script, String function, List<String> values) {
        String words = values.stream().map(value -> " " + quote(value)).collect(Collectors.joining());
        if (!values.isEmpty()) {
            script.append("  %s%s%n".formatted(function, words));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final String FIXED = """
            LC_ALL=C
            PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
            export LC_ALL PATH

            in_base64() {
              base64 | tr -d '\\n'
            }

            machine() {
              echo "uname $(uname -rm)"
              echo "user $(id -u)"
              if [ -d /run/systemd/system ]; then echo 'init systemd'; else echo 'init other'; fi
              if [ -r /etc/os-release ]; then
                while IFS= read -r line; do
                  case $line in ID=* | VERSION_ID=*) printf 'os %s\\n' "$line" ;; esac
                done </etc/os-release
              fi
              for manager in apt-get dnf yum zypper; do
                if command -v "$manager" >/dev/null 2>&1; then
                  echo "package-manager $manager"
                  break
                fi
              done
              if [ -e /proc/net/ip_vs ]; then echo 'ipvs yes'; else echo 'ipvs no'; fi
              stat -f -c 'space %n %a %S' / /opt /var 2>/dev/null
              for interface in /proc/sys/net/ipv4/conf/*; do
                case ${interface##*/} in
                  all | default) ;;
                  *) printf 'interface %s\\n' "${interface##*/}" ;;
                esac
              done
              ip -o address show | sed 's/^/address /'
            }

            aloft() {
              if [ -s /var/lib/aloft/manifest ]; then
                echo "manifest $(in_base64 </var/lib/aloft/manifest)"
              fi
              if [ -s /run/aloft.lock ] && ! flock -s -n /run/aloft.lock true 2>/dev/null; then
                echo "lock $(in_base64 </run/aloft.lock)"
              fi
              for bundle in /opt/aloft/*/bin/aloftd; do
                bundle=${bundle%/bin/aloftd}
                if [ -d "$bundle" ] && [ ! -L "$bundle" ]; then printf 'bundle %s\\n' "${bundle##*/}"; fi
              done
              if [ -L /opt/aloft/current ]; then printf 'current %s\\n' "$(readlink /opt/aloft/current)"; fi
            }

            sysctls() { # paths; read(1) would not do: it takes a byte at a time, and these files end after the first
              grep -s -H '' -- "$@" | sed 's/^/value /'
            }

            digests() { # paths
              if [ $# -gt 0 ]; then
                stat -L -c 'stat %a %U:%G %s' -- "$@"
                sha256sum -- "$@" | sed 's/^\\\\\\{0,1\\}\\([0-9a-f]*\\).*/sha256 \\1/'
              fi
            }

            content() { # path in base64, digest that is wanted, path
              [ -f "$3" ] || return 0
              set -- "$1" "$2" "$3" "$(sha256sum <"$3")"
              if [ "${4%% *}" != "$2" ] && [ "$(stat -L -c %s -- "$3")" -le 65536 ]; then
                echo "content $1 $(in_base64 <"$3")"
              fi
            }

            packages() { # names
              if command -v dpkg-query >/dev/null 2>&1; then
                dpkg-query -W -f 'package ${db:Status-Status} ${Package}\\n' -- "$@" 2>/dev/null
              elif command -v rpm >/dev/null 2>&1; then
                rpm -q --qf 'package installed %{NAME}\\n' -- "$@" 2>/dev/null
              fi
            }

            units() { # names; systemctl answers in the same order, with an empty line between
              [ -d /run/systemd/system ] || return 0
              systemctl show -p UnitFileState -p ActiveState -- "$@" 2>/dev/null | sed 's/^/state /'
            }

            """;
}
