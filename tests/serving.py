"""Real web servers for tests, on free ports of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

needs_nginx = pytest.mark.skipif(
    shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is None,
    reason="nginx is not installed",
)


@contextmanager
def answering(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer by a handler of the test's own; gives the server's address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def nginx(public: Path) -> Iterator[int]:
    """Serve a folder by nginx, with the rules that it holds, if any; gives the port."""
    with tempfile.TemporaryDirectory() as folder, free_port() as port:
        user = "user root;" if os.getuid() == 0 else ""
        paths = " ".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        settings = Path(folder) / "nginx.conf"
        settings.write_text(
            f"daemon off; {user} pid {folder}/pid; error_log stderr;\n"
            f"events {{}}\nhttp {{ access_log off; {paths} include /etc/nginx/mime.types;\n"
            f"{_including(public, 'nginx-http.conf')}\n"
            f"server {{ listen 127.0.0.1:{port}; root {public}; absolute_redirect off;\n"
            "gzip_static on; gzip_vary on;\n"  # as docs/publishing.md has it
            f"{_including(public, 'nginx-server.conf')} }} }}\n",
            "utf-8",
        )
        with running(["nginx", "-c", str(settings), "-p", folder], port):
            yield port


@contextmanager
def apache(public: Path) -> Iterator[int]:
    """Serve a folder by Apache, with the rules that it holds; gives the port."""
    with tempfile.TemporaryDirectory() as folder, free_port() as port:
        Path(folder).chmod(0o755)
        modules = "mpm_event authz_core dir mime rewrite headers".split()
        user = "User nobody\nGroup nogroup\n" if os.getuid() == 0 else ""
        (Path(folder) / "mime.types").write_text("text/html html\ntext/plain txt\n", "utf-8")
        settings = Path(folder) / "apache.conf"
        settings.write_text(
            f"ServerRoot {folder}\nPidFile {folder}/pid\nServerName localhost\n{user}"
            + "".join(
                f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
                for name in modules
            )
            + f"DefaultRuntimeDir {folder}\nErrorLog {folder}/errors\nTypesConfig mime.types\n"
            f"Listen 127.0.0.1:{port}\nDefine AUTOBLOG {public}\n"
            f"<VirtualHost *:{port}>\nDocumentRoot {public}\nDirectoryIndex index.html\n"
            f"<Directory {public}>\nRequire all granted\n</Directory>\n"
            f"Include {public}/_hosting/apache.conf\n</VirtualHost>\n",
            "utf-8",
        )
        with running(["apache2", "-f", str(settings), "-DFOREGROUND"], port):
            yield port


def _including(public: Path, name: str) -> str:
    path = public / "_hosting" / name
    return f"include {path};" if path.exists() else ""


SERVERS = {"nginx": nginx, "apache2": apache}


@contextmanager
def free_port() -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    yield port


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """Run a server; wait until it answers."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            deadline = time.monotonic() + 30
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if server.poll() is not None or time.monotonic() > deadline:
                        server.kill()
                        raise AssertionError(server.communicate()[1]) from None
                    time.sleep(0.05)
            yield
        finally:
            server.terminate()
