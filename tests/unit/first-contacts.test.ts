import { setMaxListeners } from "node:events";
import { expect, test } from "vitest";
import { FirstContacts } from "../../lib/doors/first-contacts";

/** So many bots wait for their first poll; tells how many have begun. */
function wait(contacts: FirstContacts, count: number, stop = new AbortController()): { begun: number } {
  const state = { begun: 0 };
  // Of the product's bots each has a signal of its own.
  setMaxListeners(0, stop.signal);
  for (let i = 0; i < count; i++) {
    contacts.turn(stop.signal).then(
      () => state.begun++,
      () => {},
    );
  }
  return state;
}

test("thousands of bots begin within seconds where Telegram does not mind, in growing batches", async () => {
  const state = wait(new FirstContacts(), 5_000);
  await expect.poll(() => state.begun).toBe(20);
  await expect.poll(() => state.begun).toBe(60);
  await expect.poll(() => state.begun, { timeout: 5_000 }).toBe(5_000);
});

test("after a refusal nobody begins before the time Telegram names, and then one, two, four", async () => {
  const contacts = new FirstContacts();
  const state = wait(contacts, 100);
  await expect.poll(() => state.begun).toBe(20);
  contacts.refused(1);
  const refusedAt = performance.now();
  await expect.poll(() => state.begun, { timeout: 3_000, interval: 5 }).toBe(21);
  expect(performance.now() - refusedAt).toBeGreaterThan(990);
  await expect.poll(() => state.begun, { interval: 5 }).toBe(23);
  await expect.poll(() => state.begun, { interval: 5 }).toBe(27);
});

test("a lone bot begins at once, and one that stops no longer waits", async () => {
  const contacts = new FirstContacts();
  await contacts.turn(new AbortController().signal);
  contacts.refused(60);
  const stop = new AbortController();
  const turn = contacts.turn(stop.signal);
  stop.abort(new Error("stopped"));
  await expect(turn).rejects.toThrow("stopped");
});
