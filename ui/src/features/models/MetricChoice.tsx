import { Columns3 } from "lucide-react";
import { useState } from "react";

import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Controls";
import { Popover } from "@/shared/ui/Menu";
import { Search } from "@/shared/ui/Search";

import styles from "./Models.module.css";

interface MetricChoiceProps {
  known: readonly string[];
  chosen: readonly string[];
  choose: (metrics: string[]) => void;
}

const MOST = 200;

/** Which metrics of the source runs have a column. */
export function MetricChoice({ known, chosen, choose }: MetricChoiceProps) {
  const [text, setText] = useState("");
  const names = [...new Set([...chosen, ...known])].filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Popover
      label="Metrics of the source runs"
      trigger={
        <Button icon={<Columns3 />} data-testid="metric-columns">
          Metrics
        </Button>
      }
    >
      <div className={styles.choice}>
        <Search value={text} onChange={setText} placeholder="Search metrics" width={296} />
        <ul>
          {names.slice(0, MOST).map((name) => (
            <li key={name}>
              <label>
                <Checkbox label={name} checked={chosen.includes(name)} onChange={(on) => choose(on ? [...chosen, name] : chosen.filter((each) => each !== name))} />
                <span className="clip">{name}</span>
              </label>
            </li>
          ))}
        </ul>
        {names.length === 0 && <p className="dimmer">{known.length ? "No metric is called so." : "The source runs have no metrics."}</p>}
      </div>
    </Popover>
  );
}
