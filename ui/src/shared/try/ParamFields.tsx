import type { Param } from "./offer";
import type { Fault } from "./rows";
import styles from "./Try.module.css";

interface ParamFieldsProps {
  params: readonly Param[];
  values: Readonly<Record<string, string>>;
  faults: readonly Fault[];
  change: (name: string, text: string) => void;
}

/** Inference parameters; those that are left as they are, are not sent. */
export function ParamFields({ params, values, faults, change }: ParamFieldsProps) {
  if (params.length === 0) return null;
  return (
    <fieldset className={styles.params}>
      <legend>Parameters</legend>
      {params.map(({ name, type, preset, list }) => {
        const fault = faults.find((each) => each.row === -1 && each.column === name);
        return (
          <label key={name}>
            <span>
              {name} <code>{list ? `${type}[]` : type}</code>
            </span>
            <input
              className="input"
              value={values[name] ?? preset}
              aria-invalid={fault !== undefined}
              title={fault?.words}
              onChange={(event) => change(name, event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </label>
        );
      })}
    </fieldset>
  );
}
