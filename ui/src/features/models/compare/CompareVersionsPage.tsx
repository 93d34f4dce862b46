import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";

import { plural } from "@/shared/format";
import { Segments } from "@/shared/ui/Controls";
import { Crumbs } from "@/shared/ui/Crumbs";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { readVersionsState } from "@/shared/urlState/list";
import { useTitle } from "@/shared/useTitle";

import styles from "./Compare.module.css";
import { SideBySide } from "./SideBySide";
import { useSides } from "./useSides";

/** Two to ten versions of a model side by side; the address holds which. */
export function CompareVersionsPage() {
  const { name = "" } = useParams({ strict: false });
  const { versions, differ = false } = readVersionsState(useSearch({ strict: false }));
  useTitle(`${name}: ${versions.join(", ")}`);
  const navigate = useNavigate();
  const { sides, error, waiting } = useSides(name, versions);
  const go = (next: readonly string[], only: boolean) =>
    void navigate({ to: "/models/$name/compare", params: { name }, search: { versions: [...next], differ: only || undefined }, replace: true });
  return (
    <div className="page">
      <header className="page-head">
        <Crumbs>
          <Link to="/models">Models</Link>
          <Link to="/models/$name" params={{ name }} className="clip">
            {name}
          </Link>
          <h1>Comparing {plural(versions.length, "version")}</h1>
        </Crumbs>
        <span className="grow" />
        <Segments
          label="Which lines"
          value={differ ? "differ" : "all"}
          options={[
            ["all", "All"],
            ["differ", "Only what differs"],
          ]}
          onChange={(choice) => go(versions, choice === "differ")}
        />
      </header>
      <div className={`page-scroll ${styles.scroll}`}>
        {versions.length < 2 ? (
          <Empty title="Nothing to compare">
            Select two or more versions in the{" "}
            <Link to="/models/$name" params={{ name }}>
              table of versions
            </Link>
            .
          </Empty>
        ) : error ? (
          <Failed error={error} />
        ) : waiting ? (
          <Waiting />
        ) : (
          <SideBySide sides={sides} only={differ} remove={(version) => go(versions.filter((each) => each !== version), differ)} />
        )}
      </div>
    </div>
  );
}
