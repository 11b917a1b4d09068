# A timer that ends a drill on the host by itself: a transient one of systemd's (systemd-run(1)), elsewhere a process
# that sleeps, and a file beside it that says whose it is. Its name ends in the run's id, and a run stops no timer but
# its own.
#
# Stands behind manager.sh. Takes $run, $unit (ends in -$run), $service, $after (seconds), $description. Ends with 75
# (sysexits.h, EX_TEMPFAIL) when another run has a timer armed here, and prints whose.

# Prints the descriptions of the armed timers of other runs, a line each.
others() {
    service_manager
    if [ "$manager" != systemd ]; then
        others_without_systemd
        return
    fi
    listed=$(systemctl list-units --all --full --plain --no-legend --no-pager 'aloft-drill-undo-*.timer') || return
    printf '%s\n' "$listed" | while read -r name _ _ _ whose; do
        case $name in
        '' | *"-$run.timer") ;;
        *) printf '%s\n' "$whose" ;;
        esac
    done
}

others_without_systemd() {
    for armed in /run/aloft-drill-undo-*; do
        case $armed in
        *"-$run" | *.whose) ;;
        *) [ ! -e "$armed" ] || cat "$armed.whose" ;;
        esac
    done
}

disarm() {
    service_manager
    if [ "$manager" = systemd ]; then
        systemctl stop "$unit.timer" 2>/dev/null || :
    else
        rm -f -- "/run/$unit" "/run/$unit.whose"
    fi
}

# Armed first and looked after that: of two runs that arm at the same moment both withdraw, and none goes on.
arm() {
    disarm
    arm_alone || return
    found=$(others) || {
        disarm
        return 1
    }
    if [ -n "$found" ]; then
        disarm
        printf '%s\n' "$found"
        return 75
    fi
}

arm_alone() {
    if [ "$manager" = systemd ]; then
        systemd-run --quiet --collect --unit="$unit" --description="$description" --on-active="${after}s" \
            --timer-property=AccuracySec=1s systemctl start -- "$service"
    else
        printf '%s\n' "$description" >"/run/$unit.whose" && start_later "$service" "$after" "/run/$unit"
    fi
}
