import { ArrowDown, ArrowUp } from "lucide-react";

import type { Sort } from "../urlState/table";
import { Checkbox } from "../ui/Controls";
import type { ListColumn, Selection } from "./columns";
import styles from "./ListTable.module.css";

interface ListHeadProps<T> {
  /** Where the first column stays when one scrolls to the side. */
  first: number;
  columns: readonly ListColumn<T>[];
  keys: readonly string[];
  sort?: Sort;
  onSort?: (key: string, numeric: boolean) => void;
  selection?: Selection;
}

export function ListHead<T>({ first, columns, keys, sort, onSort, selection }: ListHeadProps<T>) {
  const chosen = selection ? keys.filter((key) => selection.has(key)).length : 0;
  return (
    <thead>
      <tr>
        {selection && (
          <td className={styles.check} data-pinned>
            <Checkbox label="Select all that are loaded" checked={chosen > 0 && (chosen === keys.length || "indeterminate")} onChange={(on) => selection.replace(on ? keys : [])} />
          </td>
        )}
        {columns.map(({ key, title, numeric, sortable }, i) => {
          const sorted = sort?.key === key;
          return (
            <th key={key} scope="col" data-pinned={i === 0 || undefined} style={i === 0 ? { left: first } : undefined} data-numeric={numeric || undefined} aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : sortable ? "none" : undefined}>
              {sortable && onSort ? (
                <button type="button" onClick={() => onSort(key, numeric === true)}>
                  <span className="clip">{title}</span>
                  {sorted && (sort.descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
                </button>
              ) : (
                <span className="clip" title={title}>
                  {title}
                </span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
