import { Tooltip } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

import styles from "./Button.module.css";
import { Kbd } from "./Kbd";

type Look = "plain" | "primary" | "ghost" | "danger";

interface ButtonProps extends ComponentProps<"button"> {
  look?: Look;
  icon?: ReactNode;
}

export function Button({ look = "plain", icon, children, className, type = "button", ...rest }: ButtonProps) {
  return (
    <button type={type} className={[styles.button, styles[look], className].filter(Boolean).join(" ")} {...rest}>
      {icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  label: string;
  hint?: string;
  look?: Look;
}

/** A button that shows only a picture: its name is spoken and appears on hover. */
export function IconButton({ label, hint, look = "ghost", children, className, ...rest }: IconButtonProps) {
  return (
    <Tip label={label} hint={hint}>
      <button type="button" aria-label={label} className={[styles.button, styles.icon, styles[look], className].filter(Boolean).join(" ")} {...rest}>
        {children}
      </button>
    </Tip>
  );
}

export function Tip({ label, hint, children, side = "bottom" }: { label: ReactNode; hint?: string; children: ReactNode; side?: "bottom" | "right" | "top" }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={styles.tip} side={side} sideOffset={5} collisionPadding={8}>
          {label}
          {hint && <Kbd>{hint}</Kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
