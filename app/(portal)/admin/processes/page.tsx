import type { Metadata } from "next";
import { ProcessTable } from "@/components/admin/process-table";
import { PublicAddress } from "@/components/admin/public-address";
import { RefreshEvery } from "@/components/admin/refresh-every";
import { StoreFacts } from "@/components/admin/store-facts";
import { Card } from "@/components/ui/card";
import { Filled } from "@/components/ui/filled";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { fleetProcesses } from "@/lib/bots/fleet-processes";
import { adminTexts } from "@/lib/i18n/admin";
import { pageLanguage } from "@/lib/web/page-language";
import { requireAdmin } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: adminTexts(await pageLanguage()).processes.title };
}

export default async function ProcessesPage() {
  const ctx = await requireAdmin();
  const [{ processes, queue, database, canary }, language] = await Promise.all([
    fleetProcesses(ctx),
    pageLanguage(),
  ]);
  const texts = adminTexts(language).processes;
  const runs = (kind: string) => processes.some((one) => one.kind === kind && one.state !== "dead");
  return (
    <>
      <RefreshEvery seconds={5} />
      <PageHeader title={texts.title} description={texts.description} />
      <div className="grid gap-5">
        {runs("sidecar") ? null : (
          <Notice tone="bad" title={texts.noSidecar}>
            <Filled
              text={texts.noSidecarText}
              places={{ command: <code className="font-mono">npm run sidecar</code> }}
            />
          </Notice>
        )}
        {runs("web") ? null : (
          <Notice tone="bad" title={texts.noWeb}>
            {texts.noWebText}
          </Notice>
        )}
        <Card className="overflow-hidden">
          <ProcessTable processes={processes} language={language} />
        </Card>
        <StoreFacts queue={queue} database={database} language={language} />
        {canary ? <PublicAddress canary={canary} language={language} /> : null}
      </div>
    </>
  );
}
