import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ChevronDown, EyeOff, Group, Pin, PinOff, Ungroup, UnfoldHorizontal } from "lucide-react";

import { IconButton } from "@/shared/ui/Button";
import { Menu, MenuChoices, MenuItem, MenuLine } from "@/shared/ui/Menu";

import { type Aggregate, type Column, NAME_COLUMN, withAggregate } from "../columns/columns";
import styles from "./TableHead.module.css";

export interface HeadActs {
  sort: (key: string, descending?: boolean) => void;
  hide: (key: string) => void;
  pin: (key: string, on: boolean) => void;
  step: (key: string, by: -1 | 1) => void;
  replace: (key: string, by: string) => void;
  /** A width in pixels; the usual one where there is none. */
  resize: (key: string, width: number | undefined) => void;
  group: (key: string, on: boolean) => void;
}

interface HeadMenuProps {
  column: Column;
  pinned: boolean;
  resized: boolean;
  grouped: boolean;
  acts: HeadActs;
}

const VALUES = [
  ["last", "Last value"],
  ["min", "Least value"],
  ["max", "Greatest value"],
  ["first", "First value"],
] as const satisfies readonly (readonly [Aggregate | "last", string])[];

/** What can be done with a column. */
export function HeadMenu({ column, pinned, resized, grouped, acts }: HeadMenuProps) {
  const { key } = column;
  const movable = column !== NAME_COLUMN;
  return (
    <Menu
      trigger={
        <IconButton label={`Column ${column.label}`} className={styles.menu}>
          <ChevronDown />
        </IconButton>
      }
    >
      {column.orderBy && (
        <>
          <MenuItem icon={<ArrowUp />} onSelect={() => acts.sort(key, false)}>
            Sort ascending
          </MenuItem>
          <MenuItem icon={<ArrowDown />} onSelect={() => acts.sort(key, true)}>
            Sort descending
          </MenuItem>
        </>
      )}
      {column.kind === "metric" && (
        <>
          <MenuLine />
          <MenuChoices
            label="Of each series"
            value={column.aggregate ?? "last"}
            options={VALUES}
            onChange={(value) => acts.replace(key, withAggregate(column, value === "last" ? undefined : value).key)}
          />
        </>
      )}
      {column.groupBy && movable && (
        <>
          <MenuLine />
          <MenuItem icon={grouped ? <Ungroup /> : <Group />} onSelect={() => acts.group(key, !grouped)}>
            {grouped ? "No longer group by this" : "Group by this"}
          </MenuItem>
        </>
      )}
      {movable && (
        <>
          <MenuLine />
          <MenuItem icon={pinned ? <PinOff /> : <Pin />} onSelect={() => acts.pin(key, !pinned)}>
            {pinned ? "Let it scroll" : "Pin to the left"}
          </MenuItem>
          <MenuItem icon={<ArrowLeft />} onSelect={() => acts.step(key, -1)}>
            Move left
          </MenuItem>
          <MenuItem icon={<ArrowRight />} onSelect={() => acts.step(key, 1)}>
            Move right
          </MenuItem>
        </>
      )}
      {resized && (
        <MenuItem icon={<UnfoldHorizontal />} onSelect={() => acts.resize(key, undefined)}>
          Usual width
        </MenuItem>
      )}
      {movable && (
        <MenuItem icon={<EyeOff />} onSelect={() => acts.hide(key)}>
          Hide
        </MenuItem>
      )}
    </Menu>
  );
}
