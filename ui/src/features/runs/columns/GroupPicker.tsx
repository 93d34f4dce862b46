import { useQuery } from "@tanstack/react-query";
import { Group, X } from "lucide-react";
import { useMemo, useState } from "react";

import { scopedKeysQuery } from "@/api/runs";
import { Button, IconButton } from "@/shared/ui/Button";
import { Combobox } from "@/shared/ui/Combobox";
import { Popover } from "@/shared/ui/Menu";

import { ATTRIBUTES, type Column, columnsOf } from "./columns";
import styles from "./GroupPicker.module.css";

interface GroupPickerProps {
  experimentIds: readonly string[];
  by: readonly Column[];
  choose: (keys: string[]) => void;
}

/** Columns that one can group by at once. */
const MOST = 5;
const KIND_WORD = { attribute: "attribute", metric: "metric", param: "parameter", tag: "tag" } as const;

/** What runs are grouped by. */
export function GroupPicker(props: GroupPickerProps) {
  const { by } = props;
  return (
    <Popover
      label="Group runs"
      trigger={
        <Button icon={<Group />} data-on={by.length > 0 || undefined}>
          {by.length === 0 ? "Group" : `By ${by.map(({ label }) => label).join(", ")}`}
        </Button>
      }
    >
      <Picker {...props} />
    </Popover>
  );
}

function Picker({ experimentIds, by, choose }: GroupPickerProps) {
  const keys = useQuery(scopedKeysQuery({ experimentIds }));
  const [text, setText] = useState("");
  const known = useMemo(() => (keys.data ? columnsOf(keys.data) : ATTRIBUTES).filter(({ groupBy }) => groupBy !== undefined), [keys.data]);
  const chosen = by.map(({ key }) => key);
  const fits = known.filter(({ key, label }) => !chosen.includes(key) && label.toLowerCase().includes(text.trim().toLowerCase()));
  const add = (picked: string) => {
    const column = fits.find(({ key, label }) => key === picked || label === picked);
    if (!column) return;
    choose([...chosen, column.key]);
    setText("");
  };
  return (
    <div className={styles.picker}>
      {by.length > 0 && (
        <ol className={styles.chosen}>
          {by.map(({ key, label, kind }) => (
            <li key={key}>
              <span className="clip">{label}</span>
              <span className="dimmer">{KIND_WORD[kind]}</span>
              <IconButton label={`No longer by ${label}`} onClick={() => choose(chosen.filter((other) => other !== key))}>
                <X />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
      {by.length < MOST && (
        <Combobox
          label="Group by"
          placeholder="Parameter, tag or attribute"
          value={text}
          onChange={setText}
          completions={fits.map(({ key, label, kind }) => ({ value: key, text: label, hint: KIND_WORD[kind] }))}
          onPick={add}
        />
      )}
    </div>
  );
}
