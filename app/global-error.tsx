"use client";

import { useEffect, useState } from "react";
import { Failure } from "@/components/shell/failure";
import { type Language, languageCookie, languageOf } from "@/lib/i18n/language";
import "./globals.css";

/** Stands in for the whole page where the outermost layout itself failed, and with it what knows the language. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const [language, setLanguage] = useState<Language>("en");
  useEffect(() => {
    const chosen = new RegExp(`${languageCookie}=(\\w+)`).exec(document.cookie)?.[1];
    setLanguage(languageOf(chosen, navigator.languages.join(",")));
  }, []);
  return (
    <html lang={language}>
      <body className="min-h-dvh font-sans">
        <main>
          <Failure error={error} retry={retry} language={language} />
        </main>
      </body>
    </html>
  );
}
