"use client";

import { useId, useOptimistic, useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import type { BotView } from "@/lib/bots/schemas";
import { settingsTexts } from "@/lib/i18n/settings";
import type { PatchBot } from "./fix-way";

interface DeliverySettingsProps {
  bot: Pick<BotView, "id" | "fallbackEnabled" | "maxConnections">;
  patch: PatchBot;
}

/** What concerns how updates get here: the fallback, and how many at once. */
export function DeliverySettings({ bot, patch }: DeliverySettingsProps) {
  return (
    <div className="grid gap-5">
      <FallbackSwitch bot={bot} patch={patch} />
      <Connections bot={bot} patch={patch} />
    </div>
  );
}

function FallbackSwitch({ bot, patch }: DeliverySettingsProps) {
  const all = settingsTexts(useLanguage());
  const texts = all.receiving;
  const id = useId();
  const [pending, start] = useTransition();
  const [shown, show] = useOptimistic(bot.fallbackEnabled);
  return (
    <div className="flex items-start justify-between gap-6">
      <label htmlFor={id}>
        <span className="block font-medium text-[0.8125rem]">{texts.fallback}</span>
        <span className="block text-ink-2">{texts.fallbackText}</span>
      </label>
      <Switch
        id={id}
        checked={shown}
        disabled={pending}
        onCheckedChange={(fallbackEnabled) =>
          start(async () => {
            show(fallbackEnabled);
            const state = await patch({ botId: bot.id, patch: { fallbackEnabled } }).catch(unanswered);
            if (state.status === "failed") {
              toast.error(all.unchanged, { description: failureOf(state) });
            }
          })
        }
      />
    </div>
  );
}

function Connections({ bot, patch }: DeliverySettingsProps) {
  const all = settingsTexts(useLanguage());
  const texts = all.receiving;
  const [value, setValue] = useState(String(bot.maxConnections));
  const [error, setError] = useState<string>();
  const [pending, start] = useTransition();
  const changed = value.trim() !== String(bot.maxConnections);
  const save = (maxConnections: number, before?: number) =>
    start(async () => {
      const state = await patch({ botId: bot.id, patch: { maxConnections } }).catch(unanswered);
      if (state.status === "failed") setError(failureOf(state));
      else {
        setValue(String(maxConnections));
        toast.success(all.saved, before === undefined ? {} : { undo: () => save(before) });
      }
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const maxConnections = Number(value);
        if (!Number.isInteger(maxConnections) || maxConnections < 1 || maxConnections > 100) {
          setError(texts.connectionsWrong);
          return;
        }
        setError(undefined);
        save(maxConnections, bot.maxConnections);
      }}
      className="flex items-start gap-2"
    >
      <Field label={texts.connections} hint={texts.connectionsHint} error={error} className="max-w-md flex-1">
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              inputMode="numeric"
              maxLength={3}
              className="max-w-24"
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
            <Button type="submit" pending={pending} disabled={!changed}>
              {all.save}
            </Button>
          </span>
        )}
      </Field>
    </form>
  );
}
