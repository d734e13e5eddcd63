import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { parseTheme, themeCookie } from "@/components/shell/theme";
import { LanguageProvider } from "@/components/ui/language";
import { Toaster } from "@/components/ui/toaster";
import { startTexts } from "@/lib/i18n/start";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const { config } = await getRuntime();
  return {
    // A shared link names its picture by an address that others can reach.
    ...(config.NEXTAUTH_URL === undefined ? {} : { metadataBase: new URL(config.NEXTAUTH_URL) }),
    openGraph: { siteName: "Hookline", type: "website" },
    title: { default: "Hookline", template: "%s · Hookline" },
    description: startTexts(await pageLanguage()).description,
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafa" },
    { media: "(prefers-color-scheme: dark)", color: "#0b0b0d" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  const language = await pageLanguage();
  return (
    // The theme's attribute may change in the browser before React takes over.
    <html lang={language} data-theme={theme === "system" ? undefined : theme} suppressHydrationWarning>
      <body className="min-h-dvh font-sans">
        <LanguageProvider language={language}>
          {children}
          <Toaster />
        </LanguageProvider>
      </body>
    </html>
  );
}
