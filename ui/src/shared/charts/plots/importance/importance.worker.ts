/// <reference lib="webworker" />
import { influencesOf, type Question } from "./importance";

addEventListener("message", ({ data }: MessageEvent<Question>) => postMessage(influencesOf(data)));
