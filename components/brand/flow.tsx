import type { startTexts } from "@/lib/i18n/start";

/** The road of an update, drawn: Telegram, two doors, one pipeline, the answer. */
export function Flow({ texts }: { texts: ReturnType<typeof startTexts>["flow"] }) {
  return (
    <svg
      role="img"
      aria-label={texts.label}
      viewBox="0 0 720 150"
      className="mt-14 w-full max-w-3xl overflow-visible max-sm:hidden"
      fill="none"
    >
      <g className="stroke-line-strong" strokeWidth="1.5">
        <path d="M112 75 C 160 75 165 35 212 35" />
        <path d="M112 75 C 160 75 165 115 212 115" strokeDasharray="4 5" />
        <path d="M328 35 C 375 35 380 75 428 75" />
        <path d="M328 115 C 375 115 380 75 428 75" strokeDasharray="4 5" />
        <path d="M548 75 H 606" />
      </g>
      <Box x={0} y={53} width={112} label={texts.telegram} />
      <Box x={212} y={13} width={116} label={texts.webhook} />
      <Box x={212} y={93} width={116} label={texts.polling} />
      <Box x={428} y={53} width={120} label={texts.record} strong />
      <Box x={606} y={53} width={112} label={texts.chat} />
    </svg>
  );
}

interface BoxProps {
  x: number;
  y: number;
  width: number;
  label: string;
  strong?: boolean;
}

function Box({ x, y, width, label, strong = false }: BoxProps) {
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={44}
        rx={10}
        strokeWidth="1.5"
        className={strong ? "fill-accent-soft stroke-accent" : "fill-surface stroke-line-strong"}
      />
      <text
        x={x + width / 2}
        y={y + 27}
        textAnchor="middle"
        fontSize="13"
        className={strong ? "fill-accent-strong font-medium" : "fill-ink font-medium"}
      >
        {label}
      </text>
    </g>
  );
}
