# Written by Aloft. An agent that has ended judges no services: after a crash their VIPs wait for its next start.
[Service]
ExecStopPost=-+${program} gone
