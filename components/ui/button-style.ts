import { cva } from "class-variance-authority";

/** The look of a button, also for links that look like one. */
export const buttonStyle = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-ink text-canvas hover:bg-ink/85",
        secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken",
        ghost: "text-ink-2 hover:bg-sunken hover:text-ink",
        danger: "bg-[#b91c1c] text-white hover:bg-[#991b1b]",
        quietDanger: "border border-line-strong bg-surface text-bad-ink hover:border-bad hover:bg-bad-soft",
      },
      size: {
        small: "h-8 px-3 text-[0.8125rem]",
        medium: "h-9 px-4 text-sm",
        icon: "size-8",
      },
    },
    defaultVariants: { look: "secondary", size: "medium" },
  },
);
