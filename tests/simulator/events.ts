import type { UpdateKind } from "./update-kinds";

/** What happens in the simulator, as the chat page and waiting tests see it. */
export type SimEvent =
  | { type: "update"; bot_id: number; update_id: number; kind: UpdateKind }
  | {
      type: "delivery";
      bot_id: number;
      update_id: number;
      door: "webhook" | "polling";
      status: number;
      after_ms: number;
    }
  | { type: "acked"; bot_id: number; update_id: number }
  | { type: "call"; bot_id: number; method: string; n: number }
  | { type: "message"; bot_id: number; chat_id: number; message: unknown }
  | { type: "deleted"; bot_id: number; chat_id: number; message_id: number }
  | { type: "action"; bot_id: number; chat_id: number; action: string }
  | { type: "callback-answer"; bot_id: number; id: string; text: string; show_alert: boolean }
  | { type: "door"; bot_id: number }
  | { type: "bots" };

type Listener = (event: SimEvent) => void;

/** Tells listeners what happened; costs nothing while nobody listens. */
export class Events {
  private readonly listeners = new Set<Listener>();

  get watched(): boolean {
    return this.listeners.size > 0;
  }

  /** Calls `listener` for every event until the returned function is called. */
  on(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: SimEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  close(): void {
    this.listeners.clear();
  }
}
