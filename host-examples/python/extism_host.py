"""aws-federation in Python, through Extism. To use it in a service of your own, copy `AwsFederation`.

    from extism_host import AwsFederation

    plugin = AwsFederation("dist/aws-federation.extism.wasm")
    answer = plugin.call("saml_attributes", {"principal": principal, "mapping": mapping})
    if answer["type"] == "failure":
        log.error("refused: %s", answer["errors"])
"""

import base64
import json
import os
import sys
from pathlib import Path

import extism


class AwsFederation:
    """One instance of the plugin; call it as often as you like, from one thread at a time."""

    def __init__(self, wasm_path):
        # The plugin computes and does nothing else, so it is given nothing: no WASI, no hosts, no paths. A call takes
        # microseconds; the ceilings only keep a broken plugin from taking the service with it.
        manifest = {
            "wasm": [{"data": base64.b64encode(Path(wasm_path).read_bytes()).decode()}],
            "allowed_hosts": [],
            "memory": {"max_pages": 16_384},  # 1 GiB
            "timeout_ms": 60_000,
        }
        self._plugin = extism.Plugin(manifest, wasi=False)

    def call_bytes(self, operation, request):
        """Bytes of JSON in, bytes of JSON out."""
        return self._plugin.call(operation, request, parse=bytes)

    def call(self, operation, request=None):
        """Carries out one operation; the answer's `type` is "success" or "failure".

        Raises only when the plugin itself is broken.
        """
        return json.loads(self.call_bytes(operation, json.dumps(request or {}).encode()))


# ---- the command line: the same as in ../js ----

SUCCESS, FAILURE, MISUSE, BROKEN = range(4)
DEFAULT = Path(__file__).resolve().parents[2] / "dist" / "aws-federation.extism.wasm"
USAGE = f"""usage: extism_host.py [--wasm PATH] [--lines] OPERATION < request.json > answer.json

  --wasm      the plugin; default: {DEFAULT}
  --lines     one request a line, one answer a line, all from one instance
  OPERATION   describe lists them. With --lines it may be -: then each line is
              {{"operation":"...","request":{{...}}}} or {{"operation":"...","requestBase64":"..."}}

status: 0 success, 1 a failure answer, 2 misuse, 3 the plugin broke"""


class Misuse(Exception):
    """The command line, the plugin's file or a line of `-` is wrong."""


def main(words):
    try:
        path, lines, operation = read_arguments(words)
        try:
            plugin = AwsFederation(path)
        except (OSError, extism.Error) as error:
            raise Misuse(f"{path} cannot be loaded: {error}") from error
        known = [entry["name"] for entry in plugin.call("describe")["operations"]]
        if not lines:
            return answer(plugin, check(operation, known), sys.stdin.buffer.read())
        status = SUCCESS
        for number, line in enumerate(sys.stdin.buffer, start=1):
            line = line.removesuffix(b"\n")
            named = read_line(line, number) if operation == "-" else (operation, line)
            status = max(status, answer(plugin, check(named[0], known), named[1]))
        return status
    except Misuse as error:
        print(f"extism_host.py: {error}\n\n{USAGE}", file=sys.stderr)
        return MISUSE
    except extism.Error as error:
        print(f"extism_host.py: the plugin broke: {error}", file=sys.stderr)
        return BROKEN
    except BrokenPipeError:
        # Nobody reads on; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SUCCESS


def read_arguments(words):
    path, lines, names = DEFAULT, False, []
    words = iter(words)
    for word in words:
        if word == "--wasm":
            path = next(words, None)
            if path is None:
                raise Misuse("--wasm needs a path")
        elif word == "--lines":
            lines = True
        elif word.startswith("--"):
            raise Misuse(f"unknown option {word}")
        else:
            names.append(word)
    if len(names) != 1:
        raise Misuse("name one operation")
    if names[0] == "-" and not lines:
        raise Misuse("the operation - needs --lines")
    return path, lines, names[0]


def read_line(line, number):
    try:
        entry = json.loads(line)
    except ValueError:
        raise Misuse(f"line {number} is not JSON") from None
    if not isinstance(entry, dict) or not isinstance(entry.get("operation"), str):
        raise Misuse(f"line {number} names no operation")
    if isinstance(entry.get("requestBase64"), str):
        try:
            return entry["operation"], base64.b64decode(entry["requestBase64"], validate=True)
        except ValueError:
            raise Misuse(f"requestBase64 of line {number} is not base64") from None
    # A request that is absent is an empty one: `describe` takes nothing.
    return entry["operation"], json.dumps(entry["request"]).encode() if "request" in entry else b""


def check(operation, known):
    if operation not in known:
        raise Misuse(f"unknown operation {operation}; known: {', '.join(known)}")
    return operation


def answer(plugin, operation, request):
    reply = plugin.call_bytes(operation, request)
    sys.stdout.buffer.write(reply + b"\n")
    sys.stdout.buffer.flush()
    return SUCCESS if json.loads(reply)["type"] == "success" else FAILURE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
