"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Language } from "@/lib/i18n/language";

const LanguageContext = createContext<Language>("en");

/** The language of the page, for components that run in the browser; on the server it is `pageLanguage()`. */
export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** Stands in the outermost layout. */
export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <LanguageContext value={language}>{children}</LanguageContext>;
}
