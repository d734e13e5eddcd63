import { expect, test } from "vitest";
import { modeAdvice } from "../../lib/bots/recommend-mode";

const canary = (state: "well" | "dead" | "unknown") => ({
  state,
  reason: "",
  since: "2026-03-01T10:00:00.000Z",
  lastAt: "2026-03-01T10:00:00.000Z",
  lastMs: null,
});

test.each([
  ["no public address", { webhookAvailable: false }, "polling", "no-address"],
  ["an address of which nothing is known yet", { webhookAvailable: true }, "webhook", "public-address"],
  ["an address that works", { webhookAvailable: true, canary: canary("well") }, "webhook", "public-address"],
  [
    "an address that is not known to work",
    { webhookAvailable: true, canary: canary("unknown") },
    "webhook",
    "public-address",
  ],
  [
    "an address that cannot be reached",
    { webhookAvailable: true, canary: canary("dead") },
    "polling",
    "address-dead",
  ],
])("with %s the advice is the door that works, and why", (_name, deployment, mode, why) => {
  expect(modeAdvice(deployment, "bot.example.org")).toMatchObject({ mode, why });
});

test("while polling is the deployment's default, polling is advised, and a webhook can be had", () => {
  const advice = modeAdvice({ webhookAvailable: true }, "bot.example.org", "polling-default");
  expect(advice).toMatchObject({ mode: "polling", why: "polling-phase", webhookAvailable: true });
});
