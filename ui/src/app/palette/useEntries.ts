import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { BrushCleaning, FlaskConical, Boxes, SunMoon, Zap } from "lucide-react";

import { searchExperimentsByName } from "@/api/experiments";
import { searchModelsByName } from "@/api/models";
import { runOfIdQuery, searchRunsByName } from "@/api/runs";
import { useAllActions } from "@/shared/actions";
import { usePlaces } from "@/shared/places";
import { shortId } from "@/shared/runs/name";
import { toggleTheme } from "@/shared/theme";

import { type Entry, fits, ICONS, iconOf, placesFor, runIdIn } from "./entries";

/** Letters from which on runs are looked for: one letter is in most names. */
const TELLING = 2;
const RECENT = 5;

interface Group {
  title: string;
  entries: readonly Entry[];
}

/** What the palette offers for a text, and whether more may come. */
export function useEntries(text: string): { groups: readonly Group[]; busy: boolean } {
  const navigate = useNavigate();
  const router = useRouter();
  const wanted = text.trim();
  const id = runIdIn(wanted);
  const before = { placeholderData: <T>(last: T | undefined) => last };
  const experiments = useQuery({ ...searchExperimentsByName(wanted), ...before, enabled: !id });
  const models = useQuery({ ...searchModelsByName(wanted), ...before, enabled: !id });
  const runs = useQuery({ ...searchRunsByName(wanted), ...before, enabled: wanted.length >= TELLING && !id });
  const ofId = useQuery({ ...runOfIdQuery(id ?? ""), enabled: id !== undefined });
  const places = usePlaces();
  const actions = useAllActions();

  const pages: Entry[] = [
    { id: "page experiments", name: "Experiments", icon: FlaskConical, hint: "g e", act: () => navigate({ to: "/experiments" }) },
    { id: "page models", name: "Models", icon: Boxes, hint: "g m", act: () => navigate({ to: "/models" }) },
    { id: "page housekeeping", name: "Housekeeping", icon: BrushCleaning, hint: "g h", act: () => navigate({ to: "/housekeeping" }) },
    { id: "theme", name: "Switch between light and dark", icon: SunMoon, act: toggleTheme },
  ];
  const here = actions.map(({ name, of, hint, act }, i): Entry => ({ id: `action ${i} ${name}`, name, where: of, hint, icon: Zap, act }));
  // What was found for fewer letters stands in until the answer for these comes: Enter must not take what no longer fits.
  const runEntries = (id ? (ofId.data ? [ofId.data] : []) : wanted.length >= TELLING ? (runs.data ?? []) : []).map(({ info }): Entry => ({
    id: `run ${info.run_id}`,
    name: info.run_name || info.run_id,
    where: shortId(info.run_id),
    icon: ICONS.run,
    act: () => navigate({ to: "/experiments/$experimentId/runs/$runId", params: { experimentId: info.experiment_id, runId: info.run_id } }),
  }));
  const experimentEntries = (id ? [] : (experiments.data ?? [])).map(({ experiment_id: experimentId, name }): Entry => ({
    id: `experiment ${experimentId}`,
    name,
    icon: ICONS.experiment,
    act: () => navigate({ to: "/experiments/$experimentId", params: { experimentId } }),
  }));
  const modelEntries = (id ? [] : (models.data ?? [])).map(({ name }): Entry => ({
    id: `model ${name}`,
    name,
    icon: ICONS.model,
    act: () => navigate({ to: "/models/$name", params: { name } }),
  }));
  const recent = placesFor(places, wanted, router.state.location.pathname, wanted ? 3 : RECENT).map((place): Entry => ({
    id: `place ${place.path}`,
    name: place.title,
    icon: iconOf(place.path),
    act: () => router.history.push(place.path),
  }));
  const fitting = (entries: readonly Entry[]) => entries.filter((entry) => fits(`${entry.name} ${entry.where ?? ""}`, wanted));
  const fittingRuns = id ? runEntries : runEntries.filter((entry) => fits(`${entry.name} ${entry.id}`, wanted));
  const groups = [
    { title: "On this page", entries: fitting(here) },
    { title: "Recent", entries: recent },
    { title: "Pages", entries: fitting(pages) },
    { title: "Experiments", entries: fitting(experimentEntries) },
    { title: "Runs", entries: fittingRuns },
    { title: "Models", entries: fitting(modelEntries) },
  ].filter(({ entries }) => entries.length > 0);
  return { groups, busy: [experiments, models, runs, ofId].some((query) => query.isFetching) };
}
