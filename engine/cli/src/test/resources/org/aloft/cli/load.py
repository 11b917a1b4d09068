"""So many requests a second to a VIP until a file appears, each on a connection of its own; prints what became of them."""
import os
import socket
import sys
import threading
import time

address, rate, over = sys.argv[1], float(sys.argv[2]), sys.argv[3]
answered = 0
failed = []
lock = threading.Lock()


def request(due):
    global answered
    try:
        with socket.create_connection((address, 80), 5) as connection:
            connection.settimeout(5)
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            answer = b""
            while True:
                part = connection.recv(4096)
                if not part:
                    break
                answer += part
        fault = None if b"200 OK" in answer else "cut short"
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
