import type { QueryKey } from "@tanstack/react-query";

import type { KeyValue } from "@/api/types";
import { showing, useEdit } from "@/shared/edit";
import { useTagEdits } from "@/shared/useTagEdits";

/** What models and versions have alike. */
interface Noted {
  description?: string;
  tags?: KeyValue[];
}

interface Acts {
  describe: (text: string) => Promise<unknown>;
  setTag: (key: string, value: string) => Promise<unknown>;
  removeTag: (key: string) => Promise<unknown>;
}

const STALE = [["models"]];

/**
 * Description and tags of a model or a version: what is changed is seen at once and can be taken back.
 *
 * @param noted - as it is now
 * @param key - the answers in which it stands
 */
export function useNotes<T extends Noted>(noted: T, key: QueryKey, { describe, setTag, removeTag }: Acts) {
  const description = useEdit<{ text: string; before: string }>({
    act: ({ text }) => describe(text),
    shows: ({ text }) => [showing<T>(key, (was) => ({ ...was, description: text }))],
    stale: () => STALE,
    says: () => "Changed the description",
    undo: ({ before }) => describe(before),
    object: () => key.join(" "),
  });
  const tags = useTagEdits<T>({ tags: noted.tags, key, within: (was, change) => ({ ...was, tags: change(was.tags) }), set: setTag, remove: removeTag, stale: STALE });
  return { describe: (text: string) => description.attempt({ text, before: noted.description ?? "" }), ...tags };
}
