import { Ellipsis } from "lucide-react";
import { Fragment } from "react";

import { type PageAction, usePageActions } from "../actions";
import { IconButton } from "./Button";
import { Menu, MenuItem, MenuLine } from "./Menu";

export interface Act extends PageAction {
  danger?: boolean;
  /** Stands below a line of its own. */
  apart?: boolean;
}

interface ActMenuProps {
  label?: string;
  acts: readonly Act[];
  /** What they are done to, as the palette calls it. */
  of: string;
}

/** What can be done with what a page is about: behind a button, and in the palette. */
export function ActMenu({ label = "Actions", acts, of }: ActMenuProps) {
  usePageActions(acts, of);
  return (
    <Menu
      trigger={
        <IconButton label={label} look="plain">
          <Ellipsis />
        </IconButton>
      }
    >
      {acts.map(({ name, icon, danger, apart, act }, i) => (
        <Fragment key={name}>
          {apart && i > 0 && <MenuLine />}
          <MenuItem icon={icon} danger={danger} onSelect={() => void act()}>
            {name}
          </MenuItem>
        </Fragment>
      ))}
    </Menu>
  );
}
