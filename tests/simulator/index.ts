import { callMethod } from "./call-method";
import { Control } from "./control";
import type { SimEvent } from "./events";
import { type ListenOptions, listen } from "./listen";
import { defaultSettings, type Settings } from "./settings";
import { World } from "./world";

export type { SimEvent } from "./events";
export type { Settings } from "./settings";

/** Where the simulator listens, and any of its settings. */
export type SimulatorOptions = ListenOptions & Partial<Settings>;

/** A running simulator: its address, and the control API as methods. */
export interface Simulator
  extends Pick<
    Control,
    | "createBot"
    | "createBots"
    | "deleteBot"
    | "sendMessage"
    | "pushUpdate"
    | "pressButton"
    | "calls"
    | "update"
    | "bot"
    | "bots"
    | "chats"
    | "messages"
    | "setChat"
    | "foreignPoll"
    | "renumber"
    | "fault"
    | "clearFaults"
    | "settings"
    | "stats"
    | "reset"
    | "until"
  > {
  /** The Bot API root, without a slash at the end: what TELEGRAM_API_ROOT wants. */
  url: string;
  port: number;
  /** Calls the listener for everything that happens, until the returned function is called. */
  on(listener: (event: SimEvent) => void): () => void;
  /** Stops listening and delivering and closes every connection. */
  close(): Promise<void>;
}

/**
 * Starts a Telegram Bot API server of our own with a control API under /sim on the same port.
 * Port 0 (the default) picks a free one; everything it holds is in memory.
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const {
    port: _port,
    host: _host,
    tls: _tls,
    http2: _http2,
    maxConcurrentStreams: _streams,
    ...settings
  } = options;
  const world = new World({ ...defaultSettings, ...settings });
  world.runReply = (bot, reply) => {
    // The result is discarded, refusals included: that is what Telegram does with them.
    void callMethod(world, bot, reply.method, reply.params, "webhook-reply").catch(() => undefined);
  };
  const control: Control = new Control(world, (botId) => server.cut(botId));
  const server = await listen(world, () => control, options);
  return Object.assign(control, {
    url: server.url,
    port: server.port,
    on: (listener: (event: SimEvent) => void) => world.events.on(listener),
    async close() {
      await world.close();
      await server.close();
    },
  });
}
