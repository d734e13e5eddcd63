import type { Metadata } from "next";
import { cookies } from "next/headers";
import { chooseLanguageAction } from "@/app/language-action";
import { AlertChoices } from "@/components/account/alert-choices";
import { ApiKeys } from "@/components/account/api-keys";
import { DeleteAccount } from "@/components/account/delete-account";
import { EmailForm } from "@/components/account/email-form";
import { PasswordForm } from "@/components/account/password-form";
import { Sessions } from "@/components/account/sessions";
import { TwoFactor } from "@/components/account/two-factor";
import { LanguageChoice } from "@/components/shell/language-choice";
import { parseTheme, themeCookie } from "@/components/shell/theme";
import { ThemeChoice } from "@/components/shell/theme-choice";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listApiKeys } from "@/lib/accounts/list-api-keys";
import { listSessions } from "@/lib/accounts/list-sessions";
import { viewTwoFactor } from "@/lib/accounts/view-two-factor";
import { viewAlertChoices } from "@/lib/alerts/alert-choices";
import { sessionDays } from "@/lib/core/session-days";
import { accountTexts } from "@/lib/i18n/account";
import { pageLanguage } from "@/lib/web/page-language";
import { requireActor } from "@/lib/web/session";
import * as actions from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: accountTexts(await pageLanguage()).title };
}

export default async function AccountPage() {
  const ctx = await requireActor();
  const language = await pageLanguage();
  const texts = accountTexts(language);
  const [keys, twoFactor, sessions, alerts] = await Promise.all([
    listApiKeys(ctx),
    viewTwoFactor(ctx),
    listSessions(ctx, ctx),
    viewAlertChoices(ctx),
  ]);
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={texts.title} description={ctx.user.email} />
      <div className="grid gap-5">
        <Section id="email" title={texts.email.title} description={texts.email.text(ctx.user.email)}>
          <EmailForm byMail={ctx.mail !== undefined} action={actions.changeEmailAction} />
        </Section>
        <Section id="password" title={texts.password.title}>
          <PasswordForm email={ctx.user.email} apiKeys={keys.length} action={actions.changePasswordAction} />
        </Section>
        <Section id="two-factor" title={texts.twoFactor.title} description={texts.twoFactor.text}>
          <TwoFactor
            state={twoFactor}
            setUp={{ start: actions.startTwoFactorAction, enable: actions.enableTwoFactorAction }}
            renew={actions.renewRecoveryCodesAction}
            turnOff={actions.disableTwoFactorAction}
          />
        </Section>
        <Section
          id="sessions"
          title={texts.sessions.title}
          description={texts.sessions.text(sessionDays.most, sessionDays.unused)}
        >
          <Sessions
            sessions={sessions}
            end={actions.endSessionAction}
            endOthers={actions.endOtherSessionsAction}
          />
        </Section>
        <Section id="alerts" title={texts.alerts.title} description={texts.alerts.text}>
          <AlertChoices email={ctx.user.email} choices={alerts} choose={actions.chooseAlertsAction} />
        </Section>
        <Section id="api-keys" title={texts.apiKeys.title} description={texts.apiKeys.text}>
          <ApiKeys
            keys={keys}
            twoFactor={twoFactor.enabledAt !== null}
            create={actions.createApiKeyAction}
            revoke={actions.revokeApiKeyAction}
          />
        </Section>
        <Section title={texts.appearance.title}>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <span className="text-ink-2">{texts.appearance.colours}</span>
            <ThemeChoice initial={theme} />
          </div>
          <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
            <span className="text-ink-2">{texts.appearance.language}</span>
            <LanguageChoice language={language} choose={chooseLanguageAction} />
          </div>
        </Section>
        <Section id="delete" title={texts.deletion.title} description={texts.deletion.text}>
          <DeleteAccount
            email={ctx.user.email}
            twoFactor={twoFactor.enabledAt !== null}
            action={actions.deleteAccountAction}
          />
        </Section>
      </div>
    </div>
  );
}
