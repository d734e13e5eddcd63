import type { Metadata } from "next";
import { RegisterForm } from "@/components/bots/register-form";
import { TokenHelp } from "@/components/bots/token-help";
import { PageHeader } from "@/components/ui/page-header";
import { recommendMode } from "@/lib/bots/recommend-mode";
import { welcomeTexts } from "@/lib/i18n/welcome";
import { pageLanguage } from "@/lib/web/page-language";
import { requireActor } from "@/lib/web/session";
import { checkTokenAction, registerAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: welcomeTexts(await pageLanguage()).title };
}

export default async function RegisterPage() {
  const ctx = await requireActor();
  const language = await pageLanguage();
  const texts = welcomeTexts(language);
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={texts.title} description={texts.text} />
      <RegisterForm
        advice={await recommendMode(ctx)}
        steps={{ label: texts.steps, names: Object.values(texts.stepNames) }}
        help={<TokenHelp language={language} />}
        checkToken={checkTokenAction}
        register={registerAction}
      />
    </div>
  );
}
