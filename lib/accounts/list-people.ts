import { listUserRows, type UserFilter } from "../data/users";
import { accountView } from "./account-view";
import { assertAdmin } from "./assert-admin";
import type { AccountView, SignedInContext } from "./context";

export interface PersonView extends AccountView {
  bots: number;
  disabled: boolean;
  /** Whether signing in needs a code as well. */
  twoFactor: boolean;
  createdAt: string;
}

/** People with an account, in the order in which they came. */
export async function listPeople(
  ctx: SignedInContext,
  page: UserFilter & { limit: number; offset: number },
): Promise<{ items: PersonView[]; total: number }> {
  assertAdmin(ctx);
  const { items, total } = await listUserRows(ctx.data, page);
  return {
    total,
    items: items.map((user) => ({
      ...accountView(user),
      bots: user.bots,
      disabled: user.disabledAt !== null,
      twoFactor: user.totpEnabledAt !== null,
      createdAt: user.createdAt.toISOString(),
    })),
  };
}
