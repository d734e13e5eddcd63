import type { AnyResponse } from "./bot-api-server";
import type { Control } from "./control";
import { runControl } from "./control-routes";
import { type AnyRequest, readBody } from "./request-body";
import { servePage } from "./serve-page";
import type { World } from "./world";

const HEARTBEAT_MS = 15_000;

/** Serves what is under /sim: the control API, the event stream and the chat page. */
export async function serveControl(
  world: World,
  control: Control,
  request: AnyRequest,
  response: AnyResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://simulator");
  const method = request.method ?? "GET";
  if (method === "GET" && url.pathname === "/sim/events") return streamEvents(world, response);
  if (method === "GET" && (await servePage(url.pathname, response))) return;
  const text = method === "GET" ? "" : (await readBody(request)).toString("utf8");
  const { status, value } = await runControl(control, method, url.pathname, url.searchParams, text);
  const json = JSON.stringify(value);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(json),
  });
  response.end(json);
}

/** Server-sent events: every SimEvent as one `data:` line, until the reader leaves. */
function streamEvents(world: World, response: AnyResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const write = (text: string) => {
    if ("stream" in response) response.stream.write(text);
    else response.write(text);
  };
  write(": hello\n\n");
  const off = world.events.on((event) => write(`data: ${JSON.stringify(event)}\n\n`));
  const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
  response.on("close", () => {
    off();
    clearInterval(heartbeat);
  });
}
