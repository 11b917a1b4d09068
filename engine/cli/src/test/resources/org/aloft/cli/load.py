"""So many requests of a page a second until a file appears, each on a connection of its own; prints what became of them."""
import os
import re
import socket
import sys
import threading
import time

address, rate, over, page = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4]
answered = 0
failed = []
lock = threading.Lock()


def request(due):
    global answered
    try:
        with socket.create_connection((address, 80), 5) as connection:
            connection.settimeout(5)
            connection.sendall(b"GET " + page.encode() + b" HTTP/1.0\r\n\r\n")
            answer = b""
            while True:
                part = connection.recv(4096)
                if not part:
                    break
                answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        whole = length is not None and len(body) == int(length.group(1))
        fault = None if b"200 OK" in head and whole else "cut short"
    except OSError as error:
        fault = str(error)
    with lock:
        if fault is None:
            answered += 1
        else:
            failed.append("%.2f s: %s" % (due, fault))


start = time.monotonic()
threads = []
number = 0
while not os.path.exists(over):
    due = number / rate
    wait = start + due - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    thread = threading.Thread(target=request, args=(due,))
    thread.start()
    threads.append(thread)
    number += 1
for thread in threads:
    thread.join()
print("answered", answered, "failed", len(failed), "of", number, *failed[:5])
