import { useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";

import { deleteAlias, setAlias } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { IconButton } from "@/shared/ui/Button";
import { NameDialog } from "@/shared/ui/Dialog";
import { notifyDone, notifyFailure } from "@/shared/ui/notify";

import styles from "./Models.module.css";

/** Names that point at this version; setting one takes it from the version that had it. */
export function Aliases({ version: { name, version, aliases = [] } }: { version: ModelVersion }) {
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ["models"] });
  const add = (alias: string) => setAlias(name, alias.replace(/^@/, ""), version).then(refresh);
  const remove = async (alias: string) => {
    await deleteAlias(name, alias);
    await refresh();
    notifyDone(`Removed @${alias}`, () => add(alias));
  };
  return (
    <span className={styles.aliases}>
      {aliases.map((alias) => (
        <span key={alias} className="chip" data-tone="accent" data-testid="alias">
          @{alias}
          <IconButton label={`Remove @${alias}`} onClick={() => void remove(alias).catch(notifyFailure)}>
            <X />
          </IconButton>
        </span>
      ))}
      <IconButton label="Add alias" onClick={() => setAdding(true)}>
        <Plus />
      </IconButton>
      <NameDialog open={adding} onClose={() => setAdding(false)} title={`Alias for version ${version}`} label="Alias, such as champion" action="Add" act={add} />
    </span>
  );
}
