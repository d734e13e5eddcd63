"use client";

import { KeyRound, LogOut } from "lucide-react";
import { startTransition } from "react";
import { useLanguage } from "@/components/ui/language";
import { Menu, MenuItem, MenuLabel, MenuRadio, MenuSeparator } from "@/components/ui/menu";
import { languageNames, offeredLanguages } from "@/lib/i18n/language";
import { shellTexts } from "@/lib/i18n/shell";
import type { ChooseLanguage } from "./language-choice";
import type { SignOut } from "./sign-out";

/** Who is signed in, and what concerns only them. */
export function AccountMenu({
  email,
  chooseLanguage,
  signOut,
}: {
  email: string;
  chooseLanguage: ChooseLanguage;
  signOut: SignOut;
}) {
  const language = useLanguage();
  const { account: texts, language: languageLabel } = shellTexts(language);
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={texts.button}
          className="grid size-8 place-items-center rounded-full border border-line bg-sunken font-semibold text-ink-2 text-xs uppercase transition-colors hover:border-line-strong hover:text-ink"
        >
          {email.slice(0, 1)}
        </button>
      }
    >
      <MenuLabel>
        {texts.signedInAs}
        <span className="block max-w-64 truncate font-medium text-ink text-sm">{email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem href="/account">
        <KeyRound aria-hidden />
        {texts.page}
      </MenuItem>
      <MenuSeparator />
      <form action={chooseLanguage} role="none">
        {/* biome-ignore lint/a11y/useSemanticElements: a <fieldset> has no place among the items of a menu. */}
        <div role="group" aria-label={languageLabel}>
          {offeredLanguages.map((name) => (
            <MenuRadio key={name} name="language" value={name} checked={name === language}>
              <span lang={name}>{languageNames[name]}</span>
            </MenuRadio>
          ))}
        </div>
      </form>
      <MenuSeparator />
      <MenuItem
        onSelect={() =>
          startTransition(async () => {
            await signOut({});
          })
        }
      >
        <LogOut aria-hidden />
        {texts.signOut}
      </MenuItem>
    </Menu>
  );
}
