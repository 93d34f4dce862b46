import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { createModel } from "@/api/models";
import { ActDialog, Field } from "@/shared/ui/Dialog";

/** A registered model without versions: a name, and what it is about. */
export function NewModel({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const create = async () => {
    await createModel(name.trim(), description.trim());
    await queries.invalidateQueries({ queryKey: ["models"] });
    await navigate({ to: "/models/$name", params: { name: name.trim() } });
  };
  return (
    <ActDialog open onClose={close} title="New model" action="Create" act={create} ready={name.trim() !== ""}>
      <Field label="Name">
        <input className="input" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" spellCheck={false} />
      </Field>
      <Field label="Description, in Markdown">
        <textarea className="textarea" rows={3} value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
    </ActDialog>
  );
}
