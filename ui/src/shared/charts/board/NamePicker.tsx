import { useState } from "react";

import { Checkbox } from "../../ui/Controls";
import { Search } from "../../ui/Search";
import styles from "./NamePicker.module.css";

interface NamePickerProps {
  label: string;
  names: readonly string[];
  chosen: readonly string[];
  choose: (names: string[]) => void;
}

/** Names shown before one has to search: thousands stay quick. */
const FEW = 100;

/** Some of very many names; those that are chosen stand first. */
export function NamePicker({ label, names, chosen, choose }: NamePickerProps) {
  const [text, setText] = useState("");
  const [first] = useState(chosen);
  const wanted = text.trim().toLowerCase();
  const all = [...new Set([...first, ...names])].filter((name) => name.toLowerCase().includes(wanted));
  return (
    <fieldset className={styles.picker}>
      <legend>{label}</legend>
      <Search value={text} onChange={setText} placeholder={`Search ${label.toLowerCase()}`} width={406} />
      <div className={styles.names}>
        {all.slice(0, FEW).map((name) => (
          <label key={name} className={styles.name}>
            <Checkbox checked={chosen.includes(name)} onChange={(on) => choose(on ? [...chosen, name] : chosen.filter((other) => other !== name))} label={name} />
            <span className="clip" title={name}>
              {name}
            </span>
          </label>
        ))}
        {all.length === 0 && <p className="dimmer">None has such a name.</p>}
        {all.length > FEW && <p className="dimmer">{(all.length - FEW).toLocaleString("en")} more: search for them.</p>}
      </div>
    </fieldset>
  );
}
