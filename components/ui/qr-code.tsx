import type { QrCode as Code } from "@/lib/core/qr-code";
import { cn } from "./cn";

interface QrCodeProps {
  code: Code;
  /** What a person finds who scans it: the picture's text for screen readers. */
  label: string;
  /** Its size, unless 11 rem. */
  className?: string;
}

/** A QR code, dark on white in both themes: many cameras read no other. */
export function QrCode({ code, label, className = "size-44" }: QrCodeProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${code.size} ${code.size}`}
      shapeRendering="crispEdges"
      className={cn("rounded-md border border-line bg-white text-black", className)}
    >
      <path d={code.path} fill="currentColor" />
    </svg>
  );
}
