import { Filled } from "@/components/ui/filled";
import { Notice } from "@/components/ui/notice";
import { authTexts } from "@/lib/i18n/auth";
import type { Language } from "@/lib/i18n/language";

interface NotSetUpProps {
  language: Language;
}

/** Says that there is no admin yet, and where the operator finds the way to make one. */
export function NotSetUp({ language }: NotSetUpProps) {
  const { notSetUp, notSetUpText } = authTexts(language).setup;
  const command = <code>hookline user create --admin</code>;
  return (
    <Notice tone="warn" title={notSetUp}>
      <Filled text={notSetUpText} places={{ command }} />
    </Notice>
  );
}
