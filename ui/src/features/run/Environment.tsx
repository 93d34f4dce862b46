import { useQueries } from "@tanstack/react-query";
import { useState } from "react";

import { artifactsQuery, artifactUrl } from "@/api/artifacts";
import type { Run } from "@/api/types";
import type { Root } from "@/shared/artifacts/browser/roots";
import { ReadText } from "@/shared/artifacts/ReadText";
import { TextView } from "@/shared/artifacts/TextView";
import { Select } from "@/shared/ui/Controls";
import { Facts, Section } from "@/shared/ui/Facts";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";
import { Code, Copied, Empty } from "@/shared/ui/State";

import styles from "./Environment.module.css";
import { codeVersion, environmentFiles, runAgain, systemTags } from "./environment";
import { useLoggedModels } from "./models";

/** Which code made the run, with which packages, where, and how to do it again. */
export default function Environment({ run }: { run: Run }) {
  const { diff, dirty, commit, ...code } = codeVersion(run);
  const again = runAgain(run);
  const system = systemTags(run);
  const files = useEnvironmentFiles(run);
  const facts: [string, React.ReactNode][] = [
    ["Source", code.source],
    ["Kind", code.type?.toLowerCase()],
    ["Entry point", code.entryPoint],
    ["Repository", code.repository],
    ["Branch", code.branch],
    ["Commit", commit && <Copied text={commit} />],
    ["State", commit && (dirty ? "with changes that were not committed" : undefined)],
  ];
  const known = facts.filter(([, value]) => value);
  if (known.length + system.length + files.length === 0)
    return (
      <Empty title="Nothing is known of where this ran" code={`with mlflow.start_run():   # notes the script, its commit and the user\n    mlflow.sklearn.log_model(model, name="model")   # notes the packages`}>
        Runs that a program of yours begins note their code; models note their packages.
      </Empty>
    );
  return (
    <div className={styles.sections}>
      {known.length > 0 && (
        <Section title="Code">
          <Facts rows={known} />
        </Section>
      )}
      {diff && (
        <Section title="Changes that were not committed">
          <ScrollRegion label="Changes" className={styles.file}>
            <TextView text={diff} path="changes.diff" />
          </ScrollRegion>
        </Section>
      )}
      {again && (
        <Section title="Run it again">
          <Code text={again} />
        </Section>
      )}
      {files.length > 0 && <Packages files={files} />}
      {system.length > 0 && (
        <Section title="System">
          <Facts rows={system} />
        </Section>
      )}
    </div>
  );
}

interface EnvironmentFile {
  name: string;
  /** Whose it is: the run's own, or a model's. */
  owner: string;
  url: string;
}

/** Files that tell packages: among the run's own at the top, and with each of its models. */
function useEnvironmentFiles(run: Run): EnvironmentFile[] {
  const models = useLoggedModels(run);
  const places: Pick<Root, "title" | "place">[] = [
    { title: "the run", place: { runId: run.info.run_id } },
    ...models.map(({ info }) => ({ title: info.name, place: { modelId: info.model_id } })),
  ];
  const listings = useQueries({ queries: places.map(({ place }) => artifactsQuery(place, "")) });
  return places.flatMap(({ title, place }, i) =>
    environmentFiles(listings[i]?.data?.files.map((file) => file.path) ?? []).map((name) => ({ name, owner: title, url: artifactUrl(place, name) })),
  );
}

function Packages({ files }: { files: readonly EnvironmentFile[] }) {
  const [url, setUrl] = useState<string>();
  const shown = files.find((file) => file.url === url) ?? files[0];
  if (!shown) return null;
  return (
    <Section
      title="Packages"
      extra={
        <>
          <span className="grow" />
          <Select label="File" value={shown.url} options={files.map((file) => [file.url, `${file.name} of ${file.owner}`])} onChange={setUrl} />
        </>
      }
    >
      <ScrollRegion label={shown.name} className={styles.file}>
        <ReadText url={shown.url}>{({ text }) => <TextView text={text} path={shown.name} />}</ReadText>
      </ScrollRegion>
    </Section>
  );
}
