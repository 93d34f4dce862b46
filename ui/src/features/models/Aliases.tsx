import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";

import { modelQuery } from "@/api/models";
import { IconButton } from "@/shared/ui/Button";

import { AliasDialog } from "./AliasDialog";
import { useAliasMove } from "./aliasing";
import styles from "./Models.module.css";

interface AliasesProps {
  name: string;
  version: string;
  aliases: readonly string[];
}

/** Names that point at this version; setting one takes it from the version that had it. */
export function Aliases({ name, version, aliases }: AliasesProps) {
  const [adding, setAdding] = useState(false);
  const { change } = useAliasMove(name);
  const known = useQuery({ ...modelQuery(name), enabled: adding }).data?.aliases ?? [];
  return (
    <span className={styles.aliases}>
      {aliases.map((alias) => (
        <span key={alias} className="chip" data-tone="accent" data-testid="alias">
          @{alias}
          <IconButton label={`Remove @${alias}`} onClick={() => change({ alias, from: version })}>
            <X />
          </IconButton>
        </span>
      ))}
      <IconButton label={`Add alias to version ${version}`} onClick={() => setAdding(true)}>
        <Plus />
      </IconButton>
      {adding && (
        <AliasDialog
          version={version}
          known={known}
          close={() => setAdding(false)}
          move={(alias) => change({ alias, to: version, from: known.find((each) => each.alias === alias)?.version })}
        />
      )}
    </span>
  );
}
