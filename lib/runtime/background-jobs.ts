import { tellAlerts } from "../alerts/tell-alerts";
import { recordFleetMinute } from "../bots/fleet-trend";
import { fleetJudge } from "../bots/judge-fleet";
import { deleteExpired } from "../data/retention";
import { rollUpHours } from "../data/stats";
import { MigrationWizard } from "../fleet-move/wizard";
import { finishAbandonedSwitches } from "../transport/finish-abandoned";
import { Supervisor } from "../transport/supervisor";
import { every } from "./every";
import type { Runtime } from "./runtime";

const counterDays = 90;

/** What a sidecar does now and then besides polling. Two sidecars doing it at once harm nothing. */
export function startBackgroundJobs(runtime: Runtime): () => Promise<void> {
  const { log, data, config, mail } = runtime;
  const alertsMs = Math.min(10_000, config.FAILOVER_GRACE_MS);
  const lead = () => runtime.signals.lead();
  const supervisor = new Supervisor(runtime, lead);
  const wizard = new MigrationWizard(runtime, runtime.processId, runtime.signals);
  const stops = [
    every(config.FAILOVER_CHECK_INTERVAL_MS, () => supervisor.tick(), log, "supervisor"),
    every(1_000, () => wizard.tick(), log, "migration wizard"),
    every(5_000, fleetJudge(runtime, lead), log, "fleet's verdicts"),
    every(10_000, async () => (await lead()) && recordFleetMinute(runtime), log, "fleet's minutes"),
    every(alertsMs, async () => (await lead()) && tellAlerts(runtime, mail), log, "alerts"),
    every(10_000, () => finishAbandonedSwitches(runtime), log, "abandoned switches"),
    every(300_000, () => rollUpHours(data), log, "hours added up"),
    every(600_000, () => deleteExpired(data, config.UPDATE_RETENTION_DAYS, counterDays), log, "retention"),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
