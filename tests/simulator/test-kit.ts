import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "./index";

/** What the Bot API answered: HTTP status, Retry-After header, and the body. */
export interface ApiAnswer {
  status: number;
  retryAfter: string | null;
  ok: boolean;
  // The shape depends on the method; tests state what they expect of it.
  result: unknown;
  description: string | undefined;
  error_code: number | undefined;
  parameters: Record<string, unknown> | undefined;
}

/** One bot, spoken to over HTTP only. */
export interface TestBot {
  id: number;
  token: string;
  api(method: string, params?: Record<string, unknown>): Promise<ApiAnswer>;
  /** POSTs to the control API below this bot. */
  control(path: string, body: Record<string, unknown>): Promise<{ update_id: number; message_id: number }>;
  /** A person of this chat writes; resolves to the update's id. */
  write(chatId: number, text: string): Promise<number>;
  trace(
    updateId: number,
  ): Promise<{ attempts: { at: number; status: number; door: string }[]; acked_at: number | null }>;
  info(): Promise<Record<string, unknown>>;
}

/** Starts a simulator that ends with the test. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await createSimulator({ timeScale: 0.01, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** JSON over HTTP to a simulator's control API. */
export async function control(
  url: string,
  method: string,
  path: string,
  body?: Record<string, unknown>,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(
    `${url}/sim${path}`,
    body ? { method, body: JSON.stringify(body) } : { method },
  );
  return { status: response.status, body: await response.json() };
}

/** Makes a bot over the control API. */
export async function mintBot(url: string): Promise<TestBot> {
  const made = (await control(url, "POST", "/bots", {})).body as { id: number; token: string };
  const api = (method: string, params: Record<string, unknown> = {}) =>
    callApi(url, made.token, method, params);
  const post: TestBot["control"] = async (path, body) => {
    const answer = await control(url, "POST", `/bots/${made.id}${path}`, body);
    return answer.body as { update_id: number; message_id: number };
  };
  return {
    ...made,
    api,
    control: post,
    write: async (chatId, text) => (await post("/messages", { chat_id: chatId, text })).update_id,
    trace: async (updateId) =>
      (await control(url, "GET", `/bots/${made.id}/updates/${updateId}`)).body as Awaited<
        ReturnType<TestBot["trace"]>
      >,
    info: async () => (await api("getWebhookInfo")).result as Record<string, unknown>,
  };
}

/** Calls the Bot API with a JSON body. */
export async function callApi(
  url: string,
  token: string,
  method: string,
  params: Record<string, unknown> = {},
): Promise<ApiAnswer> {
  const response = await fetch(`${url}/bot${token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
  const body = (await response.json()) as Omit<ApiAnswer, "status" | "retryAfter">;
  return { ...body, status: response.status, retryAfter: response.headers.get("retry-after") };
}

/** A delivery as the webhook saw it. */
export interface Received {
  at: number;
  updateId: number;
  headers: IncomingHttpHeaders;
  raw: string;
  body: Record<string, { chat?: { id: number }; text?: string } | undefined>;
  response: ServerResponse;
}

/** A webhook that notes what comes and answers as told; `answer` gets every delivery. */
export class Receiver {
  readonly received: Received[] = [];
  open = 0;
  maxOpen = 0;
  answer: (delivery: Received) => void = ({ response }) => response.end("{}");
  url = "";
  private waiting: (() => void)[] = [];

  constructor(private readonly server: Server) {}

  /** Resolves when `ready` holds, looked at after every delivery. */
  async until(ready: () => boolean, timeoutMs = 15_000): Promise<void> {
    const limit = Date.now() + timeoutMs;
    while (!ready()) {
      const left = limit - Date.now();
      if (left <= 0) throw new Error(`only ${this.received.length} deliveries came`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  count(count: number): Promise<void> {
    return this.until(() => this.received.length >= count);
  }

  /** Milliseconds between one delivery and the next. */
  gaps(): number[] {
    return this.received.slice(1).map((one, index) => one.at - (this.received[index]?.at ?? 0));
  }

  take(delivery: Received): void {
    this.received.push(delivery);
    this.open += 1;
    this.maxOpen = Math.max(this.maxOpen, this.open);
    delivery.response.on("close", () => {
      this.open -= 1;
    });
    this.answer(delivery);
    for (const wake of this.waiting.splice(0)) wake();
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Starts a webhook on a free port that ends with the test. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const body = JSON.parse(raw) as Received["body"] & { update_id: number };
      receiver.take({
        at: performance.now(),
        updateId: body.update_id,
        headers: request.headers,
        raw,
        body,
        response,
      });
    });
  });
  const receiver = new Receiver(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/1`;
  onTestFinished(() => receiver.close());
  return receiver;
}

/** Waits real milliseconds, where time itself is what is tested. */
export const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
