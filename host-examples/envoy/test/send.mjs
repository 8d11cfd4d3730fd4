// Identity providers as they speak: HTTP/1.1 and HTTP/2, with and without a length.

import http from "node:http";
import http2 from "node:http2";

/** Sends one request and reads its answer; `body` may be a list of chunks, which are sent apart and without a length. */
export function send(port, { method, path, headers = {}, body }) {
  return new Promise((done, broken) => {
    const request = http.request({ host: "127.0.0.1", port, method, path, headers, agent: false }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString("utf8") });
    });
    request.setTimeout(30_000, () => request.destroy(new Error("no answer within 30 s")));
    request.on("error", broken);
    if (!Array.isArray(body)) {
      if (body !== undefined) request.setHeader("content-length", Buffer.byteLength(body));
      request.end(body);
      return;
    }
    request.setHeader("transfer-encoding", "chunked");
    const rest = [...body];
    const next = () => (rest.length > 0 ? request.write(rest.shift(), () => setTimeout(next, 20)) : request.end());
    next();
  });
}

/** HTTP/2, with trailers after the body. */
export function sendWithTrailers(port, { path, body }) {
  return new Promise((done, broken) => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    session.on("error", broken);
    const stream = session.request(
      { ":method": "POST", ":path": path, "content-type": "application/scim+json" },
      { waitForTrailers: true },
    );
    let status;
    let text = "";
    stream.on("wantTrailers", () => stream.sendTrailers({ "x-trailer": "1" }));
    stream.on("response", (headers) => (status = headers[":status"]));
    stream.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    stream.on("error", broken).on("end", () => session.close(() => done({ status, body: text })));
    stream.end(body);
  });
}

/** HTTP/2 with prior knowledge: many requests over one connection. `send` has `abort()` on its promise; `close()` ends it. */
export function openHttp2(port) {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  session.on("error", () => {});
  return {
    send: ({ method, path, headers = {}, body }) => {
      const stream = session.request({ ":method": method, ":path": path, ...headers }, { endStream: body === undefined });
      const answer = new Promise((done, broken) => {
        let status;
        let fields = {};
        let text = "";
        stream.on("response", (headers) => ([status, fields] = [headers[":status"], headers]));
        stream.setEncoding("utf8").on("data", (chunk) => (text += chunk));
        stream.on("error", broken).on("close", () => (status ? done({ status, headers: fields, body: text }) : broken(new Error("no answer"))));
      });
      if (body !== undefined) stream.end(body);
      return Object.assign(answer, { abort: () => stream.close(http2.constants.NGHTTP2_CANCEL) });
    },
    close: () => session.destroy(),
  };
}
