import { healthFacts, nothingLeft } from "../bots/bot-view";
import { readDeployment } from "../bots/deployment";
import type { Config } from "../config/env";
import type { Services } from "../context";
import {
  findNews,
  findSuspects,
  forgetEnded,
  markTold,
  markTried,
  type NewsRow,
  recordTroubles,
} from "../data/alerts";
import { troublesOf } from "../health/troubles";
import { type Language, parseLanguage } from "../i18n/language";
import type { Mailer } from "../mail/mailer";
import { alertMail } from "./alert-mail";
import { type AlertTimings, dueNews } from "./due-news";

/** A webhook on probation after a fallback ends it within the settling time, or the fallback goes on. */
function alertTimings({ FAILOVER_GRACE_MS }: Pick<Config, "FAILOVER_GRACE_MS">): AlertTimings {
  return { steadyMs: FAILOVER_GRACE_MS, settleMs: 4 * FAILOVER_GRACE_MS, pauseMs: 10 * FAILOVER_GRACE_MS };
}

/**
 * Finds out which bots are in trouble and keeps it, which open pages hear of by a trigger, and tells their owners by
 * mail: each trouble once when it begins and once when it is over. What was told is in the database, so a process that
 * takes over says nothing twice; only one that dies between sending a mail and writing that down does
 * (docs/decisions/0030-alerts.md). For one process at a time.
 *
 * @param mail how it is told, where the deployment has a mail server.
 */
export async function tellAlerts(services: Services, mail: Mailer | undefined): Promise<void> {
  const { data, config } = services;
  const timings = alertTimings(config);
  const [suspects, deployment] = await Promise.all([findSuspects(data), readDeployment(services)]);
  // One slow answer of the database is no trouble of each bot.
  const facts = { ...deployment, databaseMs: 0 };
  const standing = suspects.flatMap((bot) =>
    troublesOf(
      healthFacts(bot, facts, { ...nothingLeft, chatsAside: bot.chatsAside, repliesOff: bot.repliesOff }),
      deployment.now,
    ).map((trouble) => ({ botId: bot.id, ...trouble })),
  );
  await recordTroubles(data, standing);
  await forgetEnded(data, timings.settleMs);
  if (!mail) return;
  const sentences = new Map(standing.map(({ botId, kind, sentence }) => [`${botId} ${kind}`, sentence]));
  for (const news of dueNews(await findNews(data), deployment.now, timings)) {
    await tell(services, mail, news, sentences);
  }
}

/** One mail. Where it cannot be sent the round ends: the next one goes to somebody else first. */
async function tell(
  { data, config }: Services,
  mail: Mailer,
  news: readonly NewsRow[],
  sentences: ReadonlyMap<string, string>,
): Promise<void> {
  const [first] = news;
  // SMTP_URL is refused without NEXTAUTH_URL.
  if (!first || config.NEXTAUTH_URL === undefined) return;
  const language: Language = parseLanguage(first.language ?? undefined) ?? "en";
  const told = news.map((row) => ({ ...row, sentence: sentences.get(`${row.botId} ${row.kind}`) ?? "" }));
  await markTried(data, first.ownerId);
  await mail.send({ to: first.email, ...alertMail(told, { portal: config.NEXTAUTH_URL, language }) });
  await markTold(data, told);
}
