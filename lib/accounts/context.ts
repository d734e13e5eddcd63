import type { Actor, Services } from "../context";
import type { Language } from "../i18n/language";

/** All that most account verbs need: the command line has no more than this. */
export type AccountsContext = Pick<Services, "data">;

/** What the verbs of a signed-in person need. */
export interface SignedInContext extends AccountsContext {
  readonly actor: Actor;
  /** The session that asks, where one does: its wrong passwords and codes count by it. */
  readonly sessionId?: string;
}

/** A person as pages and commands show them. */
export interface AccountView {
  id: number;
  email: string;
  name: string | null;
  role: "tenant" | "admin";
}

/** A person who has proven who they are; it takes `sessionEpoch` to begin a session. */
export interface ProvenAccount extends AccountView {
  /** users.sessions_valid_after in milliseconds, when they proved it. */
  sessionEpoch: number;
  /** The language they chose, where they did. */
  language: Language | undefined;
}
