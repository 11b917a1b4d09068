"""Stands between a client and one server, and makes the way long: python3 delay.py PORT ADDRESS SECONDS

Listens on PORT of all local addresses and hands each connection on to port 22 of ADDRESS. Every byte arrives SECONDS
after it was sent, in both directions; a connection is open one round trip after it was asked for. Prints a line once it
listens.
"""
import asyncio
import sys

port, address, way = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])


async def carry(source, sink):
    loop = asyncio.get_running_loop()
    under_way = asyncio.Queue()

    async def arrive():
        while True:
            due, data = await under_way.get()
            await asyncio.sleep(due - loop.time())
            if not data:
                break
            sink.write(data)
            await sink.drain()
        if sink.can_write_eof():
            sink.write_eof()

    arriving = asyncio.create_task(arrive())
    data = b"-"
    while data:
        data = await source.read(65536)
        under_way.put_nowait((loop.time() + way, data))
    await arriving


async def connect(reader, writer):
    try:
        await asyncio.sleep(2 * way)
        there_reader, there_writer = await asyncio.open_connection(address, 22)
        await asyncio.gather(carry(reader, there_writer), carry(there_reader, writer))
        there_writer.close()
    except OSError:
        pass  # one of the two has gone
    writer.close()


async def main():
    server = await asyncio.start_server(connect, "0.0.0.0", port, backlog=1024)
    print("listening", flush=True)
    await server.serve_forever()


asyncio.run(main())
