"""aws-federation in Python, through Extism. To use it in a service of your own, copy `AwsFederation`.

    from extism_host import AwsFederation

    plugin = AwsFederation("dist/aws-federation.extism.wasm")
    answer = plugin.call("saml_attributes", {"principal": principal, "mapping": mapping})
    if answer["type"] == "failure":
        log.error("refused: %s", answer["errors"])

A federation's aggregate, in a few MB of the plugin's memory:

    with open("aggregate.xml", "rb") as document:
        for answer in plugin.read_metadata({"task": "inspect"}, chunks(document)):
            for entity in answer.get("entities", ()):
                print(entity["entityId"])
"""

import argparse
import base64
import json
import os
import sys
from pathlib import Path

import extism


class AwsFederation:
    """One instance of the plugin; call it as often as you like, from one thread at a time."""

    def __init__(self, wasm_path, memory=1024):
        # The plugin computes and does nothing else, so it is given nothing: no WASI, no hosts, no paths. A call takes
        # microseconds; the ceilings only keep a broken plugin from taking the service with it.
        manifest = {
            "wasm": [{"data": base64.b64encode(Path(wasm_path).read_bytes()).decode()}],
            "allowed_hosts": [],
            "memory": {"max_pages": 16 * memory},  # MiB; a page has 64 KiB, and Extism's own memory counts too
            "timeout_ms": 60_000,
        }
        self._plugin = extism.Plugin(manifest, wasi=False)
        self._reading = False

    def call_bytes(self, operation, request):
        """Bytes of JSON in, bytes of JSON out."""
        return self._plugin.call(operation, request, parse=bytes)

    def call(self, operation, request=None):
        """Carries out one operation; the answer's `type` is "success" or "failure".

        Raises only when the plugin itself is broken.
        """
        return json.loads(self.call_bytes(operation, json.dumps(request or {}).encode()))

    def read_metadata(self, request, chunks):
        """Carries out metadata_inspect or metadata_transform on a document of any size; `chunks` gives bytes, cut anywhere.

        Gives an answer for each chunk, with the `entities` and `findings` that it brought, and at last that of the task:
        `inspect` or `transform`. A failure is the last one, too. Trust nothing of a signed document before the last answer:
        until then its signature is not checked.
        """
        for answer in self.read_metadata_bytes(json.dumps(request).encode(), chunks):
            yield json.loads(answer)

    def read_metadata_bytes(self, request, chunks):
        """The same, with bytes of JSON in and out."""
        if self._reading:
            raise RuntimeError("an instance of the plugin reads one document at a time; load a second one")
        self._reading = True
        try:
            answer = self.call_bytes("metadata_reader_open", request)
            if is_failure(answer):
                yield answer
                return
            for chunk in chunks:
                answer = self.call_bytes("metadata_reader_push", chunk)
                yield answer
                if is_failure(answer):
                    return
            yield self.call_bytes("metadata_reader_finish", b"")
        finally:
            self._reading = False  # what was left unread is forgotten when the next document begins


def is_failure(answer):
    """In every answer `type` comes first."""
    return answer.startswith(b'{"type":"failure"')


def chunks(document, size=64 << 10):
    """A file in pieces of this size; the last one may be smaller."""
    return iter(lambda: document.read(size), b"")


# ---- the command line: the same as in ../js ----

SUCCESS, FAILURE, MISUSE, BROKEN = range(4)
# What an instance does with a document in chunks; on the command line, --read does it.
READER = ["metadata_reader_open", "metadata_reader_push", "metadata_reader_finish"]
DEFAULT = Path(__file__).resolve().parents[2] / "dist" / "aws-federation.extism.wasm"
USAGE = f"""usage: extism_host.py [PLUGIN] [--lines] OPERATION < request.json > answer.json
       extism_host.py [PLUGIN] --read [--chunk BYTES] REQUEST.json < document.xml > answers.jsonl

  PLUGIN      [--wasm PATH] [--memory MIB]; default: {DEFAULT}
  --memory    the plugin breaks when it wants more; default: 1024
  --lines     one request a line, one answer a line, all from one instance
  --read      metadata of any size, read in chunks (65536 bytes without --chunk): an answer for each, and that of the task
  OPERATION   describe lists them. With --lines it may be -: then each line is
              {{"operation":"...","request":{{...}}}} or {{"operation":"...","requestBase64":"..."}},
              or so names {", ".join(READER)}

status: 0 success, 1 a failure answer, 2 misuse, 3 the plugin broke"""


class Misuse(Exception):
    """The command line, the plugin's file or a line of `-` is wrong."""


def main(words):
    try:
        wanted = read_arguments(words)
        try:
            plugin = AwsFederation(wanted.wasm, wanted.memory)
        except (OSError, extism.Error) as error:
            raise Misuse(f"{wanted.wasm} cannot be loaded: {error}") from error
        if wanted.read:
            status = SUCCESS
            for reply in plugin.read_metadata_bytes(wanted.request, chunks(sys.stdin.buffer, wanted.chunk)):
                status = write(reply)
            return status  # of the last answer
        operation = wanted.name
        known = [entry["name"] for entry in plugin.call("describe")["operations"]]
        if not wanted.lines:
            return answer(plugin, check(operation, known), sys.stdin.buffer.read())
        status = SUCCESS
        for number, line in enumerate(sys.stdin.buffer, start=1):
            line = line.removesuffix(b"\n")
            named = read_line(line, number) if operation == "-" else (operation, line)
            status = max(status, answer(plugin, check(named[0], known + READER), named[1]))
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


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        raise Misuse(message)


def read_arguments(words):
    parser = Arguments(add_help=False, allow_abbrev=False)
    parser.add_argument("--wasm", type=Path, default=DEFAULT)
    parser.add_argument("--memory", type=positive, default=1024)
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--chunk", type=positive)
    parser.add_argument("name")
    wanted = parser.parse_args(words)
    if wanted.read and wanted.lines:
        raise Misuse("--read or --lines")
    if wanted.chunk and not wanted.read:
        raise Misuse("--chunk needs --read")
    if wanted.name == "-" and not wanted.lines:
        raise Misuse("the operation - needs --lines")
    if wanted.read:
        try:
            wanted.request = Path(wanted.name).read_bytes()
        except OSError as error:
            raise Misuse(str(error)) from error
    wanted.chunk = wanted.chunk or 64 << 10
    return wanted


def positive(word):
    number = int(word)
    if number < 1:
        raise ValueError
    return number


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
    return write(plugin.call_bytes(operation, request))


def write(reply):
    sys.stdout.buffer.write(reply + b"\n")
    sys.stdout.buffer.flush()
    return SUCCESS if json.loads(reply)["type"] == "success" else FAILURE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
