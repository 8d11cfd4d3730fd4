// A real Chromium with a profile of its own, and a server that remembers what it was asked for.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html", ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * Serves folders under prefixes, and nothing else. With `?until=MARK` a file comes up to this mark, and the rest of it when
 * `release()` is called.
 */
export async function serve(roots) {
  const asked = [];
  const held = [];
  const server = http.createServer(async ({ url, headers }, response) => {
    asked.push(url);
    try {
      const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
      const [prefix, root] = Object.entries(roots).find(([prefix]) => path.startsWith(prefix));
      const type = TYPES[extname(path)];
      if (!type) throw new Error("not one of ours");
      const content = await readFile(join(root, path.slice(prefix.length)));
      const mark = new URL(url, "http://localhost").searchParams.get("until");
      if (mark) {
        const end = content.indexOf(mark);
        response.writeHead(200, { "content-type": type }).write(content.subarray(0, end));
        held.push(() => response.end(content.subarray(end)));
        return;
      }
      const fields = { "content-type": `${type}${type === "application/wasm" ? "" : "; charset=utf-8"}` };
      // As most servers do. Brotli is for https alone.
      const isPacked = /\bgzip\b/.test(headers["accept-encoding"]);
      response.writeHead(200, { ...fields, ...(isPacked && { "content-encoding": "gzip" }) }).end(isPacked ? gzipSync(content) : content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const release = () => held.splice(0).forEach((send) => send());
  return { origin, asked, release, close: () => (server.closeAllConnections(), server.close()) };
}

export async function openBrowser() {
  const profile = await mkdtemp(join(tmpdir(), "aws-federation-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    viewport: { width: 1200, height: 900 },
    acceptDownloads: true,
    args: [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
