import type { Metadata } from "next";
import { RegisterForm } from "@/components/bots/register-form";
import { TokenHelp } from "@/components/bots/token-help";
import { PageHeader } from "@/components/ui/page-header";
import { recommendMode } from "@/lib/bots/recommend-mode";
import { welcomeWords } from "@/lib/i18n/welcome";
import { pageLanguage } from "@/lib/web/page-language";
import { requireActor } from "@/lib/web/session";
import { checkTokenAction, registerAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: welcomeWords(await pageLanguage()).title };
}

export default async function RegisterPage() {
  const ctx = await requireActor();
  const language = await pageLanguage();
  const words = welcomeWords(language);
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title={words.title} description={words.text} />
      <RegisterForm
        advice={await recommendMode(ctx)}
        steps={{ label: words.steps, names: Object.values(words.stepNames) }}
        help={<TokenHelp language={language} />}
        checkToken={checkTokenAction}
        register={registerAction}
      />
    </div>
  );
}
