import { Download, ScrollText, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { AuditFilters } from "@/components/admin/audit-filters";
import { AuditTable } from "@/components/admin/audit-table";
import { buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { listAudit } from "@/lib/accounts/list-audit";
import { auditActions } from "@/lib/core/audit-actions";
import { adminTexts } from "@/lib/i18n/admin";
import { auditTexts } from "@/lib/i18n/audit";
import type { Language } from "@/lib/i18n/language";
import { pageLanguage } from "@/lib/web/page-language";
import { requireAdmin } from "@/lib/web/session";
import { orNotFound } from "../../verb-for-page";
import { auditFilter, auditHref, auditPageSize, readAuditAddress } from "./address";

export async function generateMetadata(): Promise<Metadata> {
  return { title: adminTexts(await pageLanguage()).audit.title };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Every action under the thing it is done to: one without words does not compile. */
function actionChoices(language: Language) {
  const { any, all, things, actions } = auditTexts(language);
  const groups = Object.entries(things).map(([thing, label]) => ({
    thing,
    label,
    actions: auditActions
      .filter((action) => action.startsWith(`${thing}.`))
      .map((action) => ({ value: action, label: actions[action] })),
  }));
  return { any, all, groups };
}

export default async function AuditPage({ searchParams }: Props) {
  const ctx = await requireAdmin();
  const address = readAuditAddress(await searchParams);
  const { before, ...choice } = address;
  const filter = auditFilter(address);
  const [{ items, next }, language] = await Promise.all([
    orNotFound(listAudit(ctx, { filter, limit: auditPageSize, before })),
    pageLanguage(),
  ]);
  const texts = adminTexts(language).audit;
  const filtered = Object.values(choice).some((value) => value !== undefined);
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        actions={
          // A plain link: the browser shall save what comes, not show it.
          <a
            href={auditHref("/admin/audit/export", choice)}
            download
            className={buttonStyle({ size: "small" })}
          >
            <Download aria-hidden />
            {texts.export}
          </a>
        }
      />
      <AuditFilters key={JSON.stringify(choice)} actions={actionChoices(language)} choice={choice} />
      <Card className="overflow-hidden">
        {items.length > 0 ? (
          <AuditTable entries={items} language={language} />
        ) : (
          <EmptyState icon={filtered ? SearchX : ScrollText} title={filtered ? texts.noMatch : texts.empty}>
            {filtered ? texts.noMatchText : texts.emptyText}
          </EmptyState>
        )}
      </Card>
      <Pager
        previous={before === undefined ? undefined : auditHref("/admin/audit", choice)}
        next={next === null ? undefined : auditHref("/admin/audit", { ...choice, before: next })}
      />
    </>
  );
}
