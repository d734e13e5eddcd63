"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface TypedConfirmProps {
  /** What has to be typed; an @ before it and capitals are forgiven. */
  username: string;
  label: string;
  keep: string;
  confirm: string;
  confirming: string;
  pending: boolean;
  problem: string | undefined;
  onKeep: () => void;
  onConfirm: () => void;
}

/** Lets something be destroyed only once the bot's name has been typed. */
export function TypedConfirm(props: TypedConfirmProps) {
  const [typed, setTyped] = useState("");
  const right = typed.trim().replace(/^@/, "").toLowerCase() === props.username.toLowerCase();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (right) props.onConfirm();
      }}
      className="grid gap-5"
    >
      <Field label={props.label} error={props.problem}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={props.onKeep} disabled={props.pending}>
          {props.keep}
        </Button>
        <Button type="submit" look="danger" disabled={!right} pending={props.pending}>
          {props.pending ? props.confirming : props.confirm}
        </Button>
      </div>
    </form>
  );
}
