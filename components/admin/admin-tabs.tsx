"use client";

import { usePathname } from "next/navigation";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { tabLink, tabRow } from "@/components/ui/tab-row";
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
    <nav aria-label={texts.label} className="mb-6 border-line border-b">
      <ul className={tabRow}>
        {tabs.map(({ path: at, name }) => (
          <li key={at}>
            <Link
              href={at}
              aria-current={isCurrent(at) ? "page" : undefined}
              className={tabLink(isCurrent(at))}
            >
              {texts[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
