import { Skeleton } from "@/components/ui/skeleton";

/** A page before it is there. */
export function PageOutline() {
  return (
    <div className="grid grid-cols-1 gap-5">
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-48 w-full rounded-xl" />
      <Skeleton className="h-64 w-full rounded-xl" />
    </div>
  );
}

/** A bot's page before it is there, below the bot's name and tabs. */
export function BotPageOutline() {
  return (
    <div className="grid grid-cols-1 gap-5">
      <Skeleton className="h-20 w-full rounded-xl" />
      <Skeleton className="h-24 w-full rounded-xl" />
      <Skeleton className="h-64 w-full rounded-xl" />
    </div>
  );
}
