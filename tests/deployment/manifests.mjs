// Reads the manifests and the Compose files.
import { readFileSync, readdirSync } from "node:fs";
import { parse, parseAllDocuments } from "yaml";

const packaging = new URL("../../packaging/", import.meta.url);

/** A file under packaging/ as text. */
export const text = (path) => readFileSync(new URL(path, packaging), "utf8");

/** A Compose file with its anchors and merges resolved. */
export const compose = (path) => parse(text(path), { merge: true });

/** Every object in packaging/kubernetes that goes to the API server, with the file that it is in. */
export const objects = () =>
  readdirSync(new URL("kubernetes/", packaging))
    .filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml" && file !== "adapter-rules.example.yaml")
    .sort()
    .flatMap((file) =>
      parseAllDocuments(text(`kubernetes/${file}`), { uniqueKeys: true }).map((document) => {
        if (document.errors.length > 0) throw document.errors[0];
        return { file, object: document.toJS() };
      }),
    );

/** The one object of a kind. */
export const only = (kind, name = "vindex") => {
  const found = objects().filter(({ object }) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects ${kind} ${name}`);
  return found[0].object;
};

/** Seconds of a duration such as 1m30s. */
export const seconds = (duration) =>
  [...duration.matchAll(/(\d+)(h|m|s)/g)].reduce((sum, [, number, unit]) => sum + Number(number) * { h: 3600, m: 60, s: 1 }[unit], 0);
