import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";

export type AnyRequest = IncomingMessage | Http2ServerRequest;

const MAX_BODY_BYTES = 50 * 1024 * 1024;

/** The whole body; rejects when the peer hangs up first. */
export function readBody(request: AnyRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) reject(new Error("body too large"));
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => reject(new Error("connection closed")));
  });
}

/** Fields of a multipart/form-data body; a file counts as its text, which is what a certificate is. */
function multipart(body: Buffer, contentType: string): Record<string, unknown> {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  const fields: Record<string, unknown> = {};
  if (!mark) return fields;
  for (const part of body.toString("utf8").split(`--${mark}`).slice(1, -1)) {
    const head = part.indexOf("\r\n\r\n");
    const name = /name="([^"]*)"/i.exec(part.slice(0, head))?.[1];
    if (head !== -1 && name !== undefined) fields[name] = part.slice(head + 4).replace(/\r\n$/, "");
  }
  return fields;
}

/**
 * The parameters of a Bot API call from its query and body, the body's winning. A JSON body that cannot be read
 * counts as none, as with Telegram.
 */
export function readParams(query: string, contentType: string, body: Buffer): Record<string, unknown> {
  const fromQuery: Record<string, unknown> =
    query === "" ? {} : Object.fromEntries(new URLSearchParams(query));
  if (body.length === 0) return fromQuery;
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json") {
    try {
      const parsed: unknown = JSON.parse(body.toString("utf8"));
      if (typeof parsed === "object" && parsed !== null) return { ...fromQuery, ...parsed };
    } catch {
      return fromQuery;
    }
  }
  if (type === "application/x-www-form-urlencoded")
    return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body.toString("utf8"))) };
  if (type === "multipart/form-data") return { ...fromQuery, ...multipart(body, contentType) };
  return fromQuery;
}
