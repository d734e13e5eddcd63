import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { insertUser } from "../data/users";
import { accountView } from "./account-view";
import type { AccountsContext, AccountView } from "./context";
import { parseInput } from "./parse-input";
import { hashPassword } from "./password-hash";
import { type CreateUserInput, createUserInput } from "./schemas";

/**
 * Makes a person. For the command line and the environment: its refusal tells that an address is taken,
 * so nothing that strangers reach may call it.
 *
 * @throws HooklineError invalid_input, conflict.
 */
export async function createUser({ data }: AccountsContext, input: CreateUserInput): Promise<AccountView> {
  const { email, password, name, role } = parseInput(createUserInput, input);
  const passwordHash = await hashPassword(password);
  const user = await insertUser(data.pool, { email, passwordHash, name: name ?? null, role });
  if (!user) throw new HooklineError("conflict", `There is already an account with the address ${email}.`);
  await recordAudit(data, { userId: user.id, action: "user.created", detail: { role, by: "operator" } });
  return accountView(user);
}
