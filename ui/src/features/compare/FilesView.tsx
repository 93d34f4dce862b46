import { useQueries, useQuery } from "@tanstack/react-query";

import { textQuery } from "@/api/artifacts";
import { plural } from "@/shared/format";
import { Select } from "@/shared/ui/Controls";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";
import { Empty, Failed, Waiting } from "@/shared/ui/State";

import { commonNames, type Texts, type TextSource, useTexts } from "./commonFiles";
import type { DiffLine, Gap } from "./differences";
import styles from "./Files.module.css";
import type { ViewProps } from "./view";

const CODE = `mlflow.log_artifact("train.py", "code")
mlflow.log_dict(settings, "settings.yaml")`;

/** A text of two runs, line by line: settings, code, requirements, or any file that both have. */
export default function FilesView({ runs, labels, state, change }: ViewProps) {
  const { texts, pending } = useTexts(runs);
  const names = commonNames(texts);
  if (names.length === 0)
    return pending ? (
      <Waiting />
    ) : (
      <Empty title="These runs have no text in common" code={CODE}>
        Files that runs log under the same name can be compared line by line.
      </Empty>
    );
  const name = names.find((each) => each === state.file) ?? names[0] ?? "";
  const having = labels.filter((_, i) => texts[i]?.has(name));
  const old = having.find(({ runId }) => runId === state.base) ?? having[0];
  const now = having.find(({ runId }) => runId === state.with && runId !== old?.runId) ?? having.find(({ runId }) => runId !== old?.runId);
  const sourceOf = (runId: string | undefined): TextSource | undefined => (texts[labels.findIndex((label) => label.runId === runId)] as Texts | undefined)?.get(name);
  const options = having.map(({ runId, label }) => [runId, label] as const);
  const [first, second] = [sourceOf(old?.runId), sourceOf(now?.runId)];
  if (!old || !now || !first || !second) return <Waiting />;
  return (
    <>
      <div className={styles.tools}>
        <Select label="File" value={name} options={names.map((each) => [each, each])} onChange={(file) => change({ file, with: undefined })} />
        <Select label="Old" value={old.runId} options={options.filter(([id]) => id !== now.runId)} onChange={(base) => change({ base })} />
        <span aria-hidden>→</span>
        <Select label="New" value={now.runId} options={options.filter(([id]) => id !== old.runId)} onChange={(runId) => change({ with: runId })} />
      </div>
      <ScrollRegion label={`Differences of ${name}`} className={styles.scroll}>
        <Difference first={first} second={second} />
      </ScrollRegion>
    </>
  );
}

/** Texts wherever they are. */
function useContents(sources: readonly TextSource[]) {
  const urls = [...new Set(sources.flatMap((source) => ("url" in source ? source.url : [])))];
  return useQueries({
    queries: urls.map((url) => textQuery(url)),
    combine: (answers) => ({
      error: answers.find(({ error }) => error)?.error,
      cut: answers.some(({ data }) => data?.cut),
      texts: sources.map((source) => ("text" in source ? source.text : answers[urls.indexOf(source.url)]?.data?.text)),
    }),
  });
}

function Difference({ first, second }: { first: TextSource; second: TextSource }) {
  const { error, cut, texts } = useContents([first, second]);
  const [old, now] = texts;
  const found = useQuery({
    queryKey: ["differences", old, now],
    queryFn: async () => {
      const { changedLines, differences } = await import("./differences");
      const lines = differences(old ?? "", now ?? "");
      return { lines, counts: changedLines(lines ?? []) };
    },
    enabled: old !== undefined && now !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
  if (error) return <Failed error={error} />;
  if (!found.data) return <Waiting />;
  const { lines, counts } = found.data;
  if (!lines) return <p className={styles.told}>These files differ in so much that comparing them line by line would take too long. Download them to compare them with another program.</p>;
  if (counts.added + counts.removed === 0) return <p className={styles.told}>Both are the same{cut ? ", as far as their first megabyte goes" : ""}.</p>;
  return (
    <>
      <p className={styles.told} role="status">
        {plural(counts.added, "line")} added, {counts.removed} removed{cut ? ", in the first megabyte" : ""}
      </p>
      <table className={styles.lines}>
        <tbody>
          {lines.map((line, i) => (
            <Line key={i} line={line} />
          ))}
        </tbody>
      </table>
    </>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−" } as const;
const WORDS = { same: "", added: "added: ", removed: "removed: " } as const;

function Line({ line }: { line: DiffLine | Gap }) {
  if (line.kind === "gap")
    return (
      <tr className={styles.gap}>
        <td colSpan={3}>{plural(line.lines, "line")} alike</td>
      </tr>
    );
  return (
    <tr data-kind={line.kind}>
      <td aria-hidden className={styles.number}>
        {line.old}
      </td>
      <td aria-hidden className={styles.number}>
        {line.now}
      </td>
      <td>
        <span aria-hidden>{SIGNS[line.kind]} </span>
        <span className="sr-only">{WORDS[line.kind]}</span>
        {line.text}
      </td>
    </tr>
  );
}
