"""
Holds connections to a web server open, and asks on each of them over and over (HTTP/1.1, keep-alive).

hold.py ADDRESS COUNT FOLDER: FOLDER/holding appears once each connection has had five answers. Once somebody makes
FOLDER/moved, each is asked three times more; then FOLDER/cut says how many of them broke instead of answering.
"""
import os
import socket
import sys
import threading
import time

address, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
BEFORE, AFTER = 5, 3
PATIENCE = 60
holding = threading.Barrier(count + 1)
cut = []


def answer(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: " + address.encode() + b"\r\n\r\n")
    text = b""
    while b"\r\n\r\n" not in text:
        text += received(connection)
    head, body = text.split(b"\r\n\r\n", 1)
    headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    length = int(headers[b"content-length"])
    while len(body) < length:
        body += received(connection)


def received(connection):
    part = connection.recv(4096)
    if not part:
        raise ConnectionError("closed")
    return part


def hold(number):
    with socket.create_connection((address, 80), PATIENCE) as connection:
        connection.settimeout(PATIENCE)
        for _ in range(BEFORE):
            answer(connection)
        holding.wait()
        left = AFTER
        try:
            while left > 0:
                moved = os.path.exists(folder + "/moved")
                answer(connection)
                if moved:
                    left -= 1
                time.sleep(0.5)
        except OSError as error:
            cut.append("%d: %s" % (number, error))


threads = [threading.Thread(target=hold, args=(number,), daemon=True) for number in range(count)]
for thread in threads:
    thread.start()
holding.wait()
open(folder + "/holding", "w").close()
for thread in threads:
    thread.join()
with open(folder + "/cut.new", "w") as result:
    print("%d of %d" % (len(cut), count), file=result)
print(*cut, sep="\n")
os.rename(folder + "/cut.new", folder + "/cut")
