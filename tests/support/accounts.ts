import { randomBytes } from "node:crypto";
import type { ProvenAccount } from "../../lib/accounts/context";
import type { SignInOutcome } from "../../lib/accounts/sign-in";
import type { Services } from "../../lib/context";
import { systemClock } from "../../lib/core/clock";
import { createVault } from "../../lib/core/vault";
import type { TestDatabase } from "./database";

/** What the verbs of accounts work with. */
export type AccountServices = Pick<Services, "data" | "vault" | "clock">;

export function accountServices(db: TestDatabase): AccountServices {
  return {
    data: db.database,
    vault: createVault([{ id: "test", key: randomBytes(32) }]),
    clock: systemClock,
  };
}

/** The person of a sign-in that needed no code. */
export async function provenBy(signingIn: Promise<SignInOutcome>): Promise<ProvenAccount> {
  const answer = await signingIn;
  if (answer.outcome !== "proven") throw new Error(`The sign-in ended with ${answer.outcome}.`);
  return answer.account;
}
