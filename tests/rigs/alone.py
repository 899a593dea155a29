"""Runs a command on a machine that reaches nobody: only itself, over the loopback.

`python -m tests.rigs.alone COMMAND…` inside `unshare --user --map-root-user --net`.
"""

import fcntl
import os
import socket
import struct
import sys

_SIOCSIFFLAGS, _UP = 0x8914, 0x1
_FLAGS = struct.Struct("16sh14x")


def bring_up_loopback() -> None:
    """Let the machine speak to itself: a new one does not even do that."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, _FLAGS.pack(b"lo", _UP))


if __name__ == "__main__":
    bring_up_loopback()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - our own program
