import type { UserRow } from "../data/users";
import { parseLanguage } from "../i18n/language";
import type { AccountView, ProvenAccount } from "./context";

/** Picks what may leave; the hash never does. */
export function accountView({ id, email, name, role }: UserRow): AccountView {
  return { id, email, name, role };
}

export function provenAccount(user: UserRow): ProvenAccount {
  return {
    ...accountView(user),
    sessionEpoch: user.sessionsValidAfter.getTime(),
    language: parseLanguage(user.language),
  };
}
