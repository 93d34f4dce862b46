import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useState } from "react";

import { Checkbox, Segments, Select } from "@/shared/ui/Controls";
import { Popover } from "@/shared/ui/Menu";
import { Search } from "@/shared/ui/Search";

import type { BoardKeys } from "../../board/contract";
import { labelOf } from "../core/column";
import { foldOf, FOLDS, keyGroups, plainKey, withFold } from "./keys";
import styles from "./Panel.module.css";

/** Names of a group shown before one has to search. */
const FEW = 100;

export const Fields = ({ children }: { children: ReactNode }) => <div className={styles.fields}>{children}</div>;

export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.field} role="group" aria-label={label}>
      <span>{label}</span>
      <div className={styles.line}>{children}</div>
    </div>
  );
}

interface KeyListProps {
  keys: BoardKeys;
  chosen: readonly string[];
  pick: (key: string) => void;
  /** What takes a choice back, where there need not be one. */
  none?: string;
}

function KeyList({ keys, chosen, pick, none }: KeyListProps) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const plain = new Set(chosen.map(plainKey));
  const groups = keyGroups(keys).map(({ title, keys: all }) => ({ title, all: all.filter((key) => labelOf(key).toLowerCase().includes(wanted)) }));
  return (
    <div className={styles.list}>
      <Search value={text} onChange={setText} placeholder="Search names" width={298} />
      <div className={styles.names}>
        {none && !wanted && (
          <button type="button" aria-pressed={chosen.length === 0} onClick={() => pick("")}>
            {none}
          </button>
        )}
        {groups.map(
          ({ title, all }) =>
            all.length > 0 && (
              <section key={title} aria-label={title}>
                <h3>{title}</h3>
                {all.slice(0, FEW).map((key) => (
                  <button key={key} type="button" title={labelOf(key)} aria-pressed={plain.has(key)} onClick={() => pick(key)}>
                    {labelOf(key)}
                  </button>
                ))}
                {all.length > FEW && <p className="dimmer">{(all.length - FEW).toLocaleString("en")} more: search for them.</p>}
              </section>
            ),
        )}
        {groups.every(({ all }) => all.length === 0) && <p className="dimmer">Nothing has such a name.</p>}
      </div>
    </div>
  );
}

interface KeyFieldProps {
  label: string;
  keys: BoardKeys;
  value: string;
  change: (key: string) => void;
  none?: string;
  children?: ReactNode;
}

/** One param, metric, tag or attribute; of a metric also which of its values. */
export function KeyField({ label, keys, value, change, none, children }: KeyFieldProps) {
  const [open, setOpen] = useState(false);
  const fold = foldOf(value);
  return (
    <Field label={label}>
      <Popover
        label={label}
        align="start"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className={styles.pick} aria-label={`${label}: ${value ? labelOf(plainKey(value)) : (none ?? "nothing chosen")}`}>
            <span className={value ? "clip" : "clip dimmer"}>{value ? labelOf(plainKey(value)) : (none ?? "Choose")}</span>
            <ChevronDown aria-hidden />
          </button>
        }
      >
        <KeyList
          keys={keys}
          chosen={value ? [value] : []}
          none={none}
          pick={(key) => {
            change(key);
            setOpen(false);
          }}
        />
      </Popover>
      {fold && <Select label={`Which value of ${label}`} value={fold} options={FOLDS.map((one) => [one, one] as const)} onChange={(next) => change(withFold(value, next))} />}
      {children}
    </Field>
  );
}

interface KeysFieldProps {
  label: string;
  keys: BoardKeys;
  value: readonly string[];
  change: (keys: string[]) => void;
}

/** Several of them, in an order. */
export function KeysField({ label, keys, value, change }: KeysFieldProps) {
  return (
    <Field label={label}>
      <Popover
        label={label}
        align="start"
        trigger={
          <button type="button" className={styles.pick} aria-label={`${label}: ${value.length} chosen`}>
            <span>{value.length ? `${value.length} chosen` : "Choose"}</span>
            <ChevronDown aria-hidden />
          </button>
        }
      >
        <KeyList keys={keys} chosen={value} pick={(key) => change(value.includes(key) ? value.filter((other) => other !== key) : [...value, key])} />
      </Popover>
      <span className={styles.chips}>
        {value.map((key) => (
          <span key={key} className="chip">
            <span className="clip">{labelOf(key)}</span>
            <button type="button" aria-label={`Remove ${labelOf(key)}`} onClick={() => change(value.filter((other) => other !== key))}>
              <X aria-hidden />
            </button>
          </span>
        ))}
      </span>
    </Field>
  );
}

export const FlagField = ({ label, value, change }: { label: string; value: boolean; change: (on: true | undefined) => void }) => (
  <label className={styles.check}>
    <Checkbox label={label} checked={value} onChange={(on) => change(on || undefined)} />
    {label}
  </label>
);

interface ChoiceFieldProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  change: (value: T) => void;
}

export const ChoiceField = <T extends string>({ label, value, options, change }: ChoiceFieldProps<T>) => (
  <Field label={label}>
    <Segments label={label} value={value} options={options} onChange={change} />
  </Field>
);

interface CountFieldProps {
  label: string;
  value: number | undefined;
  least: number;
  most: number;
  placeholder?: string;
  change: (value: number | undefined) => void;
}

export const CountField = ({ label, value, least, most, placeholder, change }: CountFieldProps) => (
  <Field label={label}>
    <input
      className="input num"
      style={{ width: 96 }}
      type="number"
      aria-label={label}
      min={least}
      max={most}
      placeholder={placeholder}
      value={value ?? ""}
      onChange={(event) => {
        const next = event.target.valueAsNumber;
        change(Number.isInteger(next) && next >= least && next <= most ? next : undefined);
      }}
    />
  </Field>
);
