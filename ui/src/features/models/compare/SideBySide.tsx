import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { type ReactNode, useMemo } from "react";

import { formatDateTime, formatNumber } from "@/shared/format";
import { readCard } from "@/shared/models/card";

import { Alias, Chips, Stage } from "../Marks";
import { fieldDifferences } from "../signatures";
import { SourceRun } from "../SourceRun";
import styles from "./Compare.module.css";
import { metricLines, pairLines, requirementLines, type Side } from "./sides";

interface SideBySideProps {
  sides: readonly Side[];
  /** Leaves out what all have alike. */
  only: boolean;
  remove: (version: string) => void;
}

interface Row {
  name: string;
  differs: boolean;
  cells: ReactNode[];
}

const words = (lines: readonly { name: string; differs: boolean; values: readonly (string | undefined)[] }[]): Row[] =>
  lines.map(({ name, differs, values }) => ({ name, differs, cells: values.map((value) => value ?? null) }));

function cardsOf(sides: readonly Side[]) {
  return sides.map(({ card }) => {
    try {
      return card === undefined ? undefined : readCard(card);
    } catch {
      return undefined; // No card: shown as a version without a signature.
    }
  });
}

export function SideBySide({ sides, only, remove }: SideBySideProps) {
  const groups = useMemo((): [string, Row[]][] => {
    const cards = cardsOf(sides);
    const fields = (pick: "inputs" | "outputs" | "params") =>
      words(fieldDifferences(cards.map((card) => card?.[pick])).map(({ name, types, differs }) => ({ name, values: types, differs })));
    return [
      ["Tags", words(pairLines(sides.map(({ version }) => version.tags)))],
      ["Metrics of the source runs, and the difference from the first", metricRows(sides)],
      ["Parameters of the source runs", words(pairLines(sides.map(({ run }) => run?.data?.params)))],
      ["Inputs", fields("inputs")],
      ["Outputs", fields("outputs")],
      ["Inference parameters", fields("params")],
      ["Requirements", words(requirementLines(sides.map(({ requirements }) => requirements)))],
    ];
  }, [sides]);
  return (
    <table className={styles.table} data-testid="compare-versions">
      <thead>
        <tr>
          <td />
          {sides.map(({ version: { name, version } }) => (
            <th key={version} scope="col">
              <Link to="/models/$name/versions/$version" params={{ name, version }}>
                Version {version}
              </Link>
              {sides.length > 2 && (
                <button type="button" aria-label={`Leave out version ${version}`} onClick={() => remove(version)}>
                  <X aria-hidden />
                </button>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Facts sides={sides} />
      </tbody>
      {groups.map(([title, rows]) => {
        const shown = only ? rows.filter(({ differs }) => differs) : rows;
        return shown.length === 0 ? null : (
          <tbody key={title}>
            <tr className={styles.group}>
              <th colSpan={sides.length + 1} scope="rowgroup">
                {title} <span className="dimmer num">{shown.length}</span>
              </th>
            </tr>
            {shown.map(({ name, differs, cells }) => (
              <tr key={name} data-differs={differs}>
                <th scope="row">{name}</th>
                {cells.map((cell, i) => (
                  <td key={i}>{cell ?? <span className="dimmer">–</span>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

function metricRows(sides: readonly Side[]): Row[] {
  return metricLines(sides.map(({ run }) => run)).map(({ name, values, deltas, differs }) => ({
    name,
    differs,
    cells: values.map((value, i) => {
      const delta = deltas[i];
      if (value === undefined) return null;
      return (
        <span key={i} className="num">
          {formatNumber(value)}
          {delta !== undefined && delta !== 0 && (
            <span className={styles.delta}>
              {delta > 0 ? "+" : ""}
              {formatNumber(delta)}
            </span>
          )}
        </span>
      );
    }),
  }));
}

function Facts({ sides }: { sides: readonly Side[] }) {
  const row = (name: string, cell: (side: Side) => ReactNode) => (
    <tr>
      <th scope="row">{name}</th>
      {sides.map((side) => (
        <td key={side.version.version}>{cell(side) || <span className="dimmer">–</span>}</td>
      ))}
    </tr>
  );
  return (
    <>
      {row("Aliases", ({ version }) => version.aliases?.length ? <Chips>{version.aliases.map((alias) => <Alias key={alias} alias={alias} />)}</Chips> : null)}
      {row("Stage", ({ version }) => version.current_stage && version.current_stage !== "None" && <Stage stage={version.current_stage} />)}
      {row("Source run", ({ version }) => <SourceRun version={version} />)}
      {row("Registered", ({ version }) => version.creation_timestamp && formatDateTime(version.creation_timestamp))}
      {row("By", ({ version }) => version.user_id)}
      {row("Description", ({ version }) => version.description)}
    </>
  );
}
