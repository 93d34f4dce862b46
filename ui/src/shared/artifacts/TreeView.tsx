import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";

import { type Parsed, parsed } from "./parsed";
import { SheetView } from "./SheetView";
import { sheetOf } from "./sheets";
import { TextView } from "./TextView";
import styles from "./Tree.module.css";

/** Entries that are shown at once; the others come in steps of as many. */
const STEP = 100;
/** Depth down to which a tree is open when one first sees it. */
const OPEN = 2;

interface TreeViewProps {
  text: string;
  path: string;
}

/** What a JSON or YAML file says, as a table where it is one, otherwise as a tree that folds. */
export default function TreeView({ text, path }: TreeViewProps) {
  const value = useMemo(() => parsed(text, path), [text, path]);
  if (value === undefined) return <TextView text={text} path={path} />;
  const sheet = sheetOf(value.read);
  if (sheet) return <SheetView sheet={sheet} />;
  return (
    <div className={styles.tree}>
      <Value value={value.read} depth={0} last />
    </div>
  );
}

interface ValueProps {
  name?: string;
  value: Parsed;
  depth: number;
  last: boolean;
}

function Value({ name, value, depth, last }: ValueProps) {
  if (typeof value === "object" && value !== null) return <Group name={name} value={value} depth={depth} last={last} />;
  const look = value === null || typeof value === "boolean" ? "word" : typeof value;
  return (
    <div className={styles.line}>
      <Name name={name} />
      <span data-look={look}>{JSON.stringify(value)}</span>
      {!last && ","}
    </div>
  );
}

const Name = ({ name }: { name: string | undefined }) => (name === undefined ? null : <span data-look="name">{`${JSON.stringify(name)}: `}</span>);

function Group({ name, value, depth, last }: ValueProps & { value: Parsed[] | Record<string, Parsed> }) {
  const list = Array.isArray(value);
  const entries = list ? value.map((item, i) => [String(i), item] as const) : Object.entries(value);
  const [open, setOpen] = useState(depth < OPEN);
  const [most, setMost] = useState(STEP);
  const [left, right] = list ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0)
    return (
      <div className={styles.line}>
        <Name name={name} />
        {left + right}
        {!last && ","}
      </div>
    );
  return (
    <>
      <div className={styles.line}>
        <button type="button" aria-expanded={open} aria-label={`${name ?? (list ? "list" : "object")}, ${entries.length} entries`} onClick={() => setOpen(!open)}>
          <ChevronRight aria-hidden />
        </button>
        <Name name={name} />
        {left}
        {!open && (
          <>
            <span className="dimmer"> {entries.length.toLocaleString("en")} </span>
            {right}
            {!last && ","}
          </>
        )}
      </div>
      {open && (
        <>
          <div className={styles.inside}>
            {entries.slice(0, most).map(([key, item], i) => (
              <Value key={key} name={list ? undefined : key} value={item} depth={depth + 1} last={i === entries.length - 1} />
            ))}
            {entries.length > most && (
              <button type="button" className={styles.more} onClick={() => setMost(most + STEP)}>
                {Math.min(STEP, entries.length - most)} more of {(entries.length - most).toLocaleString("en")}
              </button>
            )}
          </div>
          <div className={styles.line}>
            {right}
            {!last && ","}
          </div>
        </>
      )}
    </>
  );
}
