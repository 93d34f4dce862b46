import type { ComponentProps } from "react";

interface ScrollRegionProps extends ComponentProps<"div"> {
  label: string;
}

/** A part of the page that scrolls by itself: with a name, and reached by keyboard. */
export function ScrollRegion({ label, ...rest }: ScrollRegionProps) {
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
  return <div tabIndex={0} role="region" aria-label={label} {...rest} />;
}
