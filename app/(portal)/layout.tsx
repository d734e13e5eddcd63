import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { chooseLanguageAction } from "@/app/language-action";
import { AlertToasts } from "@/components/shell/alert-toasts";
import { LiveProvider } from "@/components/shell/live";
import { OrOutline, SlowPageProvider } from "@/components/shell/slow-page";
import { parseTheme, themeCookie } from "@/components/shell/theme";
import { TopBar } from "@/components/shell/top-bar";
import { shellTexts } from "@/lib/i18n/shell";
import { pageLanguage } from "@/lib/web/page-language";
import { requireActor } from "@/lib/web/session";
import { signOutAction } from "./account/actions";
import { findBotsAction } from "./palette-actions";

/** The frame of every page behind the sign-in. It decorates; each page asks for itself who is there. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { user } = await requireActor();
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  const { skip } = shellTexts(await pageLanguage());
  return (
    <LiveProvider>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-ink px-4 py-2 text-canvas focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {skip}
      </a>
      <TopBar
        email={user.email}
        admin={user.role === "admin"}
        theme={theme}
        chooseLanguage={chooseLanguageAction}
        signOut={signOutAction}
        findBots={findBotsAction}
      />
      <AlertToasts />
      <main id="content" className="mx-auto max-w-5xl px-4 pt-8 pb-24 sm:px-6">
        <SlowPageProvider>
          <OrOutline place="page">{children}</OrOutline>
        </SlowPageProvider>
      </main>
    </LiveProvider>
  );
}
