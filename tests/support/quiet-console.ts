import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";

/**
 * A test fails on console.error or console.warn that it does not expect. One that expects it replaces
 * the method itself: `vi.spyOn(console, "error").mockImplementation(() => {})`.
 */
const unexpected: unknown[][] = [];
let spies: MockInstance[] = [];

beforeEach(() => {
  unexpected.length = 0;
  spies = (["error", "warn"] as const).map((method) =>
    vi
      .spyOn(console, method)
      .mockImplementation((...args: unknown[]) => void unexpected.push([method, ...args])),
  );
});

afterEach(() => {
  for (const spy of spies) spy.mockRestore();
  expect(unexpected, "console.error or console.warn was called").toEqual([]);
});
