import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { InviteForm } from "@/components/admin/invite-form";
import { InviteList } from "@/components/admin/invite-list";
import { PeopleFilters } from "@/components/admin/people-filters";
import { PeopleTable } from "@/components/admin/people-table";
import { Card, Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { listInvites } from "@/lib/accounts/list-invites";
import { listPeople } from "@/lib/accounts/list-people";
import { adminTexts } from "@/lib/i18n/admin";
import { pageLanguage } from "@/lib/web/page-language";
import { requireAdmin } from "@/lib/web/session";
import {
  changeRoleAction,
  createInviteAction,
  resetTwoFactorAction,
  revokeInviteAction,
  setDisabledAction,
} from "./actions";
import { peopleHref, peoplePageSize, readPeopleAddress } from "./address";

export async function generateMetadata(): Promise<Metadata> {
  return { title: adminTexts(await pageLanguage()).users.title };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function UsersPage({ searchParams }: Props) {
  const ctx = await requireAdmin();
  const address = readPeopleAddress(await searchParams);
  const { page, state, ...filter } = address;
  const offset = (page - 1) * peoplePageSize;
  const disabled = state === undefined ? undefined : state === "disabled";
  const [{ items, total }, invites, language] = await Promise.all([
    listPeople(ctx, { ...filter, disabled, limit: peoplePageSize, offset }),
    listInvites(ctx),
    pageLanguage(),
  ]);
  const texts = adminTexts(language).users;
  const last = Math.max(1, Math.ceil(total / peoplePageSize));
  return (
    <>
      <PageHeader title={texts.title} description={texts.description(total)} />
      <div className="grid gap-5">
        <div>
          <PeopleFilters key={JSON.stringify(address)} choice={address} />
          <Card className="overflow-hidden">
            {items.length > 0 ? (
              <PeopleTable
                people={items}
                me={ctx.user.id}
                language={language}
                acts={{
                  changeRole: changeRoleAction,
                  setDisabled: setDisabledAction,
                  resetTwoFactor: resetTwoFactorAction,
                }}
              />
            ) : (
              <EmptyState icon={SearchX} title={texts.noMatch}>
                {texts.noMatchText}
              </EmptyState>
            )}
          </Card>
          <Pager
            previous={page > 1 ? peopleHref({ ...address, page: Math.min(page - 1, last) }) : undefined}
            next={page < last ? peopleHref({ ...address, page: page + 1 }) : undefined}
          />
        </div>
        <Section title={texts.invite} description={texts.inviteText}>
          <InviteForm action={createInviteAction} />
        </Section>
        {invites.length > 0 ? (
          <Section title={texts.invitations} description={texts.invitationsText}>
            <InviteList invites={invites} revoke={revokeInviteAction} language={language} />
          </Section>
        ) : null}
      </div>
    </>
  );
}
