import { Link } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";

import { plural } from "@/shared/format";
import { Button } from "@/shared/ui/Button";
import { Segments } from "@/shared/ui/Controls";
import { Crumbs } from "@/shared/ui/Crumbs";
import { CopyButton } from "@/shared/ui/State";
import type { Layout } from "@/shared/urlState/table";

const LAYOUTS = [
  ["table", "Table"],
  ["both", "Both"],
  ["charts", "Charts"],
] as const;

interface RunsHeadProps {
  title: string;
  /** Absent where the runs are of several experiments. */
  experimentId: string | undefined;
  count: number | undefined;
  arrivals: number;
  refresh: () => void;
  layout: Layout | undefined;
  setLayout: (layout: Layout | undefined) => void;
  children: ReactNode;
}

/** Where one is, how many runs there are, and what of them is on the page. */
export function RunsHead({ title, experimentId, count, arrivals, refresh, layout, setLayout, children }: RunsHeadProps) {
  return (
    <header className="page-head">
      <Crumbs>
        <Link to="/experiments">Experiments</Link>
        <>
          <h1 className="clip">{title}</h1>
          {experimentId !== undefined && <CopyButton text={experimentId} label={`Copy experiment ID ${experimentId}`} />}
        </>
      </Crumbs>
      <span className="dimmer num" data-testid="run-count" aria-live="polite">
        {count !== undefined && plural(count, "run")}
      </span>
      {experimentId !== undefined && (
        <Link to="/experiments/$experimentId/models" params={{ experimentId }} className="dim">
          Logged models
        </Link>
      )}
      {arrivals > 0 && (
        <Button look="ghost" icon={<RefreshCw />} onClick={refresh}>
          {plural(arrivals, "new run")}
        </Button>
      )}
      <span className="grow" />
      {children}
      <Segments label="What is shown" value={layout ?? "table"} options={LAYOUTS} onChange={(next) => setLayout(next === "table" ? undefined : next)} />
    </header>
  );
}
