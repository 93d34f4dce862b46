import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

import styles from "./Tabs.module.css";

export interface Tab<T extends string> {
  key: T;
  title: string;
  /** How many things are behind it. */
  count?: number;
  content: ReactNode;
}

interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (key: T) => void;
  tabs: readonly Tab<T>[];
}

/** Views of one thing, of which one is shown. Arrow keys choose; only what is shown exists. The page keeps the choice in its address. */
export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <Radix.Root className={styles.root} value={value} onValueChange={(next) => onChange(next as T)}>
      <Radix.List className={styles.list} aria-label={label}>
        {tabs.map(({ key, title, count }) => (
          <Radix.Trigger key={key} value={key} className={styles.tab}>
            {title}
            {count !== undefined && <span className={styles.count}>{count.toLocaleString("en")}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ key, content }) => (
        <Radix.Content key={key} value={key} className={styles.content}>
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
