"""Measures reloads on a host whose kernel has IPVS: python3 reload.py ROUNDS COMMAND…

Starts the daemon with /root/reload.conf, and times how long after SIGHUP the kernel's table is what the file wants. Meanwhile a VRRP
instance sends adverts, dated by the kernel as they leave, and beat.py tells how late the host itself lets a process in real time be.
Prints one JSON object.
"""
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

COUNT = 2000
INTERFACE = "ens33"
SO_TIMESTAMPNS = 35
LIMIT = 120

INSTANCE = """
vrrp_instance VI_1 {
    interface %s
    virtual_router_id 10
    priority 200
    advert_int 1
    virtual_ipaddress {
        192.168.100.10/32
    }
}
""" % INTERFACE

SERVICE = """
virtual_server 10.1.%d.%d 80 {
    lb_algo %s
    lb_kind NAT
    protocol TCP
    real_server 198.51.100.1 80 {
        weight %d
    }
}
"""


def services(count, scheduler, weight_of):
    """Each is an address, a scheduler and a weight."""
    return [(index // 250, index % 250 + 1, scheduler, weight_of(index)) for index in range(count)]


BASE = services(COUNT, "rr", lambda index: 1)
SOME = services(COUNT + 10, "rr", lambda index: 2 if index % 100 == 0 else 1)
ALL = services(COUNT, "wrr", lambda index: 3)


def write(wanted):
    with open("/root/reload.conf.new", "w") as file:
        file.write(INSTANCE)
        file.writelines(SERVICE % service for service in wanted)
    os.rename("/root/reload.conf.new", "/root/reload.conf")


def table():
    """As services() makes it, in any order."""
    found = set()
    with open("/proc/net/ip_vs") as file:
        service = None
        for line in file:
            words = line.split()
            if words[0] == "TCP":
                service = (int(words[1][4:6], 16), int(words[1][6:8], 16), words[2])
            elif words[0] == "->" and service:
                found.add(service + (int(words[3]),))
    return found


def await_table(wanted, since):
    """Seconds from a moment until it is there. Looks seldom enough to leave the processor to the daemon."""
    wanted = set(wanted)
    while True:
        now = time.monotonic()
        if table() == wanted:
            return now - since
        if now - since > LIMIT:
            sys.exit("the table is not complete after %d s" % LIMIT)
        time.sleep(0.05)


class Adverts(threading.Thread):
    """When they left, by the kernel's clock."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        self.socket.bind((INTERFACE, 3))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.times = []

    def run(self):
        while True:
            packet, ancillary, _, _ = self.socket.recvmsg(128, 64)
            if len(packet) > 21 and packet[9] == 112 and packet[20] & 15 == 1 and ancillary:
                seconds, nanoseconds = struct.unpack("qq", ancillary[0][2][:16])
                self.times.append(seconds + nanoseconds / 1e9)


class Beat:
    """The host itself, watched by beat.py."""

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, "/root/beat.py", "0.02"], stdout=subprocess.PIPE, text=True)

    def latest(self):
        """Ends it; by how many seconds it was ever late, as far as that was told."""
        self.process.terminate()
        lines = self.process.communicate()[0].splitlines()
        return max((float(line.split()[1]) for line in lines), default=0)


def reload(pid, wanted):
    write(wanted)
    since = time.monotonic()
    os.kill(pid, signal.SIGHUP)
    return await_table(wanted, since)


def main():
    rounds, command = int(sys.argv[1]), sys.argv[2:]
    write(BASE)
    adverts = Adverts()
    adverts.start()
    with open("/root/reload.log", "w") as log:
        daemon = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    os.nice(10)  # looking must not keep the daemon from working, where there is one processor
    beat = Beat()
    try:
        await_table(BASE, time.monotonic())
        while not adverts.times:
            time.sleep(0.1)
        time.sleep(10)  # what is done once after a start
        adverts.times.clear()
        some, everything = [], []
        for _ in range(rounds):
            some.append(reload(daemon.pid, SOME))
            time.sleep(3)
            reload(daemon.pid, BASE)
            time.sleep(3)
            everything.append(reload(daemon.pid, ALL))
            time.sleep(3)
            reload(daemon.pid, BASE)
            time.sleep(3)
        times = list(adverts.times)
        gaps = [later - earlier for earlier, later in zip(times, times[1:])]
        late = {"late": sum(gap > 1.1 for gap in gaps), "longest": max(gaps), "host": beat.latest()}
        print(json.dumps({"some": some, "all": everything, **late}))
    finally:
        beat.process.kill()
        daemon.terminate()
        daemon.wait(60)


main()
