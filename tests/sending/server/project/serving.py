"""Serves the API on a free port of the loopback address."""

import json
import os
import sys
import threading

import rest_framework
from django.core.servers import basehttp
from django.core.wsgi import get_wsgi_application


class Handler(basehttp.WSGIRequestHandler):
    def log_message(self, *args):
        """Says nothing: the only line on standard output is the address."""


def serve():
    server = basehttp.ThreadedWSGIServer(("127.0.0.1", 0), Handler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=end_with_input, daemon=True).start()
    line = {
        "url": f"http://127.0.0.1:{server.server_port}",
        "version": rest_framework.VERSION,
    }
    print(json.dumps(line), flush=True)
    server.serve_forever()


def end_with_input():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)
