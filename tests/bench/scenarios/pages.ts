import { insertFleet } from "../fleet";
import { median, promise, row } from "../report";
import type { Findings, Pace } from "../scenario";
import { insertAdmin, signInAs } from "../sign-in";
import type { Stage } from "../stage";
import { assertAllAnswered, plan } from "../webhook-load";

const readers = 4;

/** Webhooks at a steady rate while administrators load the page of the whole fleet again and again. */
export async function pages(stage: Stage, pace: Pace): Promise<Findings> {
  const targets = await insertFleet(stage.data, stage.vault, {
    door: "webhook",
    bots: 10_000,
    baseUrl: "http://127.0.0.1",
  });
  const cookie = await signInAs(stage, await insertAdmin(stage));
  const web = await stage.startWeb();
  const stop = new AbortController();
  let shown = 0;
  const read = async () => {
    while (!stop.signal.aborted) {
      const response = await fetch(`http://127.0.0.1:${web.port}/admin`, {
        headers: { cookie },
        redirect: "manual",
      });
      const text = await response.text();
      if (response.status !== 200 || !text.includes("Bench")) throw new Error(`/admin: ${response.status}`);
      shown++;
    }
  };
  try {
    await stage.load.run(plan(targets, pace, web.port, { warmUpMs: 0, runMs: pace.warmUpMs }));
    const quiet = await stage.load.run(plan(targets, pace, web.port, { rate: 300 }));
    const reading = Promise.all(Array.from({ length: readers }, read));
    const p99: number[] = [];
    const p50: number[] = [];
    const began = performance.now();
    const loading = (async () => {
      for (let round = 0; round < pace.rounds; round++) {
        const result = await stage.load.run(plan(targets, pace, web.port, { rate: 300 }));
        assertAllAnswered("webhooks beside pages", result);
        p99.push(result.p99);
        p50.push(result.p50);
      }
    })();
    await Promise.race([loading, reading]);
    const pagesASecond = shown / ((performance.now() - began) / 1000);
    stop.abort();
    await reading;
    const lower = { unit: "ms", better: "lower" } as const;
    return {
      rows: [
        row({ what: "webhooks at 300/s over 10,000 bots, p99", ...lower }, quiet.p99),
        row(
          { what: `the same while ${readers} readers load the fleet page without pause, p50`, ...lower },
          median(p50),
        ),
        row({ what: "its p99", ...lower }, median(p99)),
        promise("the fleet page is served meanwhile", shown > 0, `${pagesASecond.toFixed(1)} pages/s`),
      ],
    };
  } finally {
    stop.abort();
    await web.stop();
  }
}
