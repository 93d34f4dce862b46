const TONES: Record<string, string> = { Production: "good", Staging: "warn" };

export const Stage = ({ stage, version }: { stage: string | undefined; version?: string }) =>
  stage && stage !== "None" ? (
    <span className="chip" data-tone={TONES[stage]}>
      {stage}
      {version && <span className="num">· {version}</span>}
    </span>
  ) : null;

export const Alias = ({ alias, version }: { alias: string; version?: string }) => (
  <span className="chip" data-tone="accent">
    @{alias}
    {version && <span className="num">· {version}</span>}
  </span>
);
