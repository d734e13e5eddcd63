import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface MessagePageProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}

/** A page that has only something to say: not found, not allowed, failed. */
export function MessagePage({ icon: Icon, title, children, actions }: MessagePageProps) {
  return (
    <div className="mx-auto flex w-full max-w-md flex-col items-center px-6 py-20 text-center">
      <span className="mb-5 grid size-12 place-items-center rounded-full border border-line bg-sunken text-ink-3">
        <Icon aria-hidden className="size-5" />
      </span>
      <h1 className="font-semibold text-lg tracking-tight">{title}</h1>
      <div className="mt-2 text-ink-2">{children}</div>
      {actions ? <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
