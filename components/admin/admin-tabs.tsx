"use client";

import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { adminFormTexts } from "@/lib/i18n/admin-form";

const tabs = [
  { path: "/admin", name: "fleet" },
  { path: "/admin/migration", name: "migration" },
  { path: "/admin/processes", name: "processes" },
  { path: "/admin/users", name: "users" },
  { path: "/admin/audit", name: "audit" },
] as const;

/** The parts of the administration. Links, so that each has an address. */
export function AdminTabs() {
  const path = usePathname();
  const texts = adminFormTexts(useLanguage()).tabs;
  const isCurrent = (at: string) =>
    at === "/admin" ? path === at || path.startsWith("/admin/bots/") : path.startsWith(at);
  return (
    <nav
      aria-label={texts.label}
      className="-mx-4 mb-6 overflow-x-auto border-line border-b px-4 sm:mx-0 sm:px-0"
    >
      <ul className="flex gap-5">
        {tabs.map(({ path: at, name }) => (
          <li key={at}>
            <Link
              href={at}
              aria-current={isCurrent(at) ? "page" : undefined}
              className={cn(
                "-mb-px block whitespace-nowrap border-transparent border-b-2 py-2.5 font-medium text-[0.8125rem] text-ink-2 transition-colors hover:text-ink focus-visible:outline-offset-[-2px]",
                isCurrent(at) && "border-ink text-ink",
              )}
            >
              {texts[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
