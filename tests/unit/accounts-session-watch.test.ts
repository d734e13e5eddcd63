import { describe, expect, test, vi } from "vitest";
import { createSessionWatch } from "../../lib/accounts/session-watch";
import { createLogger } from "../../lib/core/log";
import type { LivingSession } from "../../lib/data/sessions";

const held = { sessionId: "a session", userId: 7, role: "tenant" } as const;
const log = createLogger("silent", "test");
const living = (leftMs: number) => {
  const user = { id: 7, email: "ada@example.org", name: null, role: "tenant" } as const;
  return new Map<string, LivingSession>([["a session", { user, lastSeenAt: new Date(), leftMs }]]);
};
const day = 24 * 3600 * 1000;

describe("what is open under a session", () => {
  test("is closed within a second where a busy database does not say what an announcement meant", async () => {
    const find = vi.fn(async () => living(day));
    const watch = createSessionWatch(find, log);
    const onOver = vi.fn();
    watch.add(held, onOver);
    await vi.waitFor(() => expect(find).toHaveBeenCalledTimes(1));
    find.mockImplementation(() => new Promise(() => {}));
    watch.askAgain(7);
    await vi.waitFor(() => expect(onOver).toHaveBeenCalledTimes(1), 1_000);
  });

  test("is asked about once, however far its end is", async () => {
    const find = vi.fn(async () => living(30 * day));
    const end = createSessionWatch(find, log).add(held, () => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(find).toHaveBeenCalledTimes(1);
    end();
  });
});
