import { LoaderCircle } from "lucide-react";
import { useLanguage } from "@/components/ui/language";
import { tokenTexts } from "@/lib/i18n/token";

/** Stands where the answer about a token will be. */
export function AskingTelegram() {
  return (
    <p className="flex items-center gap-2 text-ink-2">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      {tokenTexts(useLanguage()).checking}
    </p>
  );
}
