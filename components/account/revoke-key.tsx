"use client";

import { useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { accountTexts } from "@/lib/i18n/account";
import type { ActionState } from "@/lib/web/action-state";

export type Revoke = (input: { keyId: number }) => Promise<ActionState<unknown>>;

/** Ends one key, after a question: the program that uses it stops working. */
export function RevokeKey({ id, name, revoke }: { id: number; name: string; revoke: Revoke }) {
  const texts = accountTexts(useLanguage()).apiKeys;
  const [open, setOpen] = useState(false);
  const [pending, start] = useTransition();
  return (
    <>
      <Button
        size="small"
        look="quietDanger"
        aria-label={texts.revokeNamed(name)}
        onClick={() => setOpen(true)}
      >
        {texts.revoke}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={texts.revokeTitle(name)}
        description={texts.revokeText}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)} disabled={pending}>
            {texts.keep}
          </Button>
          <Button
            look="danger"
            pending={pending}
            onClick={() =>
              start(async () => {
                const state = await revoke({ keyId: id }).catch(unanswered);
                setOpen(false);
                if (state.status === "done") toast.success(texts.revoked);
                else toast.error(texts.notRevoked, { description: failureOf(state) });
              })
            }
          >
            {texts.revokeSubmit}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
