import { type Column, type ColumnKind, columnOf } from "./columns";

export type PickerItem = { kind: "head"; title: string; keys: readonly string[] } | { kind: "column"; column: Column };

const TITLES: readonly (readonly [ColumnKind, string])[] = [
  ["attribute", "Attributes"],
  ["metric", "Metrics"],
  ["param", "Parameters"],
  ["tag", "Tags"],
];

/** What the picker lists: what is shown, as long as nothing is looked for, then all there is by kind. */
export function pickerItems(known: readonly Column[], shown: readonly string[], text: string): PickerItem[] {
  const wanted = text.trim().toLowerCase();
  const items: PickerItem[] = [];
  const add = (title: string, columns: readonly Column[]) => {
    if (columns.length === 0) return;
    items.push({ kind: "head", title, keys: columns.map(({ key }) => key) });
    for (const column of columns) items.push({ kind: "column", column });
  };
  if (!wanted) add("Shown", shown.flatMap((key) => columnOf(key) ?? []));
  const byKind = new Map<ColumnKind, Column[]>(TITLES.map(([kind]) => [kind, []]));
  for (const column of known) if (!wanted || column.label.toLowerCase().includes(wanted)) byKind.get(column.kind)?.push(column);
  for (const [kind, title] of TITLES) add(title, byKind.get(kind) ?? []);
  return items;
}
