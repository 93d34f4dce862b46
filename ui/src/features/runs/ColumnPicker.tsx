import { useQuery } from "@tanstack/react-query";
import { Columns3 } from "lucide-react";
import { useMemo, useState } from "react";

import { runKeysQuery } from "@/api/runs";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Controls";
import { Popover } from "@/shared/ui/Menu";
import { Search } from "@/shared/ui/Search";

import styles from "./ColumnPicker.module.css";
import { ATTRIBUTES, type ColumnKind, columnsOf } from "./columns";

interface ColumnPickerProps {
  experimentId: string;
  shown: readonly string[];
  choose: (keys: string[] | undefined) => void;
}

const GROUPS: readonly (readonly [ColumnKind, string])[] = [
  ["attribute", "Attributes"],
  ["metric", "Metrics"],
  ["param", "Parameters"],
  ["tag", "Tags"],
];

/** Columns that "All" adds at once: an address can hold so many. */
const MOST_ADDED = 200;

/** Rows shown per group before one has to search: thousands of names stay quick. */
const FEW = 100;

export function ColumnPicker(props: ColumnPickerProps) {
  return (
    <Popover
      label="Columns"
      trigger={
        <Button icon={<Columns3 />} data-testid="columns">
          Columns
        </Button>
      }
    >
      <Picker {...props} />
    </Popover>
  );
}

function Picker({ experimentId, shown, choose }: ColumnPickerProps) {
  const keys = useQuery(runKeysQuery(experimentId));
  const known = useMemo(() => (keys.data ? columnsOf(keys.data) : ATTRIBUTES), [keys.data]);
  const [text, setText] = useState("");
  const chosen = new Set(shown);
  const wanted = text.trim().toLowerCase();
  const toggle = (key: string) => choose(chosen.has(key) ? shown.filter((other) => other !== key) : [...shown, key]);
  return (
    <div className={styles.picker}>
      <div className={styles.head}>
        <Search value={text} onChange={setText} placeholder="Search columns" width={216} />
        <Button look="ghost" onClick={() => choose(undefined)}>
          Reset
        </Button>
      </div>
      {GROUPS.map(([kind, title]) => {
        const all = known.filter((column) => column.kind === kind && column.label.toLowerCase().includes(wanted));
        if (all.length === 0) return null;
        const every = all.slice(0, MOST_ADDED).every((column) => chosen.has(column.key));
        const here = new Set(all.map((column) => column.key));
        return (
          <fieldset key={kind} className={styles.group}>
            <legend>
              <span>
                {title} <span className="dimmer num">{all.length}</span>
              </span>
              <button type="button" onClick={() => choose(every ? shown.filter((key) => !here.has(key)) : [...new Set([...shown, ...[...here].slice(0, MOST_ADDED)])])}>
                {every ? "None" : "All"}
              </button>
            </legend>
            {all.slice(0, FEW).map((column) => (
              // The label's control is the checkbox inside it.
               
              <label key={column.key} className={styles.item}>
                <Checkbox checked={chosen.has(column.key)} onChange={() => toggle(column.key)} label={column.label} />
                <span className="clip" title={column.label}>
                  {column.label}
                </span>
              </label>
            ))}
            {all.length > FEW && <p className="dimmer">{all.length - FEW} more: search for them.</p>}
          </fieldset>
        );
      })}
    </div>
  );
}
