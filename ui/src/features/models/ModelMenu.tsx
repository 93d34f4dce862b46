import { useNavigate } from "@tanstack/react-router";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";

import { deleteModel, renameModel } from "@/api/models";
import { ActMenu } from "@/shared/ui/ActMenu";
import { NameDialog } from "@/shared/ui/Dialog";

import { useOutdatedModels } from "./outdating";
import { TypedConfirmation } from "./TypedConfirmation";

export function ModelMenu({ name }: { name: string }) {
  const navigate = useNavigate();
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const outdate = useOutdatedModels();
  return (
    <>
      <ActMenu
        of="this model"
        acts={[
          { name: "Rename…", icon: <Pencil />, act: () => setRenaming(true) },
          { name: "Delete…", icon: <Trash2 />, danger: true, apart: true, act: () => setDeleting(true) },
        ]}
      />
      <NameDialog
        open={renaming}
        initial={name}
        onClose={() => setRenaming(false)}
        title="Rename model"
        label="Name"
        action="Rename"
        act={async (next) => {
          await renameModel(name, next);
          outdate();
          await navigate({ to: "/models/$name", params: { name: next }, replace: true });
        }}
      />
      {deleting && (
        <TypedConfirmation
          title="Delete model"
          wanted={name}
          close={() => setDeleting(false)}
          act={async () => {
            await deleteModel(name);
            outdate();
            await navigate({ to: "/models" });
          }}
        >
          “{name}” and all its versions leave the registry, and code that loads <code>models:/{name}/…</code> fails from then on. This cannot be undone. The files
          of the models stay where their runs logged them.
        </TypedConfirmation>
      )}
    </>
  );
}
