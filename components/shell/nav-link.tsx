"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";

/** A link of the top bar, marked while its part of the portal is open. */
export function NavLink({
  href,
  except,
  children,
}: {
  href: string;
  /** A part that has a link of its own. */
  except?: string;
  children: ReactNode;
}) {
  const path = usePathname();
  const within = (part: string) => path === part || path.startsWith(`${part}/`);
  const current = within(href) && (except === undefined || !within(except));
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className={cn(
        "rounded-md px-2.5 py-1.5 font-medium text-[0.8125rem] text-ink-2 transition-colors hover:text-ink",
        current && "bg-sunken text-ink",
      )}
    >
      {children}
    </Link>
  );
}
