import type { FaultKind } from "./faults";
import type { WebhookInfo } from "./webhook-info";

/** Says what a control call got wrong; 404 for what does not exist, else 400. */
export class ControlError extends Error {
  constructor(
    message: string,
    readonly status: 400 | 404 = 400,
  ) {
    super(message);
    this.name = "ControlError";
  }
}

/** A person's text to the bot. `chat_id` below zero is a group; `chat_type` overrides. */
export interface UserMessage {
  chat_id: number;
  text: string;
  from_id?: number | undefined;
  chat_type?: "private" | "group" | "supergroup" | "channel" | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
  username?: string | undefined;
  language_code?: string | undefined;
  title?: string | undefined;
}

/** A person pressing an inline button of the bot's message. */
export interface ButtonPress {
  chat_id: number;
  message_id: number;
  data: string;
  from_id?: number | undefined;
}

/** A fault to start. Without `bot_id` it touches every bot; times in real milliseconds. */
export interface NewFault {
  kind: FaultKind;
  for_ms?: number | undefined;
  bot_id?: number | undefined;
  delay_ms?: number | undefined;
  retry_after?: number | undefined;
  message?: string | undefined;
}

/** A bot as the control API shows it. */
export interface BotView {
  id: number;
  token: string;
  username: string;
  first_name: string;
  webhook: WebhookInfo;
  pending: number;
  polling: boolean;
  in_flight: number;
  door: "webhook" | "polling" | "none";
}

export interface Stats {
  bots: number;
  polls_held: number;
  updates_created: number;
  delivered_webhook: number;
  delivered_polling: number;
  api_calls: number;
  in_flight: number;
  pending: number;
  rss: number;
}
