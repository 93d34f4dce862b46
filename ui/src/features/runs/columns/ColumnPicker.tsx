import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Columns3 } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";

import type { FullScope } from "@/api/runSearch";
import { scopedKeysQuery } from "@/api/runs";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Controls";
import { Popover } from "@/shared/ui/Menu";
import { notify, notifyFailure } from "@/shared/ui/notify";
import { Search } from "@/shared/ui/Search";

import styles from "./ColumnPicker.module.css";
import { AGGREGATES, ATTRIBUTES, type Column, columnsOf, withAggregate } from "./columns";
import { type PickerItem, pickerItems } from "./pickerItems";
import { differingColumns } from "./usual";

interface ColumnPickerProps {
  scope: FullScope;
  shown: readonly string[];
  choose: (keys: string[] | undefined) => void;
}

/** Columns that "All" adds at once: an address can hold so many. */
const MOST_ADDED = 200;
const ROW = 27;

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

function Picker({ scope, shown, choose }: ColumnPickerProps) {
  const queries = useQueryClient();
  const { experimentIds } = scope;
  const keys = useQuery(scopedKeysQuery({ experimentIds }));
  const known = useMemo(() => (keys.data ? columnsOf(keys.data) : ATTRIBUTES), [keys.data]);
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  // What was shown when it opened: rows do not run away from the pointer.
  const [first] = useState(shown);
  const items = useMemo(() => pickerItems(known, first, wanted), [known, first, wanted]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 10 });
  const chosen = new Set(shown);
  const toggle = (key: string) => choose(chosen.has(key) ? shown.filter((other) => other !== key) : [...shown, key]);
  const all = (of: readonly string[]) => {
    const every = of.slice(0, MOST_ADDED).every((key) => chosen.has(key));
    const here = new Set(of);
    choose(every ? shown.filter((key) => !here.has(key)) : [...new Set([...shown, ...of.slice(0, MOST_ADDED)])]);
  };
  const onlyDiffering = async () => {
    const differing = differingColumns(await queries.fetchQuery(scopedKeysQuery(scope, true)));
    if (differing.length > 0) choose(differing);
    else notify("Nothing differs between these runs");
  };
  return (
    <div className={styles.picker}>
      <Search value={text} onChange={setText} placeholder="Search columns" width={288} />
      <div className={styles.acts}>
        <Button look="ghost" onClick={() => void onlyDiffering().catch(notifyFailure)}>
          Only what differs
        </Button>
        <Button look="ghost" onClick={() => choose([])}>
          None
        </Button>
        <Button look="ghost" onClick={() => choose(undefined)}>
          Usual ones
        </Button>
      </div>
      <div ref={scroll} className={styles.scroll}>
        <div style={{ position: "relative", height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((row) => {
            const item = items[row.index];
            return (
              item && (
                <div key={row.index} className={styles.line} style={{ height: ROW, transform: `translateY(${row.start}px)` }}>
                  <Line item={item} chosen={chosen} toggle={toggle} all={all} />
                </div>
              )
            );
          })}
        </div>
        {items.length === 0 && <p className={`dimmer ${styles.none}`}>No column has such a name.</p>}
      </div>
    </div>
  );
}

interface LineProps {
  item: PickerItem;
  chosen: ReadonlySet<string>;
  toggle: (key: string) => void;
  all: (keys: readonly string[]) => void;
}

function Line({ item, chosen, toggle, all }: LineProps) {
  if (item.kind === "head") {
    const every = item.keys.slice(0, MOST_ADDED).every((key) => chosen.has(key));
    return (
      <div className={styles.head}>
        <span>
          {item.title} <span className="dimmer num">{item.keys.length.toLocaleString("en")}</span>
        </span>
        <button type="button" aria-label={`${every ? "None" : "All"} of ${item.title}`} onClick={() => all(item.keys)}>
          {every ? "None" : "All"}
        </button>
      </div>
    );
  }
  const { column } = item;
  return (
    <div className={styles.item}>
      <label>
        <Checkbox checked={chosen.has(column.key)} onChange={() => toggle(column.key)} label={labelOf(column)} />
        <span className="clip" title={column.label}>
          {column.aggregate && <small>{column.aggregate} </small>}
          {column.label}
        </span>
      </label>
      {column.kind === "metric" && !column.aggregate && (
        <span className={styles.aggregates}>
          {AGGREGATES.map((aggregate) => {
            const { key } = withAggregate(column, aggregate);
            return (
              <button key={aggregate} type="button" aria-pressed={chosen.has(key)} aria-label={`${aggregate} of ${column.label}`} onClick={() => toggle(key)}>
                {aggregate}
              </button>
            );
          })}
        </span>
      )}
    </div>
  );
}

const labelOf = ({ aggregate, label }: Column): string => (aggregate ? `${aggregate} of ${label}` : label);
