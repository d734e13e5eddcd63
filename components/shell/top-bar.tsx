import { Wordmark } from "@/components/brand/wordmark";
import type { FindBots } from "@/components/palette/find-bots";
import { PaletteButton } from "@/components/palette/palette-button";
import { Link } from "@/components/ui/link";
import { shellTexts } from "@/lib/i18n/shell";
import { pageLanguage } from "@/lib/web/page-language";
import { AccountMenu } from "./account-menu";
import type { ChooseLanguage } from "./language-choice";
import { LiveNotice } from "./live-notice";
import { NavLink } from "./nav-link";
import type { SignOut } from "./sign-out";
import type { Theme } from "./theme";
import { ThemeChoice } from "./theme-choice";

interface TopBarProps {
  email: string;
  admin: boolean;
  theme: Theme;
  chooseLanguage: ChooseLanguage;
  signOut: SignOut;
  findBots: FindBots;
}

/** The one bar of the portal: where one is, and who one is. */
export async function TopBar({ email, admin, theme, chooseLanguage, signOut, findBots }: TopBarProps) {
  const { home, nav } = shellTexts(await pageLanguage());
  return (
    <header className="sticky top-0 z-30 border-line border-b bg-canvas/85 backdrop-blur-md">
      <div className="mx-auto flex h-14 max-w-5xl items-center gap-1 px-4 sm:gap-3 sm:px-6">
        <Link href="/bots" className="flex rounded-md p-1.5 sm:-ml-1.5" aria-label={home}>
          <Wordmark compact />
        </Link>
        <nav aria-label={nav.main} className="flex items-center gap-0.5">
          <NavLink href="/bots">{nav.bots}</NavLink>
          {admin ? (
            <>
              <NavLink href="/admin" except="/admin/users">
                {nav.fleet}
              </NavLink>
              <NavLink href="/admin/users">{nav.users}</NavLink>
            </>
          ) : null}
        </nav>
        <div className="ml-auto flex items-center gap-2 sm:gap-3">
          <LiveNotice />
          <PaletteButton admin={admin} findBots={findBots} signOut={signOut} />
          <div className="max-sm:hidden">
            <ThemeChoice initial={theme} />
          </div>
          <AccountMenu email={email} chooseLanguage={chooseLanguage} signOut={signOut} />
        </div>
      </div>
    </header>
  );
}
