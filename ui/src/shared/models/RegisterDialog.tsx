import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";

import { registerVersion, searchModelsByName } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { Button } from "@/shared/ui/Button";
import { Combobox } from "@/shared/ui/Combobox";
import { ActDialog, Dialog, Field } from "@/shared/ui/Dialog";

import { readTags } from "./pairs";
import styles from "./RegisterDialog.module.css";

/** A model that can be registered. */
interface Candidate {
  title: string;
  source: string;
  runId?: string;
  modelId?: string;
}

interface RegisterDialogProps {
  /** At least one; with several, one is chosen. */
  candidates: readonly Candidate[];
  close: () => void;
}

/** Makes a version of a registered model, new or not, and tells where it is. */
export function RegisterDialog({ candidates, close }: RegisterDialogProps) {
  const queries = useQueryClient();
  const [at, setAt] = useState(0);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [tags, setTags] = useState("");
  const [made, setMade] = useState<ModelVersion>();
  const wanted = useDeferredValue(name.trim());
  const known = useQuery(searchModelsByName(wanted)).data ?? [];
  const candidate = candidates[at];
  if (made)
    return (
      <Dialog open onClose={close} title="Registered">
        <div className={styles.done}>
          <p>
            <Link to="/models/$name/versions/$version" params={{ name: made.name, version: made.version }} onClick={close}>
              Version {made.version} of “{made.name}”
            </Link>{" "}
            is in the registry.
          </p>
          <Button onClick={close}>Stay here</Button>
        </div>
      </Dialog>
    );
  const act = async () => {
    if (!candidate) return;
    const { source, runId, modelId } = candidate;
    const version = await registerVersion({ name: name.trim(), source, run_id: runId, model_id: modelId, description: description.trim() || undefined, tags: readTags(tags) });
    await queries.invalidateQueries({ queryKey: ["models"] });
    setMade(version);
  };
  const exists = known.some((model) => model.name === name.trim());
  return (
    <ActDialog open keep onClose={close} title="Register a model" action={exists ? "Add version" : "Register"} act={act} ready={name.trim() !== "" && candidate !== undefined}>
      {candidates.length > 1 && (
        <Field label="Which of the run's models">
          <select className="input" value={at} onChange={(event) => setAt(Number(event.target.value))}>
            {candidates.map(({ title }, i) => (
              <option key={i} value={i}>
                {title}
              </option>
            ))}
          </select>
        </Field>
      )}
      <div className={styles.field}>
        <span>Registered model</span>
        <Combobox
          label="Registered model"
          value={name}
          onChange={setName}
          onPick={setName}
          placeholder="A new name, or one that exists"
          completions={known.map((model) => ({ value: model.name, hint: model.latest_versions?.length ? "gets a new version" : "has no version yet" }))}
        />
        <small>{name.trim() && (exists ? "A new version is added to this model." : "A new registered model is made.")}</small>
      </div>
      <Field label="Description of the version">
        <textarea className="textarea" rows={2} value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      <Field label="Tags, one a line: name=value">
        <textarea className="textarea mono" rows={2} value={tags} onChange={(event) => setTags(event.target.value)} spellCheck={false} />
      </Field>
    </ActDialog>
  );
}
