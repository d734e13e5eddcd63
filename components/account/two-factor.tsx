"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { TimeAgo } from "@/components/ui/time-ago";
import { accountTexts } from "@/lib/i18n/account";
import { type ProveBoth, ProveBothDialog } from "./prove-both-dialog";
import { RecoveryCodes } from "./recovery-codes";
import { SetUpTwoFactor, type SetUpTwoFactorActions } from "./set-up-two-factor";

interface TwoFactorProps {
  state: { enabledAt: string | null; recoveryCodesLeft: number };
  setUp: SetUpTwoFactorActions;
  renew: ProveBoth<{ codes: string[] }>;
  turnOff: ProveBoth<void>;
}

/** The second factor: set it up, make new recovery codes, turn it off. */
export function TwoFactor({ state, setUp, renew, turnOff }: TwoFactorProps) {
  const texts = accountTexts(useLanguage()).twoFactor;
  const router = useRouter();
  const [asking, setAsking] = useState<"set up" | "renew" | "turn off">();
  // Kept here, whatever the page learns meanwhile: they are shown this once.
  const [codes, setCodes] = useState<string[]>();

  if (codes) {
    const kept = () => {
      setCodes(undefined);
      setAsking(undefined);
      router.refresh();
    };
    return <RecoveryCodes codes={codes} onKept={kept} />;
  }
  if (state.enabledAt === null) {
    return asking === "set up" ? (
      <SetUpTwoFactor actions={setUp} onCodes={setCodes} onCancel={() => setAsking(undefined)} />
    ) : (
      <div className="flex items-center justify-between gap-3">
        <Badge>{texts.off}</Badge>
        <Button onClick={() => setAsking("set up")}>{texts.setUp}</Button>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Badge tone="good">{texts.on}</Badge>
        <span className="min-w-0 flex-1 text-ink-2">
          {texts.since} <TimeAgo at={state.enabledAt} /> · {texts.codesLeft(state.recoveryCodesLeft)}
        </span>
        <span className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => setAsking("renew")}>
            {texts.renew}
          </Button>
          <Button size="small" look="quietDanger" onClick={() => setAsking("turn off")}>
            {texts.turnOff}
          </Button>
        </span>
      </div>
      {state.recoveryCodesLeft <= 2 ? <Notice tone="warn">{texts.fewCodes}</Notice> : null}
      <ProveBothDialog
        open={asking === "renew"}
        onClose={() => setAsking(undefined)}
        title={texts.renew}
        text={texts.renewText}
        submit={texts.renewSubmit}
        action={renew}
        onDone={({ codes }) => setCodes(codes)}
      />
      <ProveBothDialog
        open={asking === "turn off"}
        onClose={() => setAsking(undefined)}
        title={texts.turnOffTitle}
        text={texts.turnOffText}
        submit={texts.turnOff}
        danger
        action={turnOff}
        onDone={() => setAsking(undefined)}
      />
    </div>
  );
}
