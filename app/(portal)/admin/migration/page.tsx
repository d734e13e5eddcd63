import type { Metadata } from "next";
import { Checks } from "@/components/admin/fleet-move/checks";
import { PhaseChoice } from "@/components/admin/fleet-move/phase-choice";
import { RunHistory } from "@/components/admin/fleet-move/run-history";
import { RunProgress } from "@/components/admin/fleet-move/run-progress";
import { StartForm } from "@/components/admin/fleet-move/start-form";
import { SteerRun } from "@/components/admin/fleet-move/steer-run";
import { Troubled } from "@/components/admin/fleet-move/troubled";
import { WavePlan } from "@/components/admin/fleet-move/wave-plan";
import { RefreshEvery } from "@/components/admin/refresh-every";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { viewMigration } from "@/lib/fleet-move/view-migration";
import { migrationTexts } from "@/lib/i18n/fleet-move";
import { pageLanguage } from "@/lib/web/page-language";
import { requireAdmin } from "@/lib/web/session";
import { setPhaseAction, startRunAction, steerRunAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: migrationTexts(await pageLanguage()).title };
}

export default async function MigrationPage() {
  const ctx = await requireAdmin();
  const [{ phase, checks, candidates, plan, run, history }, language] = await Promise.all([
    viewMigration(ctx),
    pageLanguage(),
  ]);
  const texts = migrationTexts(language);
  const active = run !== null && run.endedAt === null;
  const ready = checks.every(({ state }) => state === "ok");
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      {/* The checks change by themselves as well, with the canary's next flight. */}
      <RefreshEvery seconds={active ? 2 : 5} />
      <div className="grid gap-5">
        {active ? (
          <RunProgress run={run} language={language}>
            <SteerRun state={run.state} steer={steerRunAction} />
          </RunProgress>
        ) : null}
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Checks checks={checks} language={language} />
          <div className="grid gap-5">
            {active ? null : (
              <Section
                title={texts.plan.title}
                description={candidates > 0 ? texts.plan.description(candidates) : texts.plan.nobody}
              >
                <WavePlan plan={plan} language={language} />
                <StartForm ready={ready} action={startRunAction} />
              </Section>
            )}
            <PhaseChoice phase={phase} locked={active} language={language} choose={setPhaseAction} />
          </div>
        </div>
        {run && !active ? <RunProgress run={run} language={language} /> : null}
        {run ? <Troubled bots={run.troubled} language={language} /> : null}
        <RunHistory runs={history} language={language} />
      </div>
    </>
  );
}
