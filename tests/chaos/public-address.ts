import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type Certificate, makeCertificate } from "../support/certificate";
import { until } from "../support/system";
import { listenAgain, proxyHost } from "./loopback";

/** How the way to the web process is broken. */
export type AddressFault = "refused" | "bad-gateway" | "untrusted" | "silent";

/** The reverse proxy before the web process: the deployment's public https address, which can fail. */
export interface PublicAddress {
  /** For WEBHOOK_BASE_URL. */
  url: string;
  certificate: Certificate;
  /** The web process behind it. */
  forwardTo(port: number): void;
  break(fault: AddressFault): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function openPublicAddress(): Promise<PublicAddress> {
  const [good, bad] = [makeCertificate(`IP:${proxyHost}`), makeCertificate(`IP:${proxyHost}`)];
  const agent = new Agent({ keepAlive: true });
  let target = 0;
  let fault: AddressFault | undefined;
  let underWay = 0;
  const server = createServer(good, (incoming, outgoing) => {
    if (fault === "silent") return;
    if (fault === "bad-gateway") return badGateway(incoming, outgoing);
    if (fault !== undefined) return incoming.socket.destroy();
    underWay++;
    outgoing.once("close", () => underWay--);
    forward(incoming, outgoing, agent, target);
  });
  const port = await listenAgain(server);
  /** What a proxy has been given to pass on it passes on: the web process cannot know of an answer lost here. */
  const hangUp = async () => {
    await until("", () => underWay === 0, 2_000).catch(() => {});
    server.closeAllConnections();
  };
  const shut = async () => {
    const shutting = new Promise<void>((resolve) => server.close(() => resolve()));
    await hangUp();
    await shutting;
  };
  return {
    url: `https://${proxyHost}:${port}`,
    certificate: good,
    forwardTo(webPort) {
      target = webPort;
    },
    async break(next) {
      fault = next;
      if (next === "untrusted") server.setSecureContext(bad);
      if (next === "refused") await shut();
      // Open connections would go on as if nothing had happened.
      else await hangUp();
    },
    async mend() {
      server.closeAllConnections();
      const before = fault;
      fault = undefined;
      if (before === "refused") await listenAgain(server, port);
      if (before === "untrusted") server.setSecureContext(good);
    },
    async close() {
      await shut();
      agent.destroy();
      good.remove();
      bad.remove();
    },
  };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, agent: Agent, port: number): void {
  const { method, url, headers } = incoming;
  const upstream = request({ host: "127.0.0.1", port, path: url, method, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.headers);
    answer.pipe(outgoing);
  });
  upstream.on("error", () => {
    if (outgoing.headersSent) outgoing.destroy();
    else badGateway(incoming, outgoing);
  });
  // The web process learns that its caller hung up.
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) upstream.destroy();
  });
  incoming.pipe(upstream);
}

function badGateway(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  outgoing.writeHead(502, "Bad Gateway", { "content-type": "text/html" }).end("<h1>502 Bad Gateway</h1>");
}
