# A transient timer (systemd-run(1)) that ends a drill on the host by itself. Its name ends in the run's id, and a run
# stops no timer but its own.
#
# Takes $run, $unit (ends in -$run), $service, $after (seconds), $description. Ends with 75 (sysexits.h, EX_TEMPFAIL)
# when another run has a timer armed here, and prints whose.

# Prints the descriptions of the armed timers of other runs, a line each.
others() {
    listed=$(systemctl list-units --all --full --plain --no-legend --no-pager 'aloft-drill-undo-*.timer') || return
    printf '%s\n' "$listed" | while read -r name _ _ _ whose; do
        case $name in
        '' | *"-$run.timer") ;;
        *) printf '%s\n' "$whose" ;;
        esac
    done
}

disarm() {
    systemctl stop "$unit.timer" 2>/dev/null || :
}

# Armed first and looked after that: of two runs that arm at the same moment both withdraw, and none goes on.
arm() {
    disarm
    systemd-run --quiet --collect --unit="$unit" --description="$description" --on-active="${after}s" \
        --timer-property=AccuracySec=1s systemctl start -- "$service" || return
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
