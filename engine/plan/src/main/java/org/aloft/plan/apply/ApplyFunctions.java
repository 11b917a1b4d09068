package org.aloft.plan.apply;

/** The functions that every apply script begins with. They hold no value of a user's. */
final class ApplyFunctions {
    private ApplyFunctions() {}

    static final String TEXT = """
            LC_ALL=C
            PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
            export LC_ALL PATH

            say() { # word, fields
              echo "@aloft $*"
            }

            in_base64() {
              base64 | tr -d '\\n'
            }

            prepare() { # takes the lock; what it opens stays open until the script ends
              trap '' HUP PIPE
              umask 022
              if ! command -v flock >/dev/null 2>&1; then
                say failed 0 "$(echo 'flock is missing: install the package util-linux' | in_base64)"
                return 1
              fi
              exec 9>>/run/aloft.lock || return 1
              if ! flock -x -w 3 9; then
                say locked "$(sed -n 1p /run/aloft.lock | in_base64)" "$(sed -n 2p /run/aloft.lock | in_base64)"
                return 75
              fi
              printf '%s\\n%s\\n%s\\n' "$who" "$since" "$run" >/run/aloft.lock
              work=$(mktemp -d /run/aloft.XXXXXX) || return 1
              trap 'rm -rf -- "$work"; : >/run/aloft.lock' EXIT
            }

            attempt() { # number, command, arguments
              number=$1
              shift
              ("$@") >/dev/null 2>"$work/errors" 9>&- && return 0
              say failed "$number" "$(tail -n 12 "$work/errors" | in_base64)"
              return 1
            }

            put() { # path, mode; content on standard input. The old file stays until the new one is complete.
              folder=${1%/*}
              mkdir -p -- "$folder/" &&
                temporary=$(mktemp "$folder/.aloft.XXXXXX") &&
                trap 'rm -f -- "$temporary"' EXIT &&
                cat >"$temporary" &&
                chmod -- "$2" "$temporary" &&
                chown root:root "$temporary" &&
                mv -f -T -- "$temporary" "$1" &&
                trap - EXIT
            }

            keep() { # path, digest that Aloft wrote: anything else that stands there is copied away first
              if [ -f "$1" ]; then
                digest=$(sha256sum <"$1") || return 1
                if [ "${digest%% *}" != "$2" ]; then
                  copy=/var/lib/aloft/backup$1.$(date -u +%Y%m%dT%H%M%SZ)
                  (umask 077 && mkdir -p -- "${copy%/*}") && cp -p -- "$1" "$copy"
                fi
              fi
            }

            remember() { # manifest
              printf '%s' "$1" | put /var/lib/aloft/manifest 0600
            }

            set_sysctl() { # path, value
              printf '%s\\n' "$2" >"$1"
            }

            install_package() { # name
              if command -v apt-get >/dev/null 2>&1; then
                DEBIAN_FRONTEND=noninteractive
                export DEBIAN_FRONTEND
                apt_install "$1" || { apt-get -q update && apt_install "$1"; }
              elif command -v dnf >/dev/null 2>&1; then
                dnf -y -q install -- "$1"
              elif command -v yum >/dev/null 2>&1; then
                yum -y -q install -- "$1"
              elif command -v zypper >/dev/null 2>&1; then
                zypper --non-interactive --quiet install -- "$1"
              else
                echo 'none of apt-get, dnf, yum and zypper is here' >&2
                return 1
              fi
            }

            apt_install() { # name
              apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confdef \\
                -o Dpkg::Options::=--force-confold install -- "$1"
            }

            remove_package() { # name
              if command -v apt-get >/dev/null 2>&1; then
                DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 remove -- "$1"
              elif command -v dnf >/dev/null 2>&1; then
                dnf -y -q remove -- "$1"
              elif command -v yum >/dev/null 2>&1; then
                yum -y -q remove -- "$1"
              else
                zypper --non-interactive --quiet remove -- "$1"
              fi
            }

            control() { # verb of systemctl, unit: what the unit said last is part of the message when it fails
              systemctl "$1" -- "$2" && return 0
              journalctl -q -n 8 --no-pager -o cat -u "$2" >&2
              return 1
            }

            remove_service() { # unit
              systemctl disable --now -- "$1" || ! systemctl cat -- "$1" >/dev/null 2>&1
            }

            remove_address() { # address, interface
              ! held "$1" "$2" || ip address del "$1" dev "$2"
            }

            held() { # address, interface
              ip -o address show dev "$2" | grep -q -F " $1 "
            }

            unpack_bundle() { # id, digest
              tarball=/opt/aloft/incoming/$1.tar.gz
              trap 'rm -rf -- "/opt/aloft/$1.partial"' EXIT
              echo "$2  $tarball" | sha256sum -c --status || {
                echo "$tarball is missing, or not what was sent; run the command again" >&2
                return 1
              }
              rm -rf -- "/opt/aloft/$1.partial" "/opt/aloft/$1" &&
                mkdir -p -- "/opt/aloft/$1.partial" &&
                tar -xzf "$tarball" --no-same-owner -C "/opt/aloft/$1.partial" &&
                mv -T -- "/opt/aloft/$1.partial" "/opt/aloft/$1" &&
                prepare_bundle "/opt/aloft/$1" &&
                switch_bundle "$1" &&
                rm -f -- "$tarball"
            }

            prepare_bundle() { # folder; in its last place, as the archive holds the names of its jars
              "$1/bin/aloftd" --make-archive </dev/null >/dev/null 2>&1 || :
              # Whatever came of it: without the archive aloftd starts more slowly, and that is all.
            }

            switch_bundle() { # id; the version before stays, older ones go
              previous=$(readlink /opt/aloft/current)
              previous=${previous##*/}
              ln -s -f -n -- "$1" /opt/aloft/current.new &&
                mv -f -T -- /opt/aloft/current.new /opt/aloft/current || return 1
              for version in /opt/aloft/*/bin/aloftd; do
                version=${version%/bin/aloftd}
                case ${version##*/} in
                  "$1" | "$previous" | current | incoming) ;;
                  *) rm -rf -- "$version" ;;
                esac
              done
            }

            remove_bundles() {
              rm -rf -- /opt/aloft
            }
            """;
}
