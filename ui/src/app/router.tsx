import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { readCompareState } from "@/shared/urlState/compare";
import { readHousekeepingState } from "@/shared/urlState/housekeeping";
import { readExperimentsState } from "@/shared/urlState/experiments";
import { readListState, readVersionsState } from "@/shared/urlState/list";
import { readRunState } from "@/shared/urlState/run";
import { readSeveralState, readTableState } from "@/shared/urlState/table";
import { Waiting } from "@/shared/ui/State";

import { NotFound } from "./NotFound";
import { PageFailed } from "./PageFailed";
import { Shell } from "./Shell";

/*
 * Addresses live behind "#", as MLflow's do: links people have sent each other (`/#/experiments/0/runs/<run_id>`,
 * `/#/models/<name>`) stay good, and the page works behind any path prefix.
 */

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/experiments", replace: true });
  },
});

const experiments = createRoute({
  getParentRoute: () => root,
  path: "/experiments",
  validateSearch: readExperimentsState,
  component: lazyRouteComponent(() => import("@/features/experiments/ExperimentsPage"), "ExperimentsPage"),
});

const severalExperiments = createRoute({
  getParentRoute: () => root,
  path: "/experiments/compare",
  validateSearch: readSeveralState,
  component: lazyRouteComponent(() => import("@/features/runs/SeveralExperimentsPage"), "SeveralExperimentsPage"),
});

/** MLflow's address for the same. */
const compareExperiments = createRoute({
  getParentRoute: () => root,
  path: "/compare-experiments/$",
  validateSearch: readSeveralState,
  beforeLoad: ({ search }) => {
    throw redirect({ to: "/experiments/compare", search, replace: true });
  },
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$experimentId",
  validateSearch: readTableState,
  component: lazyRouteComponent(() => import("@/features/runs/RunsPage"), "RunsPage"),
});

const runsList = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$experimentId/runs",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/experiments/$experimentId", params, replace: true });
  },
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$experimentId/runs/$runId",
  validateSearch: readRunState,
  component: lazyRouteComponent(() => import("@/features/run/RunPage"), "RunPage"),
});

/** `metrics`, `artifacts`, `artifacts/<path>`: the tab of a run and what is open in it. */
const runTab = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$experimentId/runs/$runId/$",
  validateSearch: readRunState,
  component: lazyRouteComponent(() => import("@/features/run/RunPage"), "RunPage"),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: "/compare-runs",
  validateSearch: readCompareState,
  component: lazyRouteComponent(() => import("@/features/compare/ComparePage"), "ComparePage"),
});

const models = createRoute({
  getParentRoute: () => root,
  path: "/models",
  validateSearch: readListState,
  component: lazyRouteComponent(() => import("@/features/models/ModelsPage"), "ModelsPage"),
});

const model = createRoute({
  getParentRoute: () => root,
  path: "/models/$name",
  validateSearch: readListState,
  component: lazyRouteComponent(() => import("@/features/models/ModelPage"), "ModelPage"),
});

/** `about`, and whatever else a model has a tab for. */
const modelTab = createRoute({
  getParentRoute: () => root,
  path: "/models/$name/$",
  component: lazyRouteComponent(() => import("@/features/models/ModelPage"), "ModelPage"),
});

const compareVersions = createRoute({
  getParentRoute: () => root,
  path: "/models/$name/compare",
  validateSearch: readVersionsState,
  component: lazyRouteComponent(() => import("@/features/models/compare/CompareVersionsPage"), "CompareVersionsPage"),
});

/** `run`, `lineage`, `artifacts/<path>`, `try`: the tab of a version and what is open in it. */
const versionTab = createRoute({
  getParentRoute: () => root,
  path: "/models/$name/versions/$version/$",
  component: lazyRouteComponent(() => import("@/features/models/VersionPage"), "VersionPage"),
});

const loggedModels = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$experimentId/models",
  validateSearch: readListState,
  component: lazyRouteComponent(() => import("@/features/loggedModels/LoggedModelsPage"), "LoggedModelsPage"),
});

const loggedModel = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$experimentId/models/$modelId",
  component: lazyRouteComponent(() => import("@/features/loggedModels/LoggedModelPage"), "LoggedModelPage"),
});

const loggedModelTab = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$experimentId/models/$modelId/$",
  component: lazyRouteComponent(() => import("@/features/loggedModels/LoggedModelPage"), "LoggedModelPage"),
});

const version = createRoute({
  getParentRoute: () => root,
  path: "/models/$name/versions/$version",
  component: lazyRouteComponent(() => import("@/features/models/VersionPage"), "VersionPage"),
});

const housekeeping = createRoute({
  getParentRoute: () => root,
  path: "/housekeeping",
  validateSearch: readHousekeepingState,
  component: lazyRouteComponent(() => import("@/features/housekeeping/HousekeepingPage"), "HousekeepingPage"),
});

/** Registered models, and models of runs. */
const registry = [models, model, modelTab, compareVersions, version, versionTab, loggedModels, loggedModel, loggedModelTab] as const;

const tree = root.addChildren([home, experiments, severalExperiments, compareExperiments, runs, runsList, run, runTab, compare, housekeeping, ...registry]);

export const makeRouter = () =>
  createRouter({
    routeTree: tree,
    history: createHashHistory(),
    defaultPreload: "intent",
    defaultPendingComponent: Waiting,
    defaultErrorComponent: PageFailed,
    scrollRestoration: false,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
