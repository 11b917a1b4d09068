#!/bin/sh
# Written by Aloft. A VIP is on lo, from where FRR announces it, exactly while each of its services has its quorum, and
# aloft-announce.service runs.
#
#   announce up SERVICE | down SERVICE   told by the agent (quorum_up, quorum_down)
#   announce start | stop | reload       told by aloft-announce.service
#   announce gone                        told by systemd: the agent has ended, however it ended
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin
state=/run/aloft-announce

# A VIP with its services on each line.
vips() {
    cat <<'END'
<#list vips as vip>
${vip.address} ${vip.services?join(" ")}
</#list>
END
}

# Whether each of these services has its quorum.
well() {
    [ ! -e "$state/stopped" ] || return 1
    for service; do
        [ -e "$state/up/$service" ] || return 1
    done
}

on_lo() {
    [ -n "$(ip -o address show dev lo to "$1")" ]
}

put() {
    : >"$state/held/${r"${1%/*}"}"
    on_lo "$1" || ip address add "$1" dev lo
}

take() {
    ! on_lo "$1" || ip address del "$1" dev lo || return 1
    rm -f "$state/held/${r"${1%/*}"}"
}

length() {
    case $1 in
        *:*) echo 128 ;;
        *) echo 32 ;;
    esac
}

settle() {
    vips | {
        failed=0
        while read -r vip services; do
            # shellcheck disable=SC2086 # one word each
            if well $services; then put "$vip"; else take "$vip"; fi || failed=1
        done
        exit "$failed"
    } || return 1
    # What was put there for a topology of before.
    for file in "$state"/held/*; do
        vip=${r"${file##*/}"}
        [ ! -e "$file" ] || vips | grep -q "^$vip/" || take "$vip/$(length "$vip")" || return 1
    done
}

mkdir -p "$state/up" "$state/held"
# One after the other: the agent tells of several services at once.
exec 9>"$state/lock"
flock 9
case $1 in
    up)
        : >"$state/up/$2"
        settle
        ;;
    down)
        rm -f "$state/up/$2"
        settle
        ;;
    start)
        rm -f "$state/stopped"
        settle
        ;;
    stop)
        : >"$state/stopped"
        settle
        # The agent still balances, until the routers have heard: a busy host takes more than a second for that.
        sleep 2
        ;;
    reload) settle ;;
    gone)
        rm -f "$state"/up/*
        settle
        ;;
    *)
        echo "announce: $1?" >&2
        exit 64
        ;;
esac
