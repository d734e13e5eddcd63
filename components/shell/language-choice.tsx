import { cn } from "@/components/ui/cn";
import { type Language, languageNames, offeredLanguages } from "@/lib/i18n/language";
import { shellTexts } from "@/lib/i18n/shell";

/** Takes a form with the language's name. */
export type ChooseLanguage = (form: FormData) => Promise<void>;

/** The languages there are, each by its own name. A plain form: it works without JavaScript as well. */
export function LanguageChoice({ language, choose }: { language: Language; choose: ChooseLanguage }) {
  return (
    <form action={choose}>
      <fieldset className="flex flex-wrap items-center gap-0.5">
        <legend className="sr-only">{shellTexts(language).language}</legend>
        {offeredLanguages.map((name) => (
          <button
            key={name}
            type="submit"
            name="language"
            value={name}
            lang={name}
            aria-pressed={name === language}
            className={cn(
              "rounded-full px-2.5 py-1 text-ink-3 text-xs transition-colors hover:text-ink",
              name === language && "bg-sunken font-medium text-ink",
            )}
          >
            {languageNames[name]}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
