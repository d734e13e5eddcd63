"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

/** An update as the screen showed it: a replay is asked for with the attempts that were seen. */
export interface Seen {
  arrival: number;
  attempts: number;
}

interface Selection {
  all: readonly Seen[];
  has(arrival: number): boolean;
  set(update: Seen, on: boolean): void;
  clear(): void;
}

const SelectionContext = createContext<Selection | undefined>(undefined);

/** Updates that were chosen, across pages of the list, for as long as the screen stays open. */
export function SelectionProvider({ children }: { children: ReactNode }) {
  const [chosen, choose] = useState<ReadonlyMap<number, Seen>>(new Map());
  const selection = useMemo<Selection>(
    () => ({
      all: [...chosen.values()],
      has: (arrival) => chosen.has(arrival),
      set({ arrival, attempts }, on) {
        const next = new Map(chosen);
        if (on) next.set(arrival, { arrival, attempts });
        else next.delete(arrival);
        choose(next);
      },
      clear: () => choose(new Map()),
    }),
    [chosen],
  );
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (!selection) throw new Error("Updates are chosen inside a SelectionProvider.");
  return selection;
}
