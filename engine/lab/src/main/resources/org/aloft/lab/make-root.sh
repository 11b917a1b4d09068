#!/bin/sh
# make-root.sh DIRECTORY: the root file system that every host of a lab starts from (about a minute, 300 MB).
#
# A plain Debian or Ubuntu, the same as this machine, with systemd and sshd. The hosts have no way out to the internet, so what
# they may install later (`installable`, below) lies in a package repository of their own: /opt/lab-repo.
#
# The root is made beside DIRECTORY and renamed at the end: a run that is killed leaves no half root that looks whole.
set -eu

target=$1
making=$target.making
packages=systemd,systemd-sysv,dbus,openssh-server,sudo,python3,python3-apt,iproute2,iputils-ping,iputils-arping,procps
packages=$packages,nftables,iptables,keepalived,ipvsadm,tcpdump,kmod,ca-certificates,curl,less
installable="nginx-light haproxy socat dnsmasq ifupdown firewalld ufw keepalived frr"
# Not every distribution has these. What other-init.sh puts in systemd's place is two that shut each other out.
selinux="policycoreutils-python-utils selinux-policy-default"
sysvinit="sysvinit-core sysv-rc"
openrc="sysvinit-core openrc"

# The distribution's own package sources, as apt itself understands them: third-party entries may want keys that the new root
# does not have, or servers that cannot be reached. The keyring is named, since newer releases no longer trust it by default.
sources() {
    keyring=/usr/share/keyrings/$ID-archive-keyring.gpg
    options=
    [ ! -e "$keyring" ] || options="[signed-by=$keyring] "
    # shellcheck disable=SC2016 # $(…) is apt's syntax here
    apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' |
        while IFS='|' read -r origin uri release component; do
            case $origin in Debian | Ubuntu) ;; *) continue ;; esac
            case $release in "$VERSION_CODENAME"-backports) continue ;; "$VERSION_CODENAME"*) ;; *) continue ;; esac
            echo "deb $options$uri $release $component"
        done | sort -u
}

# A proxy that apt needs on this machine is needed for the new root as well.
proxies() {
    apt-config dump --format '%f "%v";%n' | grep -iE '^Acquire::(http|https)::Proxy"? ' || :
}

# What a lab's host has no use for. On a guest, in which starting a process takes 30 ms, this is the
# difference between a boot of some seconds and one of half a minute.
mask_units() {
    for unit in systemd-logind.service getty.target console-getty.service systemd-udevd.service systemd-timesyncd.service \
        systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-binfmt.service systemd-hwdb-update.service \
        proc-sys-fs-binfmt_misc.automount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
        sys-fs-fuse-connections.mount dev-hugepages.mount dev-mqueue.mount e2scrub_reap.service e2scrub_all.timer fstrim.timer \
        apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer motd-news.timer systemd-tmpfiles-clean.timer \
        kmod-static-nodes.service systemd-modules-load.service modprobe@.service systemd-random-seed.service \
        systemd-remount-fs.service systemd-sysusers.service systemd-tmpfiles-setup-dev.service systemd-ask-password-wall.path \
        systemd-ask-password-console.path systemd-boot-system-token.service systemd-pcrphase.service systemd-pstore.service \
        systemd-pcrphase-sysinit.service systemd-firstboot.service systemd-machine-id-commit.service ldconfig.service \
        systemd-journal-flush.service systemd-journal-catalog-update.service systemd-update-done.service systemd-repart.service \
        systemd-user-sessions.service systemd-networkd-wait-online.service systemd-networkd.service systemd-resolved.service ssh.socket; do
        ln -sf /dev/null "$making/etc/systemd/system/$unit"
    done
    # Nobody has to be kept from logging in while a host boots, so nobody has to be let in again (user-sessions, above).
    for file in systemd-nologin.conf x11.conf home.conf journal-nocow.conf systemd-pstore.conf systemd-network.conf; do
        ln -sf /dev/null "$making/etc/tmpfiles.d/$file"
    done
    # sshd checks its configuration when it starts; Debian has it do so once more before.
    mkdir -p "$making/etc/systemd/system/ssh.service.d"
    printf '[Service]\nExecStartPre=\n' >"$making/etc/systemd/system/ssh.service.d/lab.conf"
    # Generators look for fstab lines, encrypted disks, old init scripts: none here, and each daemon-reload starts them all.
    mkdir -p "$making/etc/systemd/system-generators"
    for generator in "$making"/usr/lib/systemd/system-generators/*; do
        ln -sf /dev/null "$making/etc/systemd/system-generators/${generator##*/}"
    done
    # D-Bus starts when somebody knocks, not at boot; root's systemctl talks to systemd without it.
    rm -f "$making"/usr/lib/systemd/system/multi-user.target.wants/dbus.service
    # These set what belongs to the machine, which a host sees read-only.
    for file in 50-pid-max.conf 99-protect-links.conf 10-kernel-hardening.conf 10-ptrace.conf 10-zeropage.conf \
        10-console-messages.conf 10-magic-sysrq.conf 10-map-count.conf 50-default.conf; do
        [ ! -e "$making/usr/lib/sysctl.d/$file" ] || ln -sf /dev/null "$making/etc/sysctl.d/$file"
        [ ! -f "$making/etc/sysctl.d/$file" ] || rm "$making/etc/sysctl.d/$file"
    done
}

configure() {
    rm -f "$making"/etc/ssh/ssh_host_*
    mkdir -p "$making/etc/ssh/sshd_config.d" "$making/etc/systemd/journald.conf.d" "$making/usr/lib/modules"
    # Post-quantum key exchange costs ten times the rest of a login, and nobody listens in a lab. A TCP check of port 22
    # is a login that stops short: of ten at once on a slow guest, sshd drops the next (MaxStartups), whoever that is.
    printf '%s\n' 'PermitRootLogin prohibit-password' 'PasswordAuthentication no' 'KexAlgorithms -sntrup*,mlkem*' \
        'MaxStartups 200' >"$making/etc/ssh/sshd_config.d/lab.conf"
    printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=16M\nAudit=no\nReadKMsg=no\n' \
        >"$making/etc/systemd/journald.conf.d/lab.conf"
    : >"$making/etc/fstab"
    : >"$making/etc/machine-id"
    rm -f "$making/etc/resolv.conf"
    echo 'nameserver 127.0.0.1' >"$making/etc/resolv.conf"
    chroot "$making" systemctl -q set-default multi-user.target
    chroot "$making" systemctl -q enable ssh.service
    chroot "$making" systemctl -q disable keepalived.service ipvsadm.service nftables.service || :
    make_devices
    # Where a host finds the machine's root while it starts.
    mkdir "$making/.machine"
    # A guest's first process; it goes on in guest-init.sh. ext4 would sync a file that is renamed over another without being
    # asked (auto_da_alloc); not every file system does, so here a program that forgets to sync is found out by a power cut.
    printf '%s\n' '#!/bin/sh' 'mount -t ext4 -o noatime,noauto_da_alloc /dev/ubda /mnt' 'exec /bin/sh /mnt/guest-init.sh' \
        >"$making/sbin/lab-init"
    chmod 755 "$making/sbin/lab-init"
}

# What a host's /dev begins with.
make_devices() {
    mkdir -m 755 "$making/opt/lab-dev"
    cd "$making/opt/lab-dev"
    for device in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
        numbers=${device#*:}
        mknod -m 666 "${device%%:*}" c "${numbers%:*}" "${numbers#*:}"
    done
    ln -s pts/ptmx ptmx
    ln -s /proc/self/fd fd
    ln -s /proc/self/fd/0 stdin
    ln -s /proc/self/fd/1 stdout
    ln -s /proc/self/fd/2 stderr
    cd /
}

# What mmdebstrap downloaded on top becomes a repository: an index, and the only line of sources.list.
make_repository() {
    repository=$making/opt/lab-repo
    for file in "$repository"/*.deb; do
        dpkg-deb --field "$file" Package Version Architecture Multi-Arch Pre-Depends Depends Conflicts Breaks Replaces Provides \
            Priority Section Installed-Size Maintainer Description
        echo "Filename: ./${file##*/}"
        echo "Size: $(stat -c %s "$file")"
        echo "SHA256: $(sha256sum "$file" | cut -d' ' -f1)"
        echo
    done >"$repository/Packages"
    chmod -R a+rX "$repository"
    rm -rf "$making"/etc/apt/sources.list "$making"/etc/apt/sources.list.d/* "$making"/etc/apt/apt.conf.d/99mmdebstrap
    echo 'deb [trusted=yes] file:/opt/lab-repo ./' >"$making/etc/apt/sources.list.d/lab.list"
    echo 'Acquire::Languages "none";' >"$making/etc/apt/apt.conf.d/lab"
    # Downloaded by root: _apt has no way into a host's namespaces that root has not.
    chroot "$making" apt-get -q -o APT::Sandbox::User=root update
}

# shellcheck source=/dev/null
. /etc/os-release
rm -rf "$making"
list=$(sources)
if [ -z "$list" ]; then
    apt-get -q update
    list=$(sources)
fi
[ -n "$list" ] || {
    echo "apt knows no package source of $ID $VERSION_CODENAME: see /etc/apt/sources.list" >&2
    exit 1
}
download='install -qy --download-only --reinstall --no-install-recommends --allow-remove-essential'
set -- --variant=minbase --mode=root --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --include="$packages" \
    --customize-hook="rm -f \"\$1\"/var/cache/apt/archives/*.deb" \
    --customize-hook="chroot \"\$1\" apt-get $download $installable" \
    --customize-hook="for names in '$selinux' '$sysvinit' '$openrc'; do
        if chroot \"\$1\" apt-cache show \$names >/dev/null 2>&1; then chroot \"\$1\" apt-get $download \$names || exit 1; fi
    done" \
    --customize-hook="mkdir \"\$1/opt/lab-repo\" && mv \"\$1\"/var/cache/apt/archives/*.deb \"\$1/opt/lab-repo\"" \
    "$VERSION_CODENAME" "$making" -
proxy=$(proxies)
[ -z "$proxy" ] || set -- --aptopt="$proxy" "$@"
printf '%s\n' "$list" | mmdebstrap "$@"
configure
mask_units
make_repository
touch "$making/usr" "$making/etc/.updated" "$making/var/.updated"
sync -f "$making"
mv "$making" "$target"
