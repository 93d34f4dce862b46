import { useRef } from "react";

import { Checkbox } from "@/shared/ui/Controls";

import { useRowActs } from "./acts";

/** A click with Shift takes all rows since the last one along. */
export function RowCheckbox({ row, name, checked }: { row: string; name: string; checked: boolean }) {
  const acts = useRowActs();
  const shift = useRef(false);
  return (
    <span
      role="presentation"
      style={{ display: "grid" }}
      onClickCapture={(event) => {
        shift.current = event.shiftKey;
      }}
    >
      <Checkbox checked={checked} onChange={(on) => acts.select(row, on, shift.current)} label={`Select ${name}`} />
    </span>
  );
}
