import type { VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { buttonStyle } from "./button-style";
import { cn } from "./cn";

export { buttonStyle } from "./button-style";

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonStyle> & { pending?: boolean };

/** A button. `pending` shows that its work is under way and keeps it from being pressed again. */
export function Button({
  look,
  size,
  pending = false,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={cn(buttonStyle({ look, size }), className)}
      disabled={disabled === true || pending}
      aria-busy={pending || undefined}
      {...rest}
    >
      {pending ? <LoaderCircle aria-hidden className="animate-spin" /> : null}
      {children}
    </button>
  );
}
