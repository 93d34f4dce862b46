import { useState } from "react";

import type { Run } from "@/api/types";
import { Select } from "@/shared/ui/Controls";
import { ActDialog, Dialog } from "@/shared/ui/Dialog";
import { Code, Waiting } from "@/shared/ui/State";

import { useRegister, useRunModels } from "./models";
import styles from "./Picker.module.css";

const CODE = `mlflow.sklearn.log_model(model, name="model", input_example=X[:3])`;

/** Chooses one of the run's models and a name in the registry for it. */
export function RegisterPicker({ run, close }: { run: Run; close: () => void }) {
  const { models, pending } = useRunModels(run);
  const register = useRegister(run.info.run_id);
  const [name, setName] = useState("");
  const [uri, setUri] = useState<string>();
  const chosen = models.find((model) => model.uri === uri) ?? models[0];
  if (!chosen)
    return (
      <Dialog open onClose={close} title="Register a model">
        <div className={styles.none}>
          {pending ? (
            <Waiting rows={2} />
          ) : (
            <>
              <p className="dim">This run logged no model. One is logged with:</p>
              <Code text={CODE} />
            </>
          )}
        </div>
      </Dialog>
    );
  return (
    <ActDialog open onClose={close} title="Register a model" action="Register" act={() => register(name.trim(), chosen)} ready={name.trim() !== ""}>
      {models.length > 1 && (
        <div className={styles.choice}>
          <span>Model</span>
          <Select label="Model" value={chosen.uri} options={models.map((model) => [model.uri, model.title])} onChange={setUri} />
        </div>
      )}
      <label className={styles.choice}>
        <span>Name; a new version is added where it exists</span>
        <input className="input" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" spellCheck={false} />
      </label>
    </ActDialog>
  );
}
