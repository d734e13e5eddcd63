import { Webhook } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { overviewTexts } from "@/lib/i18n/overview";

/** Offers the webhook to a bot that polls although it need not. */
export function UpgradeCard({ pending, upgrade }: { pending: boolean; upgrade: () => void }) {
  const texts = overviewTexts(useLanguage()).upgrade;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3 rounded-lg border border-accent/25 bg-accent-soft px-4 py-3">
      <p className="min-w-0 flex-1 basis-56 text-ink-2 text-xs">{texts.text}</p>
      <Button size="small" look="primary" pending={pending} onClick={upgrade}>
        <Webhook aria-hidden />
        {texts.button}
      </Button>
    </div>
  );
}
