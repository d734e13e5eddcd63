import type { Config } from "./config/env";
import type { Clock } from "./core/clock";
import type { Logger } from "./core/log";
import type { Vault } from "./core/vault";
import type { BotEntity } from "./data/bots";
import type { Database } from "./data/database";
import type { Expressions } from "./expressions/expressions";
import type { Mailer } from "./mail/mailer";
import type { Telegram } from "./telegram/client";

/** What a process has built once and hands to every verb. Types only: nothing here runs. */
export interface Services {
  readonly config: Config;
  readonly data: Database;
  readonly log: Logger;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly telegram: Telegram;
  /** Tenants' regular expressions, run in threads of their own. */
  readonly expressions: Expressions;
  /** undefined where SMTP_URL is not set: this deployment sends no mail. */
  readonly mail?: Mailer | undefined;
}

/** Who acts. It comes from the session or the API key, never from input. */
export interface Actor {
  readonly userId: number;
  readonly role: "tenant" | "admin";
}

/** What a tenant's verb works with. */
export interface TenantContext extends Services {
  readonly actor: Actor;
  /** Reads a bot of the actor's, where what was read is kept for as long as the context is: see lib/bots/keep-bots.ts. */
  readonly readOwnBot?: (botId: number) => Promise<BotEntity | null>;
  /** The address they act from; undefined where no request is behind it. */
  readonly client?: string;
}
