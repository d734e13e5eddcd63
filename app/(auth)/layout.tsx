import type { ReactNode } from "react";
import { chooseLanguageAction } from "@/app/language-action";
import { Wordmark } from "@/components/brand/wordmark";
import { LanguageChoice } from "@/components/shell/language-choice";
import { Link } from "@/components/ui/link";
import { authTexts } from "@/lib/i18n/auth";
import { pageLanguage } from "@/lib/web/page-language";

/** A quiet page with one form in its middle. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const language = await pageLanguage();
  const texts = authTexts(language);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="px-4 py-4 sm:px-6">
        <Link href="/" className="inline-block rounded-md p-1.5" aria-label={texts.startPage}>
          <Wordmark />
        </Link>
      </header>
      <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center px-4 py-8">
        {children}
      </main>
      <footer className="flex justify-center px-4 pb-6">
        <LanguageChoice language={language} choose={chooseLanguageAction} />
      </footer>
    </div>
  );
}
