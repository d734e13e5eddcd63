import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

/** The list of bots before it is there: rows of the same height, so that nothing jumps when they come. */
export function BotListSkeleton() {
  return (
    <Card className="divide-y divide-line">
      {["a", "b", "c", "d", "e"].map((key) => (
        <div
          key={key}
          className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3.5 gap-y-2 px-4 py-3.5 sm:px-5 lg:grid-cols-[auto_minmax(0,1fr)_7rem_11.5rem_8.5rem_8.5rem_5.5rem]"
        >
          <Skeleton className="size-9 rounded-full" />
          <div className="space-y-2">
            <Skeleton className="h-4 w-40 max-w-full" />
            <Skeleton className="h-3 w-28 max-w-full" />
          </div>
          <Skeleton className="h-4 w-20" />
          <Skeleton className="h-6 w-24 rounded-full max-lg:col-start-2" />
          <Skeleton className="h-5 w-33 max-w-full max-lg:col-start-2" />
          <Skeleton className="h-5 w-24 max-lg:hidden" />
          <Skeleton className="h-4 w-14 max-lg:hidden" />
        </div>
      ))}
    </Card>
  );
}
