import { Search } from "@/shared/ui/Search";
import { useTypedLine } from "@/shared/useTypedLine";

/** Words to be found anywhere in a run. It narrows the table as one types. */
export function QuickSearch({ q, apply }: { q: string; apply: (q: string) => void }) {
  const [text, setText] = useTypedLine(q, apply);
  return <Search value={text} onChange={setText} placeholder="Search runs" width={180} />;
}
