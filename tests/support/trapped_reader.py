#!/usr/bin/env python3
"""A document that breaks the plugin's ceiling on memory, and what the instance can do afterwards: trapped_reader.py WASM.

Extism keeps an instance after a trap. What the trap interrupted must not be in the way of the next document.
"""

import pathlib
import sys

import extism

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "host-examples/python"))
from extism_host import AwsFederation, chunks  # noqa: E402

CASE = ROOT / "tests/reader/an-aggregate-is-described-without-a-target/document.xml"
ENDLESS = b'<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"><EntityDescriptor entityID="https://idp.example">'


def read(plugin):
    with open(CASE, "rb") as document:
        return list(plugin.read_metadata({"task": "inspect"}, chunks(document, 100)))[-1]


plugin = AwsFederation(sys.argv[1], memory=4)
untouched = read(plugin)
assert untouched["type"] == "success", untouched
for turn in range(3):
    assert plugin.call_bytes("metadata_reader_open", b'{"task":"inspect"}') == b'{"type":"success"}'
    answer = plugin.call_bytes("metadata_reader_push", ENDLESS)
    try:
        for _ in range(100):
            answer = plugin.call_bytes("metadata_reader_push", b" " * 65536)
    except extism.Error:
        pass
    else:
        raise SystemExit(f"an entity of 6 MB fits into 4: {answer}")
    assert b"api.reader-closed" in plugin.call_bytes("metadata_reader_push", b"<a/>"), "what the trap left is a closed reader"
    assert read(plugin) == untouched, "the next document is read as if nothing had been"
    assert plugin.call("describe")["type"] == "success"
