import { cn } from "@/components/ui/cn";

const hues = [
  "bg-[#dbe4ff] text-[#2b44a8]",
  "bg-[#d3f4e4] text-[#11613c]",
  "bg-[#ffe4cf] text-[#8a3f07]",
  "bg-[#f3dcfb] text-[#742a8c]",
  "bg-[#fde0e6] text-[#95213f]",
  "bg-[#d5f0f6] text-[#0d5c6d]",
];

const sizes = { small: "size-9 text-xs", large: "size-12 text-base" };

interface BotAvatarProps {
  telegramId: number;
  name: string;
  size?: keyof typeof sizes;
}

/** A bot's initials on a colour of its own; the same everywhere. */
export function BotAvatar({ telegramId, name, size = "small" }: BotAvatarProps) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid shrink-0 place-items-center rounded-full font-semibold uppercase",
        sizes[size],
        hues[telegramId % hues.length],
      )}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  // An apostrophe is within a word: Anna's Bakery is AB.
  const texts = name
    .replace(/['’]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const letters = texts.slice(0, 2).map((word) => [...word][0] ?? "");
  return letters.join("") || "?";
}
