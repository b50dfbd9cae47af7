"""What a lab does from inside a network namespace, with nothing but Python's own library.

station.py SOCKET   listens on a unix socket; each connection is one operation and lasts as long as it. The first line is
a JSON object with "op"; every answer is a JSON object on a line of its own.

send     {device, frames: [hex]}                          -> {sent}
watch    {device, outgoing}                               -> {ready}, then {frame: hex} each, {lost: n} if the kernel lost some
serve    {protocol, address, port, name}                  -> {ready}, until the connection ends
probe    {protocol, to, port, data, within, from, fromPort} -> an answer
connect  {to, port, within, from, fromPort}                  -> {ready} or a failure; then for each {data, within} an answer

An answer is what a server of "serve" said: {server, peer, peerPort, data}, or {failure, code}. Times are seconds.
"""
import errno
import json
import os
import socket
import struct
import sys
import threading
import time

ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_STATISTICS = 6
LINE_LIMIT = 1 << 20


def say(connection, answer):
    connection.sendall((json.dumps(answer) + "\n").encode())


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def failure(error):
    kinds = {
        errno.ECONNREFUSED: "refused",
        errno.ECONNRESET: "reset",
        errno.EPIPE: "reset",
        errno.ENETUNREACH: "unreachable",
        errno.EHOSTUNREACH: "unreachable",
        errno.ETIMEDOUT: "timeout",
        errno.EAGAIN: "timeout",
    }
    if isinstance(error, (socket.timeout, TimeoutError)):
        return {"failure": "timeout", "code": "ETIMEDOUT"}
    return {"failure": kinds.get(error.errno, "other"), "code": errno.errorcode.get(error.errno, str(error))}


def send(connection, lines, ask):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as out:
        out.bind((ask["device"], 0))
        for frame in ask["frames"]:
            out.send(bytes.fromhex(frame))
    say(connection, {"sent": len(ask["frames"])})


def watch(connection, lines, ask):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as heard:
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        heard.bind((ask["device"], ETH_P_ALL))
        heard.settimeout(0.2)
        say(connection, {"ready": True})
        while True:
            try:
                frame, source = heard.recvfrom(65535)
                if ask["outgoing"] or source[2] != socket.PACKET_OUTGOING:
                    say(connection, {"frame": frame.hex()})
                continue
            except socket.timeout:
                pass
            _, lost = struct.unpack("II", heard.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
            if lost:
                say(connection, {"lost": lost})
            if ended(connection):
                return


def ended(connection):
    """Whether the other side has closed."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    finally:
        connection.setblocking(True)


def reply(ask, peer, data):
    answer = {"server": ask["name"], "peer": peer[0], "peerPort": peer[1], "data": data.decode("latin-1")}
    return (json.dumps(answer) + "\n").encode()


def serve(connection, lines, ask):
    kind = socket.SOCK_STREAM if ask["protocol"] == "tcp" else socket.SOCK_DGRAM
    clients = set()
    with socket.socket(family(ask["address"]), kind) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((ask["address"], ask["port"]))
        if kind == socket.SOCK_STREAM:
            server.listen(512)
        run = serve_stream if kind == socket.SOCK_STREAM else serve_datagrams
        threading.Thread(target=run, args=(server, ask, clients), daemon=True).start()
        say(connection, {"ready": True})
        lines.readline()
        # Closing alone does not wake a thread that is in a call on the socket.
        try:
            server.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        for client in list(clients):
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def serve_datagrams(server, ask, _clients):
    while True:
        try:
            data, peer = server.recvfrom(65535)
        except OSError:
            return
        if data == b"" and server.fileno() < 0:
            return
        try:
            server.sendto(reply(ask, peer, data), peer)
        except OSError:
            pass


def serve_stream(server, ask, clients):
    while True:
        try:
            client, peer = server.accept()
        except OSError:
            return
        clients.add(client)
        threading.Thread(target=serve_client, args=(client, peer, ask, clients), daemon=True).start()


def serve_client(client, peer, ask, clients):
    try:
        with client, client.makefile("rb") as lines:
            for line in iter(lambda: lines.readline(LINE_LIMIT), b""):
                client.sendall(reply(ask, peer, line.rstrip(b"\n")))
    except OSError:
        pass
    clients.discard(client)


def opened(ask, kind, deadline):
    """A socket that is connected to the target within the time."""
    out = socket.socket(family(ask["to"]), kind)
    try:
        out.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if ask["from"] or ask["fromPort"]:
            out.bind((ask["from"] or ("::" if ":" in ask["to"] else "0.0.0.0"), ask["fromPort"]))
        out.settimeout(max(0.001, deadline - time.monotonic()))
        out.connect((ask["to"], ask["port"]))
        return out
    except BaseException:
        out.close()
        raise


def exchange(out, lines, data, deadline):
    out.settimeout(max(0.001, deadline - time.monotonic()))
    out.sendall(data.encode("latin-1") + b"\n")
    line = lines.readline(LINE_LIMIT)
    if not line.endswith(b"\n"):
        return {"failure": "reset", "code": "EOF"}
    return json.loads(line)


def probe(connection, lines, ask):
    deadline = time.monotonic() + ask["within"]
    try:
        if ask["protocol"] == "tcp":
            with opened(ask, socket.SOCK_STREAM, deadline) as out, out.makefile("rb") as answers:
                say(connection, exchange(out, answers, ask["data"], deadline))
        else:
            with opened(ask, socket.SOCK_DGRAM, deadline) as out:
                out.send(ask["data"].encode("latin-1"))
                say(connection, json.loads(out.recv(65535)))
    except OSError as error:
        say(connection, failure(error))


def connect(connection, lines, ask):
    try:
        out = opened(ask, socket.SOCK_STREAM, time.monotonic() + ask["within"])
    except OSError as error:
        say(connection, failure(error))
        return
    with out:
        say(connection, {"ready": True})
        pending = b""
        for line in iter(lambda: lines.readline(LINE_LIMIT), b""):
            one = json.loads(line)
            deadline = time.monotonic() + one["within"]
            try:
                out.settimeout(max(0.001, deadline - time.monotonic()))
                out.sendall(one["data"].encode("latin-1") + b"\n")
                answer = None
                # An answer to an earlier question that came too late is not the answer to this one.
                while answer is None or answer["data"] != one["data"]:
                    while b"\n" not in pending:
                        out.settimeout(max(0.001, deadline - time.monotonic()))
                        more = out.recv(65536)
                        if more == b"":
                            raise ConnectionResetError(errno.ECONNRESET, "closed")
                        pending += more
                    first, _, pending = pending.partition(b"\n")
                    answer = json.loads(first)
                say(connection, answer)
            except OSError as error:
                say(connection, failure(error))


OPERATIONS = {"send": send, "watch": watch, "serve": serve, "probe": probe, "connect": connect}


def handle(connection):
    with connection, connection.makefile("rb") as lines:
        try:
            ask = json.loads(lines.readline())
            OPERATIONS[ask["op"]](connection, lines, ask)
        except (BrokenPipeError, ConnectionResetError):
            pass
        except Exception as error:  # told to the one who asked, whatever it is
            try:
                say(connection, {"error": f"{type(error).__name__}: {error}"})
            except OSError:
                pass


def main():
    path = sys.argv[1]
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        if os.path.exists(path):
            os.unlink(path)
        listener.bind(path)
        listener.listen(128)
        print("ready", flush=True)
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=handle, args=(connection,), daemon=True).start()


main()
