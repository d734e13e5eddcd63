import type { Services } from "../context";
import { isHooklineError } from "../core/errors";
import { findUserByEmail } from "../data/users";
import type { AccountView } from "./context";
import { createUser } from "./create-user";

/**
 * Makes the admin that ADMIN_EMAIL and ADMIN_PASSWORD name, once: an account that is there already keeps
 * its password and its role, also after they were changed here.
 *
 * @returns the new admin, or undefined where nothing had to be done.
 * @throws HooklineError invalid_input where the two variables cannot be used.
 */
export async function adminFromEnvironment({
  data,
  config,
}: Pick<Services, "data" | "config">): Promise<AccountView | undefined> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = config;
  if (email === undefined || password === undefined) return undefined;
  if (await findUserByEmail(data, email.trim().toLowerCase())) return undefined;
  try {
    return await createUser({ data }, { email, password, role: "admin" });
  } catch (error) {
    // Another process of this deployment was quicker.
    if (isHooklineError(error) && error.code === "conflict") return undefined;
    throw error;
  }
}
