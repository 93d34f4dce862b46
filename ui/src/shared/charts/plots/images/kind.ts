import { Images } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { ImageForm } from "./ImageForm";
import { type ImageSettings, readImages } from "./settings";

export const imageKind: PanelKind<ImageSettings> = {
  name: "images",
  label: "Images",
  about: "Images that runs logged, side by side, step by step",
  icon: Images,
  size: "full",
  defaults: () => ({}),
  read: readImages,
  describe: ({ key, path }) => key ?? path ?? "Images",
  mentions: ({ key, path }) => [key ?? path ?? "images"],
  View: lazy(() => import("./ImagePanel")),
  Settings: ImageForm,
};
