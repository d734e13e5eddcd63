"use client";

import { Ellipsis } from "lucide-react";
import { useState, useTransition } from "react";
import { failureOf } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { Menu, MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { PersonView } from "@/lib/accounts/list-people";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import type { ActionState } from "@/lib/web/action-state";

type Answer = Promise<ActionState<unknown>>;

export interface PersonActions {
  changeRole: (input: { userId: number; role: "tenant" | "admin" }) => Answer;
  setDisabled: (input: { userId: number; disabled: boolean }) => Answer;
  resetTwoFactor: (input: { userId: number }) => Answer;
}

interface PersonActsProps {
  person: Pick<PersonView, "id" | "email" | "role" | "disabled" | "twoFactor">;
  acts: PersonActions;
}

interface Asked {
  title: string;
  text: string;
  label: string;
  act: () => Answer;
}

/** What an admin can do about a person. What takes or gives much is asked about first. */
export function PersonActs({ person, acts }: PersonActsProps) {
  const all = adminFormTexts(useLanguage());
  const texts = all.people;
  const [asked, ask] = useState<Asked>();
  const [pending, start] = useTransition();
  const { id: userId, email } = person;
  const run = (act: () => Answer) =>
    start(async () => {
      const answer = await act();
      ask(undefined);
      if (answer.status === "failed") toast.error(all.failed, { description: failureOf(answer) });
      else toast.success(texts.done);
    });
  return (
    <>
      <Menu
        trigger={
          <Button look="ghost" size="icon" aria-label={texts.acts(email)} disabled={pending}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {person.role === "tenant" ? (
          <MenuItem
            onSelect={() =>
              ask({
                title: texts.makeAdminTitle(email),
                text: texts.makeAdminText,
                label: texts.makeAdmin,
                act: () => acts.changeRole({ userId, role: "admin" }),
              })
            }
          >
            {texts.makeAdmin}
          </MenuItem>
        ) : (
          <MenuItem onSelect={() => run(() => acts.changeRole({ userId, role: "tenant" }))}>
            {texts.makeTenant}
          </MenuItem>
        )}
        {person.twoFactor ? (
          <MenuItem
            onSelect={() =>
              ask({
                title: texts.resetTitle(email),
                text: texts.resetText,
                label: texts.resetTwoFactor,
                act: () => acts.resetTwoFactor({ userId }),
              })
            }
          >
            {texts.resetTwoFactor}
          </MenuItem>
        ) : null}
        {person.disabled ? (
          <MenuItem onSelect={() => run(() => acts.setDisabled({ userId, disabled: false }))}>
            {texts.enable}
          </MenuItem>
        ) : (
          <MenuItem
            onSelect={() =>
              ask({
                title: texts.disableTitle(email),
                text: texts.disableText,
                label: texts.disable,
                act: () => acts.setDisabled({ userId, disabled: true }),
              })
            }
          >
            {texts.disable}
          </MenuItem>
        )}
      </Menu>
      {asked ? (
        <Dialog open onClose={() => ask(undefined)} title={asked.title} description={asked.text}>
          <div className="flex justify-end gap-2">
            <Button onClick={() => ask(undefined)} disabled={pending}>
              {texts.keep}
            </Button>
            <Button look="danger" pending={pending} onClick={() => run(asked.act)}>
              {asked.label}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
