import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { GitCompareArrows, Tag, Trash2 } from "lucide-react";
import { useState } from "react";

import { deleteVersion, setVersionTag } from "@/api/models";
import { usePageActions } from "@/shared/actions";
import { plural } from "@/shared/format";
import { useKeys } from "@/shared/keys";
import type { Selection } from "@/shared/table/columns";
import { Button } from "@/shared/ui/Button";
import { ActDialog, Field } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notify";
import { SelectionToolbar } from "@/shared/ui/SelectionToolbar";
import { MOST_VERSIONS } from "@/shared/urlState/list";

import { TypedConfirmation } from "./TypedConfirmation";

/** What can be done with the selected versions. */
export function VersionsBar({ name, selection }: { name: string; selection: Selection }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [tagging, setTagging] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { keys } = selection;
  const each = async (act: (version: string) => Promise<unknown>) => {
    try {
      for (const version of keys) await act(version);
    } finally {
      await queries.invalidateQueries({ queryKey: ["models"] });
    }
  };
  const comparable = keys.length >= 2 && keys.length <= MOST_VERSIONS;
  const compare = () => void navigate({ to: "/models/$name/compare", params: { name }, search: { versions: keys.toSorted((a, b) => Number(a) - Number(b)) } });
  const what = plural(keys.length, "version");
  usePageActions(
    [
      ...(comparable ? [{ name: `Compare ${what}`, hint: "c", act: compare }] : []),
      { name: `Tag ${what}…`, act: () => setTagging(true) },
      { name: `Delete ${what}…`, act: () => setDeleting(true) },
    ],
    "selected",
  );
  useKeys({ c: () => comparable && compare() });
  return (
    <SelectionToolbar label="Selected versions" count={keys.length} clear={() => selection.replace([])}>
      <Button look="primary" icon={<GitCompareArrows />} disabled={!comparable} title={comparable ? undefined : `Select two to ${MOST_VERSIONS} versions`} onClick={compare}>
        Compare
      </Button>
      <Button icon={<Tag />} onClick={() => setTagging(true)}>
        Tag
      </Button>
      <Button look="danger" icon={<Trash2 />} onClick={() => setDeleting(true)}>
        Delete
      </Button>
      {tagging && <TagVersions count={keys.length} close={() => setTagging(false)} tag={(key, value) => each((version) => setVersionTag(name, version, key, value))} />}
      {deleting && (
        <TypedConfirmation
          title={`Delete ${what}`}
          wanted={name}
          close={() => setDeleting(false)}
          act={async () => {
            await each((version) => deleteVersion(name, version));
            selection.replace([]);
          }}
        >
          {keys.length === 1 ? "Version" : "Versions"} {keys.join(", ")} of “{name}” leave the registry. This cannot be undone. Their files stay where the runs logged them.
        </TypedConfirmation>
      )}
    </SelectionToolbar>
  );
}

interface TagVersionsProps {
  count: number;
  close: () => void;
  tag: (key: string, value: string) => Promise<void>;
}

function TagVersions({ count, close, tag }: TagVersionsProps) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const act = async () => {
    await tag(key.trim(), value);
    notify(`Tagged ${plural(count, "version")} with ${key.trim()}`);
  };
  return (
    <ActDialog open onClose={close} title={`Tag ${plural(count, "version")}`} action="Set" act={act} ready={key.trim() !== ""}>
      <Field label="Name">
        <input className="input" value={key} onChange={(event) => setKey(event.target.value)} autoComplete="off" spellCheck={false} />
      </Field>
      <Field label="Value">
        <input className="input" value={value} onChange={(event) => setValue(event.target.value)} autoComplete="off" spellCheck={false} />
      </Field>
    </ActDialog>
  );
}
