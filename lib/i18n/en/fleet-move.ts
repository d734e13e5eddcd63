import { numberIn, pluralIn } from "../plural";

const plural = pluralIn("en");
const number = numberIn("en");
const bots = (count: number) => `${number(count)} ${plural(count, { one: "bot", other: "bots" })}`;

export const en = {
  title: "Migration",
  description: "Moves bots that are polled to webhooks, in waves, and takes a wave back where it goes wrong.",
  phase: {
    title: "Phase",
    description: "What new bots begin with, and how far the wizard may go. Choosing one moves no bot.",
    "polling-default": "Polling is the default",
    "polling-default-text":
      "New bots are polled unless their owners choose otherwise. The wizard may try a tenth of the bots.",
    "webhook-default": "Webhooks are the default",
    "webhook-default-text":
      "New bots get a webhook. The wizard may move every bot whose owner did not choose polling by hand.",
    "webhook-everywhere": "Webhooks everywhere",
    "webhook-everywhere-text":
      "New bots get a webhook. The wizard moves every bot, also those whose owners chose polling. Falling back to polling goes on.",
    locked: "The phase can be changed when no migration is under way.",
  },
  checks: {
    title: "Before the start",
    description: "All of it has to be well, and is looked at again all the time while bots are moved.",
    ok: "In order",
    failed: "Not in order",
    address: "Public address",
    tls: "Certificate",
    canary: "Canary",
    processes: "Processes",
    candidates: "Bots",
  },
  plan: {
    title: "Start",
    description: (candidates: number) => `${bots(candidates)} would be moved, wave by wave.`,
    nobody: "Nobody to move: no bot is polled that the present phase lets the wizard move.",
  },
  run: {
    title: (id: number) => `Migration ${id}`,
    running: "Under way",
    paused: "Paused",
    rolling_back: "Rolling back",
    halted: "Halted",
    cancelled: "Cancelled",
    done: "Done",
    started: "Started",
    ended: "Ended",
    watchedFor: "Each wave is watched for",
    haltsAbove: "Halts above",
    haltsAboveValue: (percent: number) => `${percent} % failing`,
    wave: "Wave",
    waveNames: ["One bot", "Up to 10 %", "Up to 50 %", "All"],
    waveBots: "Bots",
    waiting: "Waiting",
    atWebhook: "At the webhook",
    inDoubt: "In doubt",
    failing: "Failing",
    returned: "Back at polling",
    leftAlone: "Left alone",
    watchEnds: "The watch of this wave ends",
    nextLook: "as soon as every bot is proven",
    progress: (moved: number, size: number) => `${number(moved)} of ${bots(size)} of this wave moved`,
  },
  troubled: {
    title: "Bots with trouble",
    description: "Those of this migration that did not take to their webhook, newest wave first.",
  },
  history: {
    title: "Earlier migrations",
    wave: (wave: number, last: number) => `wave ${wave} of ${last}`,
  },
  minutes: (count: number) => `${number(count)} min`,
  seconds: (count: number) => `${number(count)} s`,
  reasons: {
    started: () => "Started.",
    moving: () => "The wave's bots are moved.",
    "under-way": ({ n }: { n: number }) => `${bots(n)} under way.`,
    watched: () => "The wave is watched.",
    "address-dead": ({ texts }: { texts: string }) =>
      `The wizard waits: the public address cannot be reached (${texts}).`,
    "address-unknown": () => "The wizard waits until the canary has come through the public address.",
    doubt: ({ n }: { n: number }) => `${bots(n)} in doubt; a moment longer.`,
    unproven: ({ n }: { n: number }) => `Telegram is still to be asked about ${bots(n)}.`,
    stood: () => "The wave stood the test.",
    empty: () => "The wave has no bots to move.",
    failing: ({ n, of, percent }: { n: number; of: number; percent: number }) =>
      `${number(n)} of ${bots(of)} moved in this wave ${plural(n, { one: "fails", other: "fail" })}: more than ${percent} %. The wave goes back to polling.`,
    "no-address": () => "The deployment no longer has a public address. The wave goes back to polling.",
    returning: ({ n }: { n: number }) => `${bots(n)} of the wave still to go back to polling.`,
    "rolled-back": () => "The wave is rolled back.",
    paused: () => "Paused: no more bots are moved; those that were are watched.",
    resumed: () => "Resumed.",
    cancelled: () => "Cancelled by hand. Bots that were moved keep their webhook.",
    "taken-back": () => "Cancelled by hand, and the wave goes back to polling.",
  },
  findings: {
    "no-address": () => "There is no public address. Set WEBHOOK_BASE_URL and start Hookline again.",
    address: ({ base }: { base: string }) => `Telegram will post to ${base}.`,
    "tls-no-address": () => "Without an address there is nothing to check.",
    "tls-own-server": () => "Plain http, to a Bot API server of your own: no certificate is needed.",
    "tls-http": () => "WEBHOOK_BASE_URL must begin with https://: Telegram posts to nothing else.",
    "tls-proven": () => "The certificate was accepted when the canary last came through.",
    "tls-unproven": () => "The certificate is not proven: the canary does not come through.",
    "canary-none": () => "The canary has not flown yet. It needs a running sidecar.",
    "canary-old": () => "The canary's last word is old. It needs a running sidecar.",
    "canary-well": ({ ms }: { ms: number }) =>
      `A signed request came back through the public address in ${number(ms)} ms.`,
    "canary-dead": ({ texts }: { texts: string }) => `The public address cannot be reached: ${texts}.`,
    "canary-unknown": () =>
      "It is not known whether the public address is well. Wait for the canary's next flight.",
    "no-web": () => "No web process answers webhooks.",
    "no-sidecar": () => "No sidecar runs: it is the one that moves the bots.",
    processes: ({ webs, sidecars }: { webs: number; sidecars: number }) =>
      `${number(webs)} web and ${number(sidecars)} ${plural(sidecars, { one: "sidecar", other: "sidecars" })} running.`,
    "no-candidates": ({ chosen }: { chosen: number }) =>
      `No bot is polled that may be moved.${leftAlone(chosen)}`,
    candidates: ({ candidates, chosen }: { candidates: number; chosen: number }) =>
      `${bots(candidates)} may be moved.${leftAlone(chosen)}`,
    "candidates-trial": ({ candidates, chosen }: { candidates: number; chosen: number }) =>
      `${bots(candidates)} may be moved.${leftAlone(chosen)} While polling is the default, the wizard stops at 10 %.`,
  },
};

function leftAlone(chosen: number): string {
  return chosen > 0 ? ` ${bots(chosen)} left alone: their owners chose polling.` : "";
}
