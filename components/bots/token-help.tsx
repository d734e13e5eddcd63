import { Filled } from "@/components/ui/filled";
import type { Language } from "@/lib/i18n/language";
import { welcomeTexts } from "@/lib/i18n/welcome";

const code = "rounded bg-sunken px-1 py-px font-mono text-ink";

/** How one gets a token. Folded, because most people who come here have one. */
export function TokenHelp({ language }: { language: Language }) {
  const texts = welcomeTexts(language).help;
  return (
    <details className="group text-[0.8125rem]">
      <summary className="w-fit rounded text-accent hover:underline">{texts.title}</summary>
      <ol className="mt-3 list-decimal space-y-1.5 pl-5 text-ink-2">
        <li>
          <Filled
            text={texts.open}
            places={{
              botFather: (
                <a
                  href="https://t.me/BotFather"
                  target="_blank"
                  rel="noreferrer"
                  className="text-accent underline underline-offset-2"
                >
                  @BotFather
                </a>
              ),
            }}
          />
        </li>
        <li>
          <Filled
            text={texts.send}
            places={{
              newBot: <code className={code}>/newbot</code>,
              token: <code className={code}>/token</code>,
            }}
          />
        </li>
        <li>
          <Filled text={texts.copy} places={{ example: <code className={code}>123456789:AA…</code> }} />
        </li>
      </ol>
    </details>
  );
}
