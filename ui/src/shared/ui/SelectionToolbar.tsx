import { X } from "lucide-react";
import type { ReactNode } from "react";

import { IconButton } from "./Button";
import styles from "./SelectionToolbar.module.css";

interface SelectionToolbarProps {
  /** Of what: "Selected runs". */
  label: string;
  count: number;
  /** How many could be selected, where a press selects them all. */
  all?: { count: number; select: () => void };
  clear: () => void;
  children: ReactNode;
}

/** What can be done with the selected rows of a table, above its foot. */
export function SelectionToolbar({ label, count, all, clear, children }: SelectionToolbarProps) {
  return (
    <div className={styles.bar} role="toolbar" aria-label={label}>
      <span className="num" aria-live="polite">
        {count.toLocaleString("en")} selected
      </span>
      {all && (
        <button type="button" className={styles.all} onClick={all.select}>
          Select all {all.count.toLocaleString("en")}
        </button>
      )}
      {children}
      <IconButton label="Clear the selection" hint="Esc" onClick={clear}>
        <X />
      </IconButton>
    </div>
  );
}
