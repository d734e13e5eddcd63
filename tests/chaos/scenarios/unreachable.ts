import { until } from "../../support/system";
import { type Deployment, startDeployment } from "../deployment";
import { type AddressFault, openPublicAddress, type PublicAddress } from "../public-address";
import { type Form, type Outcome, pause, type Scenario } from "../scenario";
import { startTraffic } from "../traffic";

const sizes = {
  long: { bots: 40, perSecond: 40, outageMs: 180_000, fallMs: 45_000, returnMs: 240_000, settleMs: 150_000 },
  short: { bots: 5, perSecond: 15, outageMs: 9_000, fallMs: 15_000, returnMs: 30_000, settleMs: 60_000 },
};
/** The long form runs with the settings a deployment has by default. */
const timings = {
  long: {},
  short: {
    FAILOVER_CHECK_INTERVAL_MS: "500",
    FAILOVER_GRACE_MS: "2000",
    FAILOVER_CANARY_INTERVAL_MS: "1000",
    FAILOVER_RECOVERY_MS: "4000",
    FAILOVER_RECOVERY_MAX_MS: "10000",
    LEASE_TTL_MS: "5000",
    SWEEP_AFTER_MS: "3000",
  },
};

/** Telegram cannot resolve the name, while everybody else can. */
const noName = "Failed to resolve host: Name or service not known";

type Fault = AddressFault | "no-name";

async function breakAddress(fault: Fault, address: PublicAddress, { simulator }: Deployment["hookline"]) {
  if (fault !== "no-name") return address.break(fault);
  simulator.fault({ kind: "webhook-unreachable", message: noName });
}

async function mendAddress(fault: Fault, address: PublicAddress, { simulator }: Deployment["hookline"]) {
  if (fault !== "no-name") return address.mend();
  simulator.clearFaults();
}

async function outage(form: Form, fault: Fault): Promise<Outcome> {
  const { bots, perSecond, outageMs, fallMs, returnMs, settleMs } = sizes[form];
  const address = await openPublicAddress();
  const { certFile, cert } = address.certificate;
  let system: Deployment | undefined;
  try {
    system = await startDeployment({
      bots,
      mode: () => "webhook",
      env: { ...timings[form], WEBHOOK_BASE_URL: address.url, NODE_EXTRA_CA_CERTS: certFile },
      simulator: { webhookCa: cert.toString() },
      beforeBots: ({ url }) => address.forwardTo(Number(new URL(url).port)),
    });
    const { ledger, hookline, countAt } = system;
    // Some bots hear nothing all the while: they have to move as well.
    const busy = system.bots.slice(0, Math.ceil(bots * 0.8));
    const traffic = startTraffic(ledger, busy, { perSecond, chatsPerBot: 5 });
    await pause(form === "long" ? 15_000 : 3_000);
    const problems: string[] = [];
    await until("every bot at its webhook", async () => (await countAt("webhook")) === bots, 60_000);

    await breakAddress(fault, address, hookline);
    const fell = await timeUntil(async () => (await countAt("polling")) === bots, 2 * fallMs);
    if (fell.ms > fallMs) problems.push(`All on polling after ${fell.texts}, not within ${fallMs} ms.`);
    await pause(outageMs - fell.ms);
    const strayed = bots - (await countAt("polling"));
    await mendAddress(fault, address, hookline);
    const returned = await timeUntil(async () => (await countAt("webhook")) === bots, 1.5 * returnMs);
    if (returned.ms > returnMs) problems.push(`Back after ${returned.texts}, not within ${returnMs} ms.`);

    await pause(1_000);
    traffic.stop();
    const outcome = await system.finish(settleMs, problems);
    outcome.notes.push(`all on polling after ${fell.texts}, back ${returned.texts} after the mend`);
    if (strayed > 0) outcome.notes.push(`${strayed} tried the webhook when it was mended`);
    return outcome;
  } finally {
    await system?.close();
    await address.close();
  }
}

async function timeUntil(
  ready: () => Promise<boolean>,
  maxMs: number,
): Promise<{ ms: number; texts: string }> {
  const began = performance.now();
  const came = await until("", ready, maxMs).catch(() => false);
  const ms = Math.round(performance.now() - began);
  return { ms: came ? ms : Number.POSITIVE_INFINITY, texts: came ? `${(ms / 1000).toFixed(1)} s` : "never" };
}

const of = (fault: Fault, name: string, promise: string): Scenario => ({
  name: `unreachable-${name}`,
  promise: `webhook unreachable: ${promise}`,
  lane: "outages",
  run: (form) => outage(form, fault),
});

/** The one that takes longest begins first: only Telegram's next try shows that the name is back. */
export const unreachable: readonly Scenario[] = [
  of("no-name", "dns", "Telegram cannot resolve the name"),
  of("refused", "refused", "connection refused"),
  of("bad-gateway", "502", "502 from a proxy"),
  of("untrusted", "tls", "TLS failure"),
  of("silent", "timeout", "no answer"),
];
