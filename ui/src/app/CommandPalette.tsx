import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Boxes, FlaskConical, SunMoon } from "lucide-react";
import { useState } from "react";

import { searchExperimentsByName } from "@/api/experiments";
import { searchModelsByName } from "@/api/models";
import { toggleTheme } from "@/shared/theme";

import styles from "./CommandPalette.module.css";

/** ⌘K: go to an experiment, a model or a page by a few letters of its name. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Command.Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      label="Go to anything"
      shouldFilter={false}
      overlayClassName={styles.scrim}
      contentClassName={styles.box}
    >
      {open && <Palette onClose={onClose} />}
    </Command.Dialog>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const experiments = useQuery({ ...searchExperimentsByName(text), placeholderData: (before) => before });
  const models = useQuery({ ...searchModelsByName(text), placeholderData: (before) => before });
  // What was found for fewer letters stands in until the answer for these comes: Enter must not take what no longer fits.
  const fits = ({ name }: { name: string }) => name.toLowerCase().includes(text.toLowerCase());
  const foundExperiments = experiments.data?.filter(fits) ?? [];
  const foundModels = models.data?.filter(fits) ?? [];
  const then = (act: () => unknown) => () => {
    onClose();
    void act();
  };
  const pages = [
    { name: "Experiments", icon: <FlaskConical />, act: () => navigate({ to: "/experiments" }) },
    { name: "Models", icon: <Boxes />, act: () => navigate({ to: "/models" }) },
    { name: "Switch between light and dark", icon: <SunMoon />, act: toggleTheme },
  ].filter(fits);
  return (
    <>
      <Command.Input className={styles.input} value={text} onValueChange={setText} placeholder="Experiment, model or page" />
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>{experiments.isFetching ? "Looking…" : "Nothing has such a name."}</Command.Empty>
        {pages.length > 0 && (
          <Command.Group heading="Pages" className={styles.group}>
            {pages.map((page) => (
              <Command.Item key={page.name} value={page.name} className={styles.item} onSelect={then(page.act)}>
                {page.icon}
                {page.name}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {foundExperiments.length > 0 && (
          <Command.Group heading="Experiments" className={styles.group}>
            {foundExperiments.map((experiment) => (
              <Command.Item
                key={experiment.experiment_id}
                value={`experiment ${experiment.experiment_id}`}
                className={styles.item}
                onSelect={then(() => navigate({ to: "/experiments/$experimentId", params: { experimentId: experiment.experiment_id } }))}
              >
                <FlaskConical />
                <span className="clip">{experiment.name}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {foundModels.length > 0 && (
          <Command.Group heading="Models" className={styles.group}>
            {foundModels.map((model) => (
              <Command.Item
                key={model.name}
                value={`model ${model.name}`}
                className={styles.item}
                onSelect={then(() => navigate({ to: "/models/$name", params: { name: model.name } }))}
              >
                <Boxes />
                <span className="clip">{model.name}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </>
  );
}
