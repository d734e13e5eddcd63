import { ArrowRight } from "lucide-react";
import { redirect } from "next/navigation";
import { NotSetUp } from "@/components/auth/not-set-up";
import { Flow } from "@/components/brand/flow";
import { Wordmark } from "@/components/brand/wordmark";
import { LanguageChoice } from "@/components/shell/language-choice";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { signUpWay } from "@/lib/accounts/sign-up-way";
import { startTexts } from "@/lib/i18n/start";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { currentActor } from "@/lib/web/session";
import { chooseLanguageAction } from "./language-action";

export default async function StartPage() {
  if (await currentActor()) redirect("/bots");
  const language = await pageLanguage();
  const texts = startTexts(language);
  const way = await signUpWay(await getRuntime());
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-4 sm:px-6">
      <header className="flex h-16 items-center justify-between">
        <Wordmark />
        <Link href="/sign-in" className={buttonStyle({ look: "ghost", size: "small" })}>
          {texts.signIn}
        </Link>
      </header>
      <main className="flex flex-1 flex-col justify-center py-12">
        <h1 className="max-w-2xl font-semibold text-4xl tracking-tight sm:text-5xl">{texts.title}</h1>
        <p className="mt-4 max-w-xl text-base text-ink-2 sm:text-lg">{texts.text}</p>
        {way === "not_set_up" ? (
          <div className="mt-8 max-w-xl">
            <NotSetUp language={language} />
          </div>
        ) : null}
        <div className="mt-8 flex flex-wrap gap-3">
          {way === "open" ? (
            <Link href="/sign-up" className={buttonStyle({ look: "primary" })}>
              {texts.createAccount}
              <ArrowRight aria-hidden />
            </Link>
          ) : null}
          <Link href="/sign-in" className={buttonStyle()}>
            {texts.signIn}
          </Link>
        </div>
        <Flow texts={texts.flow} />
        <dl className="mt-12 grid gap-x-10 gap-y-6 sm:grid-cols-3">
          {texts.promises.map(({ title, text }) => (
            <div key={title}>
              <dt className="font-medium">{title}</dt>
              <dd className="mt-1 text-ink-2">{text}</dd>
            </div>
          ))}
        </dl>
      </main>
      <footer className="flex justify-center pb-6">
        <LanguageChoice language={language} choose={chooseLanguageAction} />
      </footer>
    </div>
  );
}
